/**
 * Writes pcapng with nanoseconds (draft-ietf-opsawg-pcapng): a section header, an interface for each link type and era of
 * the times when it is first seen, enhanced packet blocks, and simple packet blocks for packets without a timestamp. Little-endian.
 */
import {MOST_INTERFACES} from '../capture/container.js';
import type {ByteBuffer} from './byte-buffer.js';
import type {CaptureEncoder, CaptureOrigin, CaptureStatistics} from './capture-format.js';

const SECTION_HEADER = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION = 1;
const SIMPLE_PACKET = 3;
const INTERFACE_STATISTICS = 5;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
const OPT_COMMENT = 1;
const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_TSRESOL = 9;
const IF_FILTER = 11;
const IF_TSOFFSET = 14;
const ISB_STARTTIME = 2;
const ISB_ENDTIME = 3;
const ISB_IFRECV = 4;
const ISB_IFDROP = 5;
const ISB_FILTERACCEPT = 6;
const ISB_OSDROP = 7;
const ISB_USRDELIV = 8;
const NANOSECONDS = 9;
const TWO_32 = 4_294_967_296;
/** Seconds that 64 bits of nanoseconds hold, rounded down: those before 1970 and after 2554 are told from another beginning. */
const ERA = 18_446_744_073;

export class PcapngEncoder implements CaptureEncoder {
	readonly #origin: CaptureOrigin;
	/** LINKTYPE_ value and era of the times → number of the interface. */
	readonly #interfaces = new Map<string | number, number>();

	constructor(origin: CaptureOrigin) {
		this.#origin = origin;
	}

	begin(out: ByteBuffer, linkType: number): void {
		this.#interfaces.clear();
		const body = Buffer.alloc(16);
		body.writeUInt32LE(BYTE_ORDER_MAGIC, 0);
		body.writeUInt16LE(1, 4);
		// The section's length is not known: -1.
		body.fill(0xff, 8);
		block(out, SECTION_HEADER, body, options([SHB_USERAPPL, Buffer.from(this.#origin.generator)]));
		this.#describe(out, linkType);
	}

	packet(
		out: ByteBuffer,
		bytes: Uint8Array,
		start: number,
		end: number,
		wireLength: number,
		seconds: number,
		nanoseconds: number,
		linkType: number,
	): string | null {
		const era = eraOf(seconds);
		const known = this.#interfaces.get(keyOf(linkType, era));
		if (known === undefined && this.#interfaces.size >= MOST_INTERFACES) {
			return 'its packets are of more link types and times than a pcapng section has interfaces';
		}
		const id = known ?? this.#describe(out, linkType, era);
		const captured = end - start;
		// A simple packet block belongs to interface 0 and does not say how much was captured (§ 4.4).
		const {snaplen} = this.#origin;
		const simple =
			nanoseconds < 0 && id === 0 && captured === (snaplen === 0 ? wireLength : Math.min(wireLength, snaplen));
		const head = simple ? 12 : 28;
		const length = head + ((captured + 3) & ~3) + 4;
		const at = out.length;
		const to = out.room(length);
		to.writeUInt32LE(simple ? SIMPLE_PACKET : ENHANCED_PACKET, at);
		to.writeUInt32LE(length, at + 4);
		if (!simple) {
			to.writeUInt32LE(id, at + 8);
			writeTime(to, at + 12, nanoseconds < 0 ? 0 : seconds - era * ERA, nanoseconds);
			to.writeUInt32LE(captured, at + 20);
		}

		to.writeUInt32LE(wireLength, at + head - 4);
		to.set(bytes.subarray(start, end), at + head);
		to.fill(0, at + head + captured, at + length - 4);
		to.writeUInt32LE(length, at + length - 4);
		out.length += length;
		return null;
	}

	/** Of the first interface, as a live capture has one. What was neither dropped nor delivered is what our own queue lost. */
	end(out: ByteBuffer, statistics: CaptureStatistics): void {
		const {written, leftOut, kernel, interface: device, queue} = statistics;
		const accepted = written + leftOut + queue + (kernel ?? 0);
		const said: Option[] = [
			[ISB_STARTTIME, moment(statistics.from)],
			[ISB_ENDTIME, moment(statistics.to)],
			...counter(ISB_IFRECV, statistics.isUnfiltered ? accepted : null),
			...counter(ISB_IFDROP, device),
			...counter(ISB_FILTERACCEPT, accepted),
			...counter(ISB_OSDROP, kernel),
			...counter(ISB_USRDELIV, written),
		];
		if (queue + leftOut > 0) {
			const text = `${queue} packets dropped by ${this.#origin.generator}'s own queue, ${leftOut} left out for a slow reader`;
			said.unshift([OPT_COMMENT, Buffer.from(text)]);
		}
		const body = Buffer.concat([Buffer.alloc(4), moment(statistics.to)]);
		block(out, INTERFACE_STATISTICS, body, options(...said));
	}

	/** @param era of its times, told as an offset */
	#describe(out: ByteBuffer, linkType: number, era = 0): number {
		const id = this.#interfaces.size;
		this.#interfaces.set(keyOf(linkType, era), id);
		const {snaplen, filter} = this.#origin;
		const body = Buffer.alloc(8);
		body.writeUInt16LE(linkType, 0);
		body.writeUInt32LE(snaplen, 4);
		const said: Option[] = [[IF_TSRESOL, Uint8Array.of(NANOSECONDS)]];
		if (era !== 0) {
			const offset = Buffer.alloc(8);
			offset.writeBigInt64LE(BigInt(era) * BigInt(ERA));
			said.push([IF_TSOFFSET, offset]);
		}
		if (this.#origin.interface !== null) {
			said.push([IF_NAME, Buffer.from(this.#origin.interface)]);
		}
		// Its first byte says that a capture filter's text follows.
		if (filter !== null) {
			said.push([IF_FILTER, Buffer.concat([Buffer.of(0), Buffer.from(filter)])]);
		}
		block(out, INTERFACE_DESCRIPTION, body, options(...said));
		return id;
	}
}

const eraOf = (seconds: number) => Math.floor(seconds / ERA);
const keyOf = (linkType: number, era: number) => (era === 0 ? linkType : `${linkType} ${era}`);

type Option = readonly [code: number, value: Uint8Array];

/** A timestamp in the interfaces' resolution. @param milliseconds since 1970 */
function moment(milliseconds: number): Buffer {
	const bytes = Buffer.alloc(8);
	const seconds = Math.floor(milliseconds / 1000);
	writeTime(bytes, 0, seconds, Math.round((milliseconds - seconds * 1000) * 1e6));
	return bytes;
}

/** A count of 64 bits; none where it is not known. */
function counter(code: number, count: number | null): Option[] {
	if (count === null) {
		return [];
	}
	const value = Buffer.alloc(8);
	value.writeBigUInt64LE(BigInt(count));
	return [[code, value]];
}

function options(...list: readonly Option[]): Buffer {
	const parts = list.flatMap(([code, value]) => {
		const head = Buffer.alloc(4);
		head.writeUInt16LE(code, 0);
		head.writeUInt16LE(value.length, 2);
		return [head, value, Buffer.alloc(-value.length & 3)];
	});
	return Buffer.concat([...parts, Buffer.alloc(4)]);
}

function block(out: ByteBuffer, type: number, ...body: readonly Buffer[]): void {
	const content = Buffer.concat(body);
	const length = content.length + 12;
	const at = out.length;
	const to = out.room(length);
	to.writeUInt32LE(type, at);
	to.writeUInt32LE(length, at + 4);
	to.set(content, at + 8);
	to.writeUInt32LE(length, at + length - 4);
	out.length += length;
}

/** Nanoseconds since 1970 as 64 bits, upper half first; in two steps that doubles hold exactly. */
function writeTime(to: Buffer, at: number, seconds: number, nanoseconds: number): void {
	const high = Math.floor(seconds / 65_536) * 1e9;
	const low = (high % 65_536) * 65_536 + (seconds % 65_536) * 1e9 + Math.max(0, nanoseconds);
	to.writeUInt32LE(Math.floor(high / 65_536) + Math.floor(low / TWO_32), at);
	to.writeUInt32LE(low % TWO_32, at + 4);
}
