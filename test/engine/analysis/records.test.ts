import {endianness} from 'node:os';
import {expect, it} from 'vitest';
import {walkRecords} from '../../../source/engine/analysis/records.js';

function record(seconds: number, fraction: number, wireLength: number, data: number[]): number[] {
	const header = new DataView(new ArrayBuffer(16));
	const little = endianness() === 'LE';
	for (const [i, value] of [seconds, fraction, data.length, wireLength].entries()) {
		header.setUint32(i * 4, value, little);
	}
	return [...new Uint8Array(header.buffer), ...data];
}

it('hands over every record, with microseconds as nanoseconds', () => {
	const bytes = Uint8Array.from([9, 9, ...record(4_000_000_000, 999_999, 3, [1, 2, 3]), ...record(7, 1, 1500, []), 9]);
	const seen: unknown[] = [];
	const sink = {
		packet: (from: Uint8Array, start: number, end: number, ...rest: Array<number | undefined>) =>
			seen.push([...from.subarray(start, end)], rest),
	};
	walkRecords(bytes, 2, bytes.length - 1, false, 113, sink);
	expect(seen).toEqual([[1, 2, 3], [3, 4_000_000_000, 999_999_000, 113], [], [1500, 7, 1000, 113]]);
	seen.length = 0;
	walkRecords(bytes, 2, bytes.length - 1, true, 1, sink);
	expect(seen[1]).toEqual([3, 4_000_000_000, 999_999, 1]);
});
