/** Rates and totals in the unit that the reader has chosen. */
import {bitRate, byteRate, bytes, packetRate, shortCount} from './numbers.js';

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

/** A total: bytes, whether rates are in bits or bytes, as everybody counts them; or packets. */
export function unitTotal(unit: Unit, total: {bytes: number; packets: number}): string {
	return unit === 'packets' ? shortCount(total.packets) : bytes(total.bytes);
}
