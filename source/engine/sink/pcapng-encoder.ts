/**
 * Writes pcapng with nanoseconds (draft-ietf-opsawg-pcapng): a section header, an interface for each that is known or else for each link type,
 * and for each era of their times, enhanced packet blocks, and simple packet blocks for packets without a timestamp. Little-endian, unless
 * blocks and options are copied that are not.
 */
import {MOST_INTERFACES} from '../capture/container.js';
import {formatTimestamp} from '../collector/time.js';
import {interfaceOf} from '../decode/origin.js';
import type {ByteBuffer} from './byte-buffer.js';
import type {
	CaptureEncoder,
	CaptureOrigin,
	CaptureStatistics,
	CopiedExtras,
	CopiedInterface,
	NextSection,
} from './capture-format.js';
import {type Option, PcapngBlocks} from './pcapng-blocks.js';
import {beginOf, type Era, eraNumber, FIRST_ERA, farEra} from './pcapng-era.js';

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
/** Of an if_filter. */
const TEXT = 0;
const LONGEST_OPTION = 0xffff;
/** Keys of interfaces that captures describe begin behind all link types. */
const KNOWN = 65_536;

export class PcapngEncoder implements CaptureEncoder {
	readonly #origin: CaptureOrigin;
	readonly #extras: CopiedExtras | null;
	#blocks: PcapngBlocks;
	/** What `keyOf` makes of an interface → its number in the file. */
	readonly #interfaces = new Map<string | number, number>();
	wroteTime = false;
	/** Of interface 0. */
	#firstSnaplen = 0;

	constructor(origin: CaptureOrigin) {
		this.#origin = origin;
		this.#extras = origin.extras ?? null;
		this.#blocks = new PcapngBlocks(this.#extras?.little ?? true);
	}

	begin(out: ByteBuffer, linkType: number): void {
		const extras = this.#extras;
		this.#section(out, extras?.section ?? [], extras?.application ?? null);
		if (extras === null) {
			this.#describe(out, linkType, null);
		} else {
			this.#describeKnown(out);
		}
	}

	/** @param application that wrote what is copied */
	#section(out: ByteBuffer, options: readonly Uint8Array[], application: string | null): void {
		this.#interfaces.clear();
		const {generator} = this.#origin;
		const body = Buffer.alloc(16);
		this.#blocks.u32(body, BYTE_ORDER_MAGIC, 0);
		this.#blocks.u16(body, 1, 4);
		// The section's length is not known: -1.
		body.fill(0xff, 8);
		const written = Buffer.from(application === null ? generator : `${generator}, of a capture by ${application}`);
		this.#blocks.write(out, SECTION_HEADER, body, ...options, this.#blocks.options([SHB_USERAPPL, written]));
	}

	/** The one before has no packets any more. */
	#nextSection(out: ByteBuffer, {little, section, application}: NextSection): void {
		this.#describeKnown(out);
		this.#blocks = new PcapngBlocks(little);
		this.#section(out, section, application);
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
		origin = 0,
	): string | null {
		const far = farEra(seconds, nanoseconds);
		if (far?.units === null) {
			return `pcapng cannot hold ${formatTimestamp(seconds, nanoseconds)} with all its digits, the time of a packet; leave it out with --from or --to`;
		}
		const captured = end - start;
		const era = eraNumber(seconds);
		const extras = this.#extras;
		const number = extras === null ? -1 : interfaceOf(origin);
		const copied = number < 0 ? undefined : extras?.interfaces.get(number);
		// longer than its interface says
		const isLong = copied !== undefined && copied.snaplen > 0 && captured > copied.snaplen;
		const what = copied === undefined ? linkType : KNOWN + number;
		const key = far === null ? keyOf(what, era, isLong) : farKeyOf(what, far.era, isLong);
		const known = this.#interfaces.get(key);
		if (known === undefined && this.#interfaces.size >= MOST_INTERFACES) {
			return 'its packets are of more link types and times than a pcapng section has interfaces';
		}
		if (known === undefined) {
			// in the order of their section: without a name they are told apart by that
			this.#describeKnown(out);
		}
		const id =
			this.#interfaces.get(key) ??
			this.#describe(out, linkType, copied ?? null, {key, era: far?.era ?? eraOf(era), isLong});
		const {u32} = this.#blocks;
		// A simple packet block belongs to interface 0 and does not say how much was captured (§ 4.4).
		const most = this.#firstSnaplen;
		const simple = nanoseconds < 0 && id === 0 && captured === (most === 0 ? wireLength : Math.min(wireLength, most));
		this.wroteTime = !simple;
		const head = simple ? 12 : 28;
		const padded = (captured + 3) & ~3;
		const options = simple || extras === null ? 0 : extras.end - extras.start;
		const length = head + padded + (options === 0 ? 0 : options + 4) + 4;
		const at = out.length;
		const to = out.room(length);
		u32(to, simple ? SIMPLE_PACKET : ENHANCED_PACKET, at);
		u32(to, length, at + 4);
		if (!simple) {
			u32(to, id, at + 8);
			if (far === null) {
				this.#blocks.time(to, at + 12, nanoseconds < 0 ? 0 : seconds - beginOf(era), nanoseconds);
			} else {
				this.#blocks.units(to, at + 12, far.units);
			}
			u32(to, captured, at + 20);
		}

		u32(to, wireLength, at + head - 4);
		to.set(bytes.subarray(start, end), at + head);
		to.fill(0, at + head + captured, at + length - 4);
		if (options > 0) {
			to.set(extras!.bytes.subarray(extras!.start, extras!.end), at + head + padded);
		}
		u32(to, length, at + length - 4);
		out.length += length;
		return null;
	}

	extra(out: ByteBuffer, type: number, bytes: Uint8Array, start: number, end: number): void {
		if (type === SECTION_HEADER) {
			this.#nextSection(out, this.#extras!.next!);
			return;
		}
		this.#describeKnown(out);
		const body = Buffer.from(bytes.subarray(start, end));
		if (type === INTERFACE_STATISTICS) {
			// the number that all captures know it by becomes that of this file
			const number = this.#blocks.read32(body, 0);
			const copied = this.#extras?.interfaces.get(number);
			if (copied === undefined) {
				return;
			}
			const id = this.#interfaces.get(KNOWN + number);
			if (id === undefined) {
				return;
			}
			this.#blocks.u32(body, id, 0);
		}
		this.#blocks.write(out, type, body);
	}

	complete(out: ByteBuffer, linkType: number): void {
		this.#describeKnown(out);
		if (this.#interfaces.size === 0) {
			this.#describe(out, linkType, null);
		}
	}

	/** Of the first interface, as a live capture has one. What was neither dropped nor delivered is what our own queue lost. */
	end(out: ByteBuffer, statistics: CaptureStatistics): void {
		const {written, leftOut, kernel, interface: device, queue} = statistics;
		const accepted = written + leftOut + queue + (kernel ?? 0);
		const said: Option[] = [
			[ISB_STARTTIME, this.#moment(statistics.from)],
			[ISB_ENDTIME, this.#moment(statistics.to)],
			...this.#counter(ISB_IFRECV, statistics.isUnfiltered ? accepted : null),
			...this.#counter(ISB_IFDROP, device),
			...this.#counter(ISB_FILTERACCEPT, accepted),
			...this.#counter(ISB_OSDROP, kernel),
			...this.#counter(ISB_USRDELIV, written),
		];
		if (queue + leftOut > 0) {
			const text = `${queue} packets dropped by ${this.#origin.generator}'s own queue, ${leftOut} left out for a slow reader`;
			said.unshift([OPT_COMMENT, Buffer.from(text)]);
		}
		const body = Buffer.concat([Buffer.alloc(4), this.#moment(statistics.to)]);
		this.#blocks.write(out, INTERFACE_STATISTICS, body, this.#blocks.options(...said));
	}

	/** Those of the captures that are copied, also without packets. */
	#describeKnown(out: ByteBuffer): void {
		for (const [number, copied] of this.#extras?.interfaces ?? []) {
			const key = KNOWN + number;
			if (!this.#interfaces.has(key) && this.#interfaces.size < MOST_INTERFACES) {
				this.#describe(out, copied.linkType, copied, {key});
			}
		}
	}

	/** @param era of its times, told as an offset @param isLong its packets are longer than its description says */
	#describe(
		out: ByteBuffer,
		linkType: number,
		copied: CopiedInterface | null,
		{key = linkType as string | number, era = FIRST_ERA, isLong = false} = {},
	): number {
		const blocks = this.#blocks;
		const id = this.#interfaces.size;
		this.#interfaces.set(key, id);
		const snaplen = copied === null ? this.#origin.snaplen : isLong ? 0 : copied.snaplen;
		if (id === 0) {
			this.#firstSnaplen = snaplen;
		}
		const body = Buffer.alloc(8);
		blocks.u16(body, linkType, 0);
		blocks.u32(body, snaplen, 4);
		const said: Option[] = [[IF_TSRESOL, Uint8Array.of(era.resolution)]];
		if (era.offset !== 0n) {
			said.push([IF_TSOFFSET, blocks.u64(BigInt.asUintN(64, era.offset))]);
		}
		if (copied === null && this.#origin.interface !== null) {
			said.push([IF_NAME, Buffer.from(this.#origin.interface)]);
		}
		const filter = filterOf(copied?.filter ?? null, this.#origin.filter);
		if (filter !== null) {
			said.push([IF_FILTER, filter]);
		}
		blocks.write(
			out,
			INTERFACE_DESCRIPTION,
			body,
			...(copied === null ? [] : [copied.options]),
			blocks.options(...said),
		);
		return id;
	}

	/** A timestamp in the interfaces' resolution. @param milliseconds since 1970 */
	#moment(milliseconds: number): Buffer {
		const bytes = Buffer.alloc(8);
		const seconds = Math.floor(milliseconds / 1000);
		this.#blocks.time(bytes, 0, seconds, Math.round((milliseconds - seconds * 1000) * 1e6));
		return bytes;
	}

	/** A count of 64 bits; none where it is not known. */
	#counter(code: number, count: number | null): Option[] {
		return count === null ? [] : [[code, this.#blocks.u64(BigInt(count))]];
	}
}

const eraOf = (number: number): Era => (number === 0 ? FIRST_ERA : {...FIRST_ERA, offset: BigInt(beginOf(number))});
/** @param what LINKTYPE_ value, or `KNOWN` and the number of a described interface */
const keyOf = (what: number, era: number, isLong: boolean) =>
	era === 0 && !isLong ? what : `${what} ${era} ${isLong}`;

/** The same of times that a double does not hold. */
const farKeyOf = (what: number, {offset, resolution}: Era, isLong: boolean) =>
	`${what} ${offset}/${resolution} ${isLong}`;

/** The value of an if_filter: what was captured passed that of its capture, and ours. Its first byte says that text follows. */
function filterOf(copied: Uint8Array | null, own: string | null): Uint8Array | null {
	if (own === null || (copied !== null && copied[0] !== TEXT)) {
		return copied;
	}
	const before = copied === null ? '' : Buffer.from(copied.subarray(1)).toString().replace(/\0.*$/s, '');
	const both = Buffer.from(before === '' ? own : `(${before}) and (${own})`);
	return both.length < LONGEST_OPTION ? Buffer.concat([Buffer.of(TEXT), both]) : copied;
}
