/** Names of addresses that pcapng carries itself (Name Resolution Blocks). */
import {describe, expect, it} from 'vitest';
import type {CaptureName} from '../../../source/engine/capture/pcapng-names.js';
import {formatAddress} from '../../../source/engine/decode/address.js';
import {block, interfaceBlock, type Order, option, read, sectionHeader, unsigned} from '../../helpers/containers.js';

const V4 = Buffer.from('c0000207', 'hex');
const V6 = Buffer.from('20010db8000000000000000000000007', 'hex');
const nothing = new Uint8Array(0);

/** A record, an option alike: type, length, value, padding. */
const record = option;
const host = (order: Order, type: number, address: Uint8Array, names: string) =>
	record(order, type, Buffer.concat([address, Buffer.from(names)]));

/** `address name`, as a capture of these bytes behind its head tells them. */
function told(order: Order, bytes: Uint8Array) {
	const names: string[] = [];
	const named: CaptureName = (version, w0, w1, w2, w3, from, start, end) => {
		names.push(`${formatAddress(version, w0, w1, w2, w3)} ${Buffer.from(from.subarray(start, end)).toString()}`);
	};
	const {reader} = read(Buffer.concat([sectionHeader(order), interfaceBlock(order), bytes]), {named});
	return {names, error: reader.error};
}

it('are read from bytes as they stand in a file', () => {
	const hex = `04000000 38000000
		0100 0c00 c0000207 77777700 6d786100
		0200 1300 20010db8000000000000000000000007 76360000
		00000000
		38000000`;
	const bytes = Buffer.from(hex.replace(/\s/g, ''), 'hex');
	expect(told('little', bytes)).toEqual({names: ['192.0.2.7 www', '2001:db8::7 v6'], error: null});
});

describe.each<Order>(['little', 'big'])('%s-endian', order => {
	const end = record(order, 0, nothing);

	it('each address has its first name', () => {
		const records = [host(order, 1, V4, 'www.example\0www2.example\0'), host(order, 2, V6, 'six.example\0')];
		expect(told(order, block(order, 4, ...records, end)).names).toEqual([
			'192.0.2.7 www.example',
			'2001:db8::7 six.example',
		]);
	});

	it('records of other types are passed over, and what follows the last one', () => {
		const mac = record(order, 3, Buffer.from('020000000001666f6f00', 'hex'));
		const after = host(order, 1, V4, 'late\0');
		expect(told(order, block(order, 4, mac, host(order, 1, V4, 'x\0'), end, after)).names).toEqual(['192.0.2.7 x']);
	});

	it.each([
		['empty', '\0'],
		['absent', ''],
		['too long for one', `${'x'.repeat(256)}\0`],
	])('a name that is %s is none', (_, name) => {
		expect(told(order, block(order, 4, host(order, 1, V4, name), end))).toEqual({names: [], error: null});
	});

	it('a name without its zero ends with its record', () => {
		expect(told(order, block(order, 4, host(order, 1, V4, 'abc'), host(order, 1, V4, 'd'), end)).names).toEqual([
			'192.0.2.7 abc',
			'192.0.2.7 d',
		]);
	});

	it('the server that was asked has its name', () => {
		const asked = [option(order, 2, Buffer.from('ns.example')), option(order, 3, V4), option(order, 4, V6)];
		expect(told(order, block(order, 4, end, ...asked, option(order, 0, nothing))).names).toEqual([
			'192.0.2.7 ns.example',
			'2001:db8::7 ns.example',
		]);
		expect(told(order, block(order, 4, end, option(order, 3, V4))).names).toEqual([]);
		const short = [option(order, 2, Buffer.from('ns')), option(order, 3, V4.subarray(1)), option(order, 4, V4)];
		expect(told(order, block(order, 4, end, ...short)).names).toEqual([]);
	});

	it('a block that is cut at any length, or lies about one, ends quietly', () => {
		const records = Buffer.concat([
			host(order, 1, V4, 'one\0'),
			host(order, 2, V6, 'two\0'),
			end,
			option(order, 2, Buffer.from('ns')),
			option(order, 3, V4),
		]);
		const all = ['192.0.2.7 one', '2001:db8::7 two', '192.0.2.7 ns'];
		for (let length = 0; length <= records.length; length += 4) {
			const {names, error} = told(order, block(order, 4, records.subarray(0, length)));
			expect(error).toBeNull();
			expect(all.slice(0, names.length)).toEqual(names);
		}
		for (let at = 0; at + 4 <= records.length; at += 4) {
			for (const lie of [0, 1, 3, 4, 15, 16, 0x7fff, 0xffff]) {
				const bytes = Buffer.from(records);
				unsigned(order, 2, lie).copy(bytes, at + 2);
				expect(told(order, block(order, 4, bytes)).error).toBeNull();
			}
		}
	});

	it('an address that its record does not hold is none', () => {
		for (let size = 0; size <= 16; size++) {
			expect(told(order, block(order, 4, record(order, 2, V6.subarray(0, size)))).names).toEqual([]);
			expect(told(order, block(order, 4, record(order, 1, V4.subarray(0, size)))).names).toEqual([]);
		}
	});

	it('a capture that ends in the middle of the block is cut there', () => {
		const names = block(order, 4, host(order, 1, V4, 'one\0'), end);
		for (let length = 1; length < names.length; length++) {
			const {names: told_, error} = told(order, names.subarray(0, length));
			expect([told_, error?.code]).toEqual([[], 'DAMAGED']);
		}
	});
});
