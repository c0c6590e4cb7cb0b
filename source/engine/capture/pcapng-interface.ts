/** The pcapng Interface Description Block (draft-ietf-opsawg-pcapng § 4.2). */
import {nameOfBytes} from '../../format/raw-name.js';
import type {InterfaceDescription} from '../decode/origin.js';
import {countBytes} from './container.js';
import type {InterfaceLosses} from './losses.js';
import {TimestampUnit} from './timestamp.js';

const END_OF_OPTIONS = 0;
const IF_NAME = 2;
const IF_DESCRIPTION = 3;
const IF_TSRESOL = 9;
const IF_FILTER = 11;
const IF_OS = 12;
const IF_TSOFFSET = 14;
const IF_HARDWARE = 15;
/** Type, length, link type, reserved, snap length. */
const FIXED_LENGTH = 16;

export interface CaptureInterface {
	linkType: number;
	/** As declared; 0 = no limit. */
	snaplen: number;
	unit: TimestampUnit;
	/** It says more than how its packets are read: name, description, filter … */
	isDescribed: boolean;
	description: InterfaceDescription;
	/** Among all that captures describe, -1 = it is not told apart. */
	number: number;
	/** Packets that its packets say were lost before them; null = none says. */
	dropped: number | null;
	/** Its statistics say how many were lost in all, and its packets no more. */
	hasStatistics: boolean;
	/** Of its statistics so far; null without any. */
	losses: InterfaceLosses | null;
}

/**
 * Reads the block at `view[at]`, `length` bytes long with its trailer.
 *
 * @returns the interface, or what is wrong with the block, to be read after "the description of interface N"
 */
export function readInterface(view: DataView, at: number, length: number, little: boolean): CaptureInterface | string {
	if (length < FIXED_LENGTH + 4) {
		return `is ${countBytes(length)} long; 20 is the least`;
	}
	const end = at + length - 4;
	let resolution = -1;
	let offset: bigint | null = null;
	let isDescribed = false;
	const said = new Map<number, string>();
	let option = at + FIXED_LENGTH;
	while (option < end) {
		if (end - option < 4) {
			return 'has an option that is cut short';
		}
		const code = view.getUint16(option, little);
		const size = view.getUint16(option + 2, little);
		const value = option + 4;
		option = value + ((size + 3) & ~3);
		if (option > end) {
			return `has an option of ${countBytes(size)} that does not fit its block`;
		}
		if (code === END_OF_OPTIONS) {
			break;
		}
		if (code === IF_TSRESOL) {
			if (size !== 1 || resolution !== -1) {
				return 'gives its timestamp resolution (if_tsresol) wrongly';
			}
			resolution = view.getUint8(value);
		} else if (code === IF_TSOFFSET) {
			if (size !== 8 || offset !== null) {
				return 'gives its timestamp offset (if_tsoffset) wrongly';
			}
			offset = view.getBigInt64(value, little);
		} else {
			isDescribed = true;
			if (TEXTS.has(code) && !said.has(code)) {
				// a filter's first byte says that its text follows
				const from = code === IF_FILTER ? 1 : 0;
				if (size > from && (code !== IF_FILTER || view.getUint8(value) === 0)) {
					said.set(code, textAt(view, value + from, size - from));
				}
			}
		}
	}
	const text = (code: number) => said.get(code) || null;
	const linkType = view.getUint16(at + 8, little);

	return {
		linkType,
		snaplen: view.getUint32(at + 12, little),
		unit: new TimestampUnit(resolution === -1 ? 6 : resolution, offset ?? 0),
		isDescribed,
		description: {
			name: text(IF_NAME),
			description: text(IF_DESCRIPTION),
			linkType,
			filter: text(IF_FILTER),
			hardware: text(IF_HARDWARE),
			system: text(IF_OS),
		},
		number: -1,
		dropped: null,
		hasStatistics: false,
		losses: null,
	};
}

const TEXTS = new Set([IF_NAME, IF_DESCRIPTION, IF_FILTER, IF_OS, IF_HARDWARE]);
/** Bytes of a text that are looked at. */
const LONGEST_TEXT = 1024;

/** UTF-8, or as `format/raw-name.ts` writes what is not; some writers end it with a zero. */
function textAt(view: DataView, at: number, size: number): string {
	const bytes = new Uint8Array(view.buffer, view.byteOffset + at, Math.min(size, LONGEST_TEXT));
	const end = bytes.indexOf(0);
	return nameOfBytes(end < 0 ? bytes : bytes.subarray(0, end));
}
