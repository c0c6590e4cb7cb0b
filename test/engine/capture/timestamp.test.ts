import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {TimestampUnit} from '../../../source/engine/capture/timestamp.js';
import {enhancedPacket, interfaceBlock, type Order, read, sectionHeader} from '../../helpers/containers.js';

const convert = (resolution: number, offset: number | bigint, count: bigint) => {
	const unit = new TimestampUnit(resolution, offset);
	unit.convert(Number(count >> 32n), Number(count & 0xffff_ffffn));
	return {seconds: unit.seconds, nanoseconds: unit.nanoseconds};
};

/** The definition, in exact arithmetic. */
const exact = (resolution: number, offset: number | bigint, count: bigint) => {
	const perSecond = (resolution & 0x80 ? 2n : 10n) ** BigInt(resolution & 0x7f);
	return {
		seconds: Number(count / perSecond + BigInt(offset)),
		nanoseconds: Number(((count % perSecond) * 1_000_000_000n) / perSecond),
	};
};

const FAR = 'times that are more than 285 million years (2^53 s) from 1970 are rounded, by 2,048 seconds at most';

describe('timestamps of pcapng', () => {
	test.each([
		[0, 1_700_000_000n, 1_700_000_000, 0],
		[3, 1_700_000_000_999n, 1_700_000_000, 999_000_000],
		[6, 1_700_000_000_999_999n, 1_700_000_000, 999_999_000],
		[8, 170_000_000_000_000_001n, 1_700_000_000, 10],
		[9, 1_700_000_000_999_999_999n, 1_700_000_000, 999_999_999],
		[9, 0xffff_ffff_ffff_ffffn, 18_446_744_073, 709_551_615],
		[12, 1_700_000_000_123n, 1, 700_000_000],
		[19, 0xffff_ffff_ffff_ffffn, 1, 844_674_407],
		[0x80, 1_700_000_000n, 1_700_000_000, 0],
		[0x81, 3n, 1, 500_000_000],
		[0x8a, 1023n, 0, 999_023_437],
		[0xa0, (1_700_000_000n << 32n) | 0x8000_0000n, 1_700_000_000, 500_000_000],
		[0xff, 0xffff_ffff_ffff_ffffn, 0, 0],
	])('if_tsresol %i: %i units', (resolution, count, seconds, nanoseconds) => {
		expect(convert(resolution, 0, count)).toEqual({seconds, nanoseconds});
	});

	test('agrees with exact arithmetic for every resolution and any count', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 0, max: 255}),
				fc.bigInt({min: 0n, max: 0xffff_ffff_ffff_ffffn}),
				(resolution, count) => {
					expect(convert(resolution, 5, count)).toEqual(exact(resolution, 5, count));
				},
			),
			{numRuns: 2000, seed: 1},
		);
	});

	test('agrees with exact arithmetic for any offset', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(0, 3, 6, 9, 12, 0x8a),
				fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n}),
				fc.bigInt({min: 0n, max: 0xffff_ffff_ffff_ffffn}),
				(resolution, offset, count) => {
					expect(convert(resolution, offset, count)).toEqual(exact(resolution, offset, count));
				},
			),
			{numRuns: 2000, seed: 1},
		);
	});

	test.each([
		[0, 0n, 2n ** 53n - 1n, []],
		[0, 0n, 2n ** 53n, [FAR]],
		[9, 2n ** 53n, 0n, [FAR]],
		[9, -(2n ** 53n), 0n, [FAR]],
		[9, 1n - 2n ** 53n, 0n, []],
		[6, 2n ** 62n + 1n, 5n, [FAR]],
	])(
		'if_tsresol %i, if_tsoffset %i: of %i units is said that they are rounded: %j',
		(resolution, offset, count, warnings) => {
			const head = [sectionHeader('big'), interfaceBlock('big', {resolution, offset})];
			const packet = enhancedPacket('big', 0, count, new Uint8Array(1));
			const {reader} = read(Buffer.concat([...head, packet, packet]));
			expect(reader.warnings).toEqual(warnings);
		},
	);

	test.each([
		[9, false],
		[10, true],
		[0x89, false],
		[0x8a, true],
		[127, true],
	])('if_tsresol %i is finer than nanoseconds: %j', (resolution, isFiner) => {
		expect(new TimestampUnit(resolution).isFiner).toBe(isFiner);
		const {reader} = read(Buffer.concat([sectionHeader('big'), interfaceBlock('big', {resolution})]));
		expect([...reader.besides]).toEqual(isFiner ? ['what of times is finer than nanoseconds'] : []);
	});

	test('agrees at the edges of a second, where the quotient is one off before it is mended', () => {
		for (const resolution of [3, 6, 7, 8, 9]) {
			const perSecond = 10n ** BigInt(resolution);
			for (const second of [1n, 1_700_000_000n, 4_294_967_295n, 9_007_199_254n, 18_446_744_072n]) {
				for (const near of [-1n, 0n, 1n]) {
					const count = second * perSecond + near;
					expect(convert(resolution, 0, count)).toEqual(exact(resolution, 0, count));
				}
			}
		}
	});

	test.each(['little', 'big'] as Order[])('adds if_tsoffset, which may be negative: %s endian', order => {
		const capture = (offset: bigint) =>
			read(
				Buffer.concat([
					sectionHeader(order),
					interfaceBlock(order, {resolution: 9, offset}),
					enhancedPacket(order, 0, 1_000_000_001n, new Uint8Array(1)),
				]),
			).packets[0];
		expect(capture(1_700_000_000n)).toMatchObject({seconds: 1_700_000_001, nanoseconds: 1});
		expect(capture(-3n)).toMatchObject({seconds: -2, nanoseconds: 1});
	});
});
