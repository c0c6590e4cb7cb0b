import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {rotatedPath} from '../../source/engine/sink/capture-sink.js';
import {freeNames, temporaryName} from '../../source/files/target.js';
import {derivedUse, ownUse} from '../../source/helper/derived-names.js';

const second = (name: string) => path.basename(freeNames(name).next().value ?? '');
const LONG = `${'ä'.repeat(80)}.pcapng`;

describe('names that are written under one that was asked for', () => {
	it.each(['capture.pcap', 'no-ending', '.hidden', 'a b.json', LONG])('%s', asked => {
		const rotated = rotatedPath(asked, 1, 1_760_000_000);
		for (const result of [asked, second(asked), rotated, second(rotated), rotatedPath(asked, 123_456, -5)]) {
			expect([result, derivedUse(result, asked)]).toEqual([result, 'result']);
			const temporary = path.basename(temporaryName(result));
			expect([temporary, derivedUse(temporary, asked)]).toEqual([temporary, 'temporary']);
		}
		for (const lock of [`.${asked}.lock`, `.${asked}.lock.0123456789abcdef`]) {
			expect(derivedUse(lock, asked)).toBe('lock');
		}
	});

	it.each([
		...[
			'other.pcap',
			'capture.pcap2',
			'capture',
			'capture.json',
			'capture-x.pcap',
			'capture-12345.pcap',
			'xcapture.pcap',
		],
		...[
			'.capture.pcap.tmp',
			'.other.pcap.0123456789abcdef.tmp',
			'.capture.pcap.0123456789ABCDEF.tmp',
			'capture.pcap.lock',
		],
		...['.other.pcap.lock', '.capture.pcap.lock.tmp', 'capture_1_2.pcap', 'capture-2.pcap\n', '', '.', '..'],
	])('%j is none of capture.pcap’s', name => {
		expect(derivedUse(name, 'capture.pcap')).toBeNull();
	});
});

describe('the dashboard’s own names', () => {
	it.each([
		'netanal-eth0-20260213-140501.json',
		'netanal-x-20260213-140501-conversations-2.csv',
		`netanal-${'x'.repeat(200)}.pcap`,
	])('%s', name => {
		expect(ownUse(name)).toBe('result');
		expect(ownUse(path.basename(temporaryName(name)))).toBe('temporary');
	});

	it.each([
		...['netanal-x.conf', 'netanal-x.json.sh', 'netanal.json', 'x.json', 'netanal-.ssh/x.json', 'netanal-x y.json'],
		...[
			'.netanal-x.json',
			'.netanal-x.json.lock',
			'.netanal-x.sh.0123456789abcdef.tmp',
			'.bashrc.0123456789abcdef.tmp',
		],
	])('%j is none', name => {
		expect(ownUse(name)).toBeNull();
	});
});
