/** Rates and totals in the unit that the reader has chosen. */
import {bitRate, byteRate, bytes, packetRate, shortCount, shortFigure, UNKNOWN} from './numbers.js';

export const UNITS = ['bits', 'bytes', 'packets'] as const;
export type Unit = (typeof UNITS)[number];

/** Per second. */
export interface UnitRate {
	bytes: number | null;
	packets: number | null;
}

export function unitRate(unit: Unit, rate: UnitRate): string {
	switch (unit) {
		case 'bits':
			return bitRate(rate.bytes);
		case 'bytes':
			return byteRate(rate.bytes);
		case 'packets':
			return packetRate(rate.packets);
	}
}

/** What `shortRate` counts. */
export const RATE_UNITS: Readonly<Record<Unit, string>> = {bits: 'b/s', bytes: 'B/s', packets: 'p/s'};

/** A rate in five cells, without its unit, which stands in the title of its column: `48.8M`. */
export function shortRate(unit: Unit, rate: UnitRate): string {
	const value = unit === 'packets' ? rate.packets : rate.bytes;
	return value === null || !Number.isFinite(value) ? UNKNOWN : shortFigure(unit === 'bits' ? value * 8 : value);
}

/** A total: bytes, whether rates are in bits or bytes, as everybody counts them; or packets. */
export function unitTotal(unit: Unit, total: {bytes: number; packets: number}): string {
	return unit === 'packets' ? shortCount(total.packets) : bytes(total.bytes);
}
