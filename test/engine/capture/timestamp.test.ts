import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {TimestampUnit} from '../../../source/engine/capture/timestamp.js';
import {exactSeconds, isFar, SECOND} from '../../../source/engine/decode/far-time.js';
import {enhancedPacket, interfaceBlock, type Order, read, sectionHeader} from '../../helpers/containers.js';

const convert = (resolution: number, offset: number | bigint, count: bigint) => {
	const unit = new TimestampUnit(resolution, offset);
	unit.convert(Number(count >> 32n), Number(count & 0xffff_ffffn));
	return {
		seconds: exactSeconds(unit.seconds, unit.nanoseconds),
		nanoseconds: unit.nanoseconds % SECOND,
		isNear: unit.nanoseconds < SECOND || isFar(unit.seconds),
	};
};

/** The definition, in exact arithmetic. */
const exact = (resolution: number, offset: number | bigint, count: bigint) => {
	const perSecond = (resolution & 0x80 ? 2n : 10n) ** BigInt(resolution & 0x7f);
	return {
		seconds: count / perSecond + BigInt(offset),
		nanoseconds: Number(((count % perSecond) * 1_000_000_000n) / perSecond),
		isNear: true,
	};
};

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
		expect(convert(resolution, 0, count)).toMatchObject({seconds: BigInt(seconds), nanoseconds});
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

	test('of neighbours beyond doubles compare as they are, and nothing is said of them', () => {
		for (const near of [2n ** 53n, 2n ** 60n, 2n ** 63n, 2n ** 64n - 1n]) {
			for (const sign of [1n, -1n]) {
				const offset = near > 2n ** 62n || sign < 0n ? sign * 2n ** 62n : 0n;
				const head = [sectionHeader('big'), interfaceBlock('big', {resolution: 0, offset})];
				const counts = [near - 2n, near - 1n, near, near + 1n].filter(count => count < 2n ** 64n);
				const frames = counts.map(count => enhancedPacket('big', 0, count, new Uint8Array(1)));
				const {packets, reader} = read(Buffer.concat([...head, ...frames]));
				expect(reader.warnings).toEqual([]);
				const seen = packets.map(({seconds, nanoseconds}) => exactSeconds(seconds, nanoseconds));
				expect(seen).toEqual(counts.map(count => count + offset));
				const order = (a: (typeof packets)[0], b: (typeof packets)[0]) =>
					a.seconds - b.seconds || a.nanoseconds - b.nanoseconds;
				expect(packets.toReversed().sort(order)).toEqual(packets);
			}
		}
	});

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
