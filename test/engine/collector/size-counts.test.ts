import {describe, expect, it} from 'vitest';
import {SIZE_BOUNDS, SizeCounts} from '../../../source/engine/collector/size-counts.js';

const counted = (...lengths: number[]) => {
	const sizes = new SizeCounts();
	for (const length of lengths) {
		sizes.add(length);
	}
	return sizes.snapshot();
};

describe('SizeCounts', () => {
	it('lists every range, also the empty ones, without gap or overlap', () => {
		const ranges = counted();
		expect(ranges.map(({from}) => from)).toEqual([...SIZE_BOUNDS]);
		for (const [i, {to}] of ranges.slice(0, -1).entries()) {
			expect(to).toBe(ranges[i + 1].from - 1);
		}
		expect(ranges.at(-1)!.to).toBeNull();
	});

	it.each([
		0,
		1,
		63,
		64,
		127,
		128,
		255,
		256,
		511,
		512,
		1023,
		1024,
		1518,
		1519,
		4095,
		4096,
		16_383,
		16_384,
		65_535,
		65_536,
		2 ** 32 - 1,
	])('counts a packet of %i bytes in the range that holds it', length => {
		const [range, ...others] = counted(length).filter(({packets}) => packets > 0);
		expect(others).toEqual([]);
		expect(range).toMatchObject({packets: 1, bytes: length});
		expect(length).toBeGreaterThanOrEqual(range.from);
		expect(length).toBeLessThanOrEqual(range.to ?? Number.POSITIVE_INFINITY);
	});

	it('adds up', () => {
		const ranges = counted(60, 60, 1514, 9000, 70_000);
		expect(ranges.reduce((sum, {packets}) => sum + packets, 0)).toBe(5);
		expect(ranges.reduce((sum, {bytes}) => sum + bytes, 0)).toBe(60 + 60 + 1514 + 9000 + 70_000);
	});
});
