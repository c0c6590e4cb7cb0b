/**
 * The pcapng format (draft-ietf-opsawg-pcapng): sections of blocks, each
 *
 *  type 4 · total length 4 · body … · total length 4
 *
 * A section header gives the byte order of its section and takes back all interfaces. Blocks that carry no packets and
 * describe no interface are skipped.
 */
import {originOf} from '../decode/origin.js';
import {
	type CaptureState,
	type ContainerParser,
	countBytes,
	effectiveSnaplen,
	MOST_INTERFACES,
	maximumCaptureLength,
} from './container.js';
import type {InterfaceLosses} from './losses.js';
import {type CaptureInterface, readInterface} from './pcapng-interface.js';
import {readNames} from './pcapng-names.js';
import {eachOption} from './pcapng-options.js';
import {isWrittenByUs, readStatistics, STATISTICS_LENGTH} from './pcapng-statistics.js';

export const SECTION_HEADER = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION = 1;
const PACKET = 2;
const SIMPLE_PACKET = 3;
const NAME_RESOLUTION = 4;
const INTERFACE_STATISTICS = 5;
const ENHANCED_PACKET = 6;

/** Blocks that carry neither packets, losses nor names. */
const BLOCKS = new Map([
	[9, 'journal entries'],
	[10, 'decryption secrets'],
	[0x0bad, 'custom blocks'],
	[0x4000_0bad, 'custom blocks'],
]);
const EPB_FLAGS = 2;
const EPB_DROPCOUNT = 4;
/** Of a packet's flags: 1 = in, 2 = out. */
const DIRECTION = 3;
/** Of the obsolete block's drop count. */
const NOT_COUNTED = 0xffff;
const FINER_TIMES = 'what of times is finer than nanoseconds';
/** Length of an option's head. */
const OPTION_HEAD = 4;

const BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
const BYTE_ORDER_MAGIC_SWAPPED = 0x4d3c_2b1a;
/** Type, length and trailing length. */
const SMALLEST_BLOCK = 12;
const SECTION_HEADER_LENGTH = 28;
/** Header and trailer of a packet block (the obsolete and the enhanced one are equally long). */
const PACKET_OVERHEAD = 32;
const SIMPLE_PACKET_OVERHEAD = 16;
/** As libpcap: a block this long is damage, unless an interface carries longer packets. */
const LARGEST_BLOCK = 16 * 1024 * 1024;
const ROOM_FOR_OPTIONS = 131_072;

/** Whether the four bytes at `at` are a section's byte-order magic. */
export function isByteOrderMagic(view: DataView, at: number): boolean {
	const magic = view.getUint32(at, true);
	return magic === BYTE_ORDER_MAGIC || magic === BYTE_ORDER_MAGIC_SWAPPED;
}

export class PcapngParser implements ContainerParser {
	readonly #state: CaptureState;
	#little = true;
	#largestBlock = LARGEST_BLOCK;
	#sections = 0;
	#interfaces: CaptureInterface[] = [];
	#anyInterface = false;
	/** The section says that we wrote it. */
	#isOurs = false;

	constructor(state: CaptureState) {
		this.#state = state;
	}

	parse(bytes: Uint8Array, view: DataView, start: number, end: number, base: number): number {
		const state = this.#state;
		let at = start;
		while (end - at >= SMALLEST_BLOCK && !state.done) {
			const type = view.getUint32(at, this.#little);
			if (type === SECTION_HEADER && !this.#setByteOrder(view, at, base)) {
				return at;
			}
			const little = this.#little;
			const length = view.getUint32(at + 4, little);
			if (length < SMALLEST_BLOCK || (length & 3) !== 0 || length > this.#largestBlock) {
				this.#fail(`a block of type ${hex(type)} claims a length of ${countBytes(length)}`, base + at);
				return at;
			}

			if (length > end - at) {
				break;
			}
			const trailer = view.getUint32(at + length - 4, little);
			if (trailer !== length) {
				this.#fail(`a block of type ${hex(type)} begins with length ${length} and ends with ${trailer}`, base + at);
				return at;
			}

			switch (type) {
				case ENHANCED_PACKET:
				case PACKET:
					this.#packet(bytes, view, at, length, type, base);
					break;
				case SIMPLE_PACKET:
					this.#simplePacket(bytes, view, at, length, base);
					break;
				case INTERFACE_DESCRIPTION:
					this.#interface(bytes, view, at, length, base);
					break;
				case INTERFACE_STATISTICS:
					this.#statistics(bytes, view, at, length);
					break;
				case NAME_RESOLUTION:
					state.besides.add('names of addresses');
					readNames(bytes, view, at, length, little, state.named);
					state.copier?.block(bytes, view, at, length, type);
					break;
				case SECTION_HEADER:
					this.#section(bytes, view, at, length, base);
					break;
				default:
					state.besides.add(BLOCKS.get(type) ?? 'blocks of other kinds');
					state.copier?.block(bytes, view, at, length, type);
			}

			if (state.error !== null) {
				return at;
			}
			at += length;
		}

		return at;
	}

	finish(view: DataView, start: number, end: number, base: number): void {
		const left = end - start;
		if (left > 0) {
			const needed = left < 8 ? '' : ` of ${countBytes(view.getUint32(start + 4, this.#little))}`;
			this.#fail(`the capture ends in the middle: a block${needed} is cut after ${countBytes(left)}`, base + start);
		} else if (!this.#anyInterface) {
			this.#fail('the capture describes no interface (no Interface Description Block)', base + end);
		}
	}

	#fail(message: string, offset: number): void {
		this.#state.fail('DAMAGED', message, offset);
	}

	#setByteOrder(view: DataView, at: number, base: number): boolean {
		const magic = view.getUint32(at + 8, true);
		if (magic !== BYTE_ORDER_MAGIC && magic !== BYTE_ORDER_MAGIC_SWAPPED) {
			this.#fail(`a section header has the byte-order magic ${hex(magic)}`, base + at + 8);
			return false;
		}

		this.#little = magic === BYTE_ORDER_MAGIC;
		return true;
	}

	#section(bytes: Uint8Array, view: DataView, at: number, length: number, base: number): void {
		if (length < SECTION_HEADER_LENGTH) {
			this.#fail(`a section header is ${countBytes(length)} long; ${SECTION_HEADER_LENGTH} is the least`, base + at);
			return;
		}

		const major = view.getUint16(at + 12, this.#little);
		const minor = view.getUint16(at + 14, this.#little);
		// 1.2 is 1.0 with block types added; some writers say so.
		if (major !== 1 || (minor !== 0 && minor !== 2)) {
			const code = this.#sections === 0 ? 'NOT_A_CAPTURE' : 'DAMAGED';
			this.#state.fail(code, `pcapng version ${major}.${minor} is unknown; 1.0 and 1.2 can be read`, base + at + 12);
			return;
		}

		this.#sections++;
		if (length > SECTION_HEADER_LENGTH + OPTION_HEAD) {
			this.#state.besides.add('comments and origin of the capture');
		}
		this.#interfaces = [];
		this.#isOurs = isWrittenByUs(view, at, length, this.#little);
		this.#state.copier?.section(bytes, view, at, length, this.#little, this.#isOurs);
	}

	/** What an interface lost; its last block counts, and one of an interface that is not described tells of nothing. */
	#statistics(bytes: Uint8Array, view: DataView, at: number, length: number): void {
		if (length < STATISTICS_LENGTH) {
			return;
		}
		const source = this.#interfaces[view.getUint32(at + 8, this.#little)];
		if (source === undefined) {
			return;
		}
		this.#state.besides.add('statistics of interfaces');
		this.#state.copier?.statistics(bytes, view, at, length, source.number, source.unit);
		const now = readStatistics(view, at, length, this.#little, this.#isOurs);
		if (now.kernel !== null) {
			source.hasStatistics = true;
		}
		this.#lost(source, now);
	}

	#lost(source: CaptureInterface, now: InterfaceLosses): void {
		this.#state.losses.replace(source.losses, now);
		this.#state.interfaces.lost(source.number, source.losses, now);
		source.losses = {
			kernel: now.kernel ?? source.losses?.kernel ?? null,
			interface: now.interface ?? source.losses?.interface ?? null,
			queue: now.queue ?? source.losses?.queue ?? null,
		};
	}

	#interface(bytes: Uint8Array, view: DataView, at: number, length: number, base: number): void {
		if (this.#interfaces.length >= MOST_INTERFACES) {
			this.#fail(`a section describes more than ${MOST_INTERFACES} interfaces`, base + at);
			return;
		}

		const result = readInterface(view, at, length, this.#little);
		if (typeof result === 'string') {
			this.#fail(`the description of interface ${this.#interfaces.length} ${result}`, base + at);
			return;
		}

		const state = this.#state;
		if (result.isDescribed) {
			state.besides.add('descriptions of interfaces');
		}
		result.number = state.interfaces.add(result.description, this.#interfaces.length);
		if (result.unit.isFiner) {
			state.besides.add(FINER_TIMES);
		}
		state.copier?.interface(bytes, view, at, length, result);
		this.#interfaces.push(result);
		this.#anyInterface = true;
		state.linkTypes.add(result.linkType);
		state.snaplen = Math.max(state.snaplen, effectiveSnaplen(result.snaplen, result.linkType));
		this.#largestBlock = Math.max(
			this.#largestBlock,
			maximumCaptureLength(result.linkType) + PACKET_OVERHEAD + ROOM_FOR_OPTIONS,
		);
	}

	#packet(bytes: Uint8Array, view: DataView, at: number, length: number, type: number, base: number): void {
		const state = this.#state;
		const little = this.#little;
		if (length < PACKET_OVERHEAD) {
			this.#fail(`a packet block is ${countBytes(length)} long; ${PACKET_OVERHEAD} is the least`, base + at);
			return;
		}

		// The obsolete block has a 16-bit interface and a drop count where the enhanced one has a 32-bit interface.
		const id = type === PACKET ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little);
		if (id >= this.#interfaces.length) {
			this.#fail(`packet ${state.packets + 1} is of interface ${id}, which its section does not describe`, base + at);
			return;
		}

		const captured = view.getUint32(at + 20, little);
		if (captured > length - PACKET_OVERHEAD) {
			this.#fail(
				`packet ${state.packets + 1} claims ${captured} captured bytes in a block with room for ${length - PACKET_OVERHEAD}`,
				base + at,
			);
			return;
		}

		const source = this.#interfaces[id];
		let direction = 0;
		if (length - PACKET_OVERHEAD - ((captured + 3) & ~3) > OPTION_HEAD) {
			state.besides.add('comments and flags of packets');
			direction = this.#options(view, at + 28 + ((captured + 3) & ~3), at + length - 4, source);
		}
		const dropped = type === PACKET ? view.getUint16(at + 10, little) : NOT_COUNTED;
		this.#dropped(source, dropped);
		const data = at + 28;
		if (state.copier !== null) {
			// the drop count makes the block longer
			const isSaid = dropped !== NOT_COUNTED && length < ROOM_FOR_OPTIONS;
			state.copier.packet(bytes, view, data + ((captured + 3) & ~3), at + length - 4, isSaid ? dropped : 0);
		}
		const {linkType, unit} = source;
		unit.convert(view.getUint32(at + 12, little), view.getUint32(at + 16, little));
		if (++state.packets >= state.limit) {
			state.done = true;
		}
		state.sink.packet(
			bytes,
			data,
			data + captured,
			view.getUint32(at + 24, little),
			unit.seconds,
			unit.nanoseconds,
			linkType,
			originOf(source.number, direction),
		);
	}

	/** Of a packet: notes what was lost before it. @returns its direction */
	#options(view: DataView, from: number, end: number, source: CaptureInterface): number {
		const little = this.#little;
		let direction = 0;
		eachOption(view, from, end, little, (code, value, size) => {
			if (code === EPB_FLAGS && size === 4) {
				direction = view.getUint32(value, little) & DIRECTION;
			} else if (code === EPB_DROPCOUNT && size === 8) {
				this.#dropped(source, Number(view.getBigUint64(value, little)));
			}
		});
		return direction === DIRECTION ? 0 : direction;
	}

	/** Between this packet of an interface and the one before. */
	#dropped(source: CaptureInterface, count: number): void {
		if (source.hasStatistics || count === NOT_COUNTED || !Number.isSafeInteger(count)) {
			return;
		}
		source.dropped = (source.dropped ?? 0) + count;
		this.#lost(source, {kernel: source.dropped, interface: null, queue: null});
	}

	#simplePacket(bytes: Uint8Array, view: DataView, at: number, length: number, base: number): void {
		const state = this.#state;
		if (length < SIMPLE_PACKET_OVERHEAD) {
			this.#fail(`a simple packet block is ${countBytes(length)} long; 16 is the least`, base + at);
			return;
		}

		if (this.#interfaces.length === 0) {
			this.#fail(`packet ${state.packets + 1} comes before any interface is described`, base + at);
			return;
		}

		// It always is of the first interface, and its captured length is not written down: § 4.4.
		const {linkType, snaplen, number} = this.#interfaces[0];
		const wireLength = view.getUint32(at + 8, this.#little);
		const captured = snaplen === 0 ? wireLength : Math.min(wireLength, snaplen);
		if (captured > length - SIMPLE_PACKET_OVERHEAD) {
			this.#fail(
				`packet ${state.packets + 1} must have ${captured} captured bytes, but its block has room for ${length - SIMPLE_PACKET_OVERHEAD}`,
				base + at,
			);
			return;
		}

		state.copier?.packet(bytes, view, 0, 0, 0);
		const data = at + 12;
		if (++state.packets >= state.limit) {
			state.done = true;
		}
		state.sink.packet(bytes, data, data + captured, wireLength, 0, -1, linkType, originOf(number, 0));
	}
}

function hex(value: number): string {
	return `0x${value.toString(16).padStart(8, '0')}`;
}
