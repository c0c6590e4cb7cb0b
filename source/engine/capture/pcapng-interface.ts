/** The pcapng Interface Description Block (draft-ietf-opsawg-pcapng § 4.2). */
import {countBytes, type InterfaceLosses} from './container.js';
import {TimestampUnit} from './timestamp.js';

const END_OF_OPTIONS = 0;
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;
/** Type, length, link type, reserved, snap length. */
const FIXED_LENGTH = 16;

export interface CaptureInterface {
	linkType: number;
	/** As declared; 0 = no limit. */
	snaplen: number;
	unit: TimestampUnit;
	/** It says more than how its packets are read: name, description, filter … */
	isDescribed: boolean;
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
	let offset: number | null = null;
	let isDescribed = false;
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
			offset = little
				? view.getInt32(value + 4, true) * 4_294_967_296 + view.getUint32(value, true)
				: view.getInt32(value, false) * 4_294_967_296 + view.getUint32(value + 4, false);
		} else {
			isDescribed = true;
		}
	}

	return {
		linkType: view.getUint16(at + 8, little),
		snaplen: view.getUint32(at + 12, little),
		unit: new TimestampUnit(resolution === -1 ? 6 : resolution, offset ?? 0),
		isDescribed,
		losses: null,
	};
}
