/**
 * The pcap savefile format (pcap-savefile(5), draft-ietf-opsawg-pcap) and its relatives.
 *
 *  file header:   magic 4 · major 2 · minor 2 · reserved 8 · snap length 4 · link type and FCS 4
 *  record header: seconds 4 · fraction 4 · captured length 4 · wire length 4, then the captured bytes
 */
import {
	type CaptureState,
	type ContainerParser,
	countBytes,
	effectiveSnaplen,
	maximumCaptureLength,
	type RecordSink,
} from './container.js';

export const PCAP_HEADER_LENGTH = 24;

interface Variant {
	/** Of the fraction field: 1000 for microseconds, 1 for nanoseconds. */
	nanosecondsPerUnit: 1 | 1000;
	headerLength: number;
	recordHeaderLength: number;
}

const VARIANTS = new Map<number, Variant>([
	[0xa1b2_c3d4, {nanosecondsPerUnit: 1000, headerLength: 24, recordHeaderLength: 16}],
	[0xa1b2_3c4d, {nanosecondsPerUnit: 1, headerLength: 24, recordHeaderLength: 16}],
	// Kuznetzov's patched libpcap: interface index, protocol and packet type follow in each record header.
	[0xa1b2_cd34, {nanosecondsPerUnit: 1000, headerLength: 24, recordHeaderLength: 24}],
	// IXIA lcap, hardware and software capture: the file header ends with the bytes of all records (Wireshark reads it so).
	[0x1c00_01ac, {nanosecondsPerUnit: 1000, headerLength: 28, recordHeaderLength: 16}],
	[0x1c00_01ab, {nanosecondsPerUnit: 1000, headerLength: 28, recordHeaderLength: 16}],
]);

enum LengthOrder {
	capturedFirst,
	/** Before version 2.3, and DG/UX's 543.0. */
	wireFirst,
	/** Version 2.3 was written with both orders: the smaller one is the captured length. */
	either,
}

/** Whether the four bytes at `at` begin a pcap file of a variant that we read, in either byte order. */
export function isPcapMagic(view: DataView, at: number): boolean {
	return VARIANTS.has(view.getUint32(at, true)) || VARIANTS.has(view.getUint32(at, false));
}

/** Length of the file header that begins with the four bytes at `at`. */
export function pcapHeaderLength(view: DataView, at: number): number {
	return (VARIANTS.get(view.getUint32(at, true)) ?? VARIANTS.get(view.getUint32(at, false)))?.headerLength ?? 24;
}

export class PcapParser implements ContainerParser {
	readonly #state: CaptureState;
	readonly #sink: RecordSink;
	#little = true;
	#recordHeaderLength = 16;
	#nanosecondsPerUnit = 1000;
	#unitsPerSecond = 1_000_000;
	#lengthOrder = LengthOrder.capturedFirst;
	#linkType = 0;
	#maximum = 0;

	/**
	 * Reads the file header, all of which must be at `bytes[start]`. A header that cannot be read ends the capture.
	 *
	 * @param start offset of the header in the view; the capture begins there
	 */
	constructor(state: CaptureState, view: DataView, start: number) {
		this.#state = state;
		this.#sink = state.sink;
		this.#little = VARIANTS.has(view.getUint32(start, true));
		const little = this.#little;
		const variant = VARIANTS.get(view.getUint32(start, little))!;
		const major = view.getUint16(start + 4, little);
		const minor = view.getUint16(start + 6, little);
		const snaplen = view.getUint32(start + 16, little);
		const link = view.getUint32(start + 20, little);
		this.#recordHeaderLength = variant.recordHeaderLength;
		this.#nanosecondsPerUnit = variant.nanosecondsPerUnit;
		this.#unitsPerSecond = 1e9 / variant.nanosecondsPerUnit;
		if (major === 543 && minor === 0) {
			this.#lengthOrder = LengthOrder.wireFirst;
		} else if (major !== 2 || minor > 4) {
			state.fail('NOT_A_CAPTURE', `pcap version ${major}.${minor} is unknown; versions 2.0 to 2.4 can be read`, 4);
			return;
		} else if (minor < 3) {
			this.#lengthOrder = LengthOrder.wireFirst;
		} else if (minor === 3) {
			this.#lengthOrder = LengthOrder.either;
		}

		// The upper six bits say whether frames end with a check sequence; the ten below them are reserved.
		if ((link & 0x03ff_0000) !== 0) {
			state.fail('DAMAGED', `the file header's link type 0x${link.toString(16)} has reserved bits set`, 20);
			return;
		}

		this.#linkType = link & 0xffff;
		this.#maximum = maximumCaptureLength(this.#linkType);
		state.linkTypes.add(this.#linkType);
		state.interfaces.declare(this.#linkType);
		state.snaplen = effectiveSnaplen(snaplen, this.#linkType);
	}

	parse(bytes: Uint8Array, view: DataView, start: number, end: number, base: number): number {
		const state = this.#state;
		const sink = this.#sink;
		const little = this.#little;
		const headerLength = this.#recordHeaderLength;
		const nanosecondsPerUnit = this.#nanosecondsPerUnit;
		const unitsPerSecond = this.#unitsPerSecond;
		const lengthOrder = this.#lengthOrder;
		const linkType = this.#linkType;
		const maximum = this.#maximum;
		const {limit} = state;
		let {packets} = state;
		let at = start;
		while (end - at >= headerLength) {
			let captured = view.getUint32(at + 8, little);
			let wireLength = view.getUint32(at + 12, little);
			if (
				lengthOrder !== LengthOrder.capturedFirst &&
				(lengthOrder === LengthOrder.wireFirst || captured > wireLength)
			) {
				const swapped = captured;
				captured = wireLength;
				wireLength = swapped;
			}

			if (captured > maximum) {
				state.packets = packets;
				state.fail(
					'DAMAGED',
					`packet ${packets + 1} claims ${captured} captured bytes, more than the ${maximum} that a packet can have`,
					base + at,
				);
				return at;
			}

			const data = at + headerLength;
			if (captured > end - data) {
				break;
			}
			let seconds = view.getUint32(at, little);
			let fraction = view.getUint32(at + 4, little);
			if (fraction >= unitsPerSecond) {
				// Not a valid fraction, but a time all the same: carry it.
				const carry = Math.floor(fraction / unitsPerSecond);
				seconds += carry;
				fraction -= carry * unitsPerSecond;
			}

			packets++;
			sink.packet(bytes, data, data + captured, wireLength, seconds, fraction * nanosecondsPerUnit, linkType);
			at = data + captured;
			if (packets >= limit) {
				state.done = true;
				break;
			}
		}

		state.packets = packets;
		return at;
	}

	finish(_view: DataView, start: number, end: number, base: number): void {
		const left = end - start;
		if (left === 0) {
			return;
		}
		const what =
			left < this.#recordHeaderLength
				? `the header of packet ${this.#state.packets + 1} is cut after ${countBytes(left)}`
				: `packet ${this.#state.packets + 1} is cut after ${countBytes(left - this.#recordHeaderLength)}`;
		this.#state.fail('DAMAGED', `the capture ends in the middle: ${what}`, base + start);
	}
}
