/** What a pcapng capture carries besides packets is known, so that an export can say what it leaves out. */
import {expect, it} from 'vitest';
import {block, option, read, sectionHeader, unsigned} from '../../helpers/containers.js';

const u = (size: 1 | 2 | 4 | 8, value: number) => unsigned('little', size, value);
const end = Buffer.alloc(4);
const described = (...options: Uint8Array[]) => block('little', 1, u(2, 1), u(2, 0), u(4, 0), ...options);
const packet = (...options: Uint8Array[]) =>
	block('little', 6, u(4, 0), u(4, 0), u(4, 0), u(4, 4), u(4, 4), Buffer.alloc(4), ...options);

it.each([
	['nothing', [described(), packet()], []],
	['resolution and end of options', [described(option('little', 9, Buffer.of(9)), end), packet(end)], []],
	[
		'a comment of a packet',
		[described(), packet(option('little', 1, Buffer.from('why')), end)],
		['comments and flags of packets'],
	],
	[
		'the name of an interface',
		[described(option('little', 2, Buffer.from('wan0')), end)],
		['descriptions of interfaces'],
	],
	['names', [described(), block('little', 4, end)], ['names of addresses']],
	['statistics', [described(), block('little', 5, u(4, 0), u(4, 0), u(4, 0))], ['statistics of interfaces']],
	['secrets', [described(), block('little', 10, u(4, 0x544c_534b), u(4, 0))], ['decryption secrets']],
	['a custom block', [described(), block('little', 0x0bad, u(4, 32_473))], ['custom blocks']],
	['a block nobody knows', [described(), block('little', 0x77)], ['blocks of other kinds']],
])('%s', (_, blocks, besides) => {
	const {reader} = read(Buffer.concat([sectionHeader('little'), ...blocks]));
	expect(reader.error).toBeNull();
	expect([...reader.besides]).toEqual(besides);
});
