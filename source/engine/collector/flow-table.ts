/**
 * Flows: bidirectional TCP, UDP and SCTP 5-tuples of the outermost IP header. The two endpoints are named by their rows,
 * the lower row first; a bit says which of them sent the first packet (`a` in the snapshot).
 *
 * What every packet touches is one cache line, 16 words or 8 doubles:
 *
 *   words   0 low  1 high  2 ports (of low << 16 | of high)  3 meta  4 conversation row  5 last nanoseconds
 *   doubles 3 last seconds  4 packets a→b  5 packets b→a  6 bytes a→b  7 bytes b→a
 *   meta    0–7 protocol  8 high sent first  9 settled  10 candidate  11–18 application  19–26 payloads shown
 *           27–28 recognition's memory where it is a number below 4 (it is, for most flows)  29 unflushed
 *           30 has details  31 its only packet has payload that waits for its application
 *
 * A flow that has counted more than was flushed is marked as unflushed and listed.
 *
 * The rest of a flow lies in `details`, from its second packet on, or when there is something else to keep.
 *
 * All in one file: whatever is asked of a flow is in these words, and another object between would cost every packet.
 */
import {Network, type Packet} from '../decode/packet.js';
import {alignedRows} from './aligned.js';
import {DistinctCount} from './distinct.js';
import type {EndpointTable} from './endpoint-table.js';
import {type Survivors, Sweep} from './eviction.js';
import type {FarFlowTimes} from './far-flow-times.js';
import {FlowDetails} from './flow-details.js';
import {Recent} from './recent.js';
import {RowIndex} from './row-index.js';
import {TcpStates} from './tcp-states.js';
import {TopTracker} from './top-tracker.js';
import type {Windows} from './windows.js';

/** Of a row, as above. */
export const WORDS = 16;
export const DOUBLES = 8;
/** From `a` and from `b`. */
const BYTES = [6, 7] as const;
const HIGH_FIRST = 1 << 8;
const SETTLED = 1 << 9;
const CANDIDATE = 1 << 10;
export const APPLICATION_SHIFT = 11;
const SHOWN_SHIFT = 19;
const MEMORY_SHIFT = 27;
const MEMORY_MASK = 3;
const UNFLUSHED = 1 << 29;
const DETAILED = 1 << 30;
const PENDING = 1 << 31;
/** What stays when recognition has spoken. */
const KEPT = 0xff | HIGH_FIRST | CANDIDATE | UNFLUSHED | DETAILED | PENDING;
const COUNTERS = 4;

/** Flows that may be unflushed at a time. */
const MAX_UNFLUSHED = 65_536;
/** How many of them are read before they are flushed: memory answers many questions at once as fast as one. */
const AHEAD = 16;
export const BYTE = 0xff;

/** Seconds column when a flow's packets carry no timestamp. */
const NO_TIME = Number.NEGATIVE_INFINITY;

export class FlowTable {
	readonly limit: number;
	rows = 0;
	evicted = 0;
	readonly top: TopTracker;
	/** Direction 0 = a→b, 1 = b→a. */
	readonly recent: Recent | null;
	/** As `recent`; set where somebody looks. */
	windows: Windows | null = null;
	readonly tcp: TcpStates;
	/** Null until a packet comes whose time a double does not hold. */
	far: FarFlowTimes | null = null;
	readonly #details: FlowDetails;
	/** By protocol number. */
	readonly #seen = new Array<DistinctCount | null>(BYTE + 1).fill(null);
	readonly #words: Int32Array;
	readonly #doubles: Float64Array;
	/** Unflushed flows: their rows, and what of their four counters was flushed before; while they are flushed, what was not. */
	readonly #unflushed: Int32Array;
	readonly #flushed: Float64Array;
	#unflushedCount = 0;
	readonly #flushAll: () => void;
	readonly #endpoints: EndpointTable;
	readonly #index: RowIndex;
	readonly #sweep: Sweep;

	/** @param flush must call `flush` of this table; called when too many flows are unflushed */
	constructor(limit: number, endpoints: EndpointTable, top: number, recent: boolean, flush: () => void) {
		this.limit = limit;
		this.#flushAll = flush;
		this.tcp = new TcpStates(limit);
		this.#unflushed = new Int32Array(Math.min(limit, MAX_UNFLUSHED));
		this.#flushed = new Float64Array(this.#unflushed.length * COUNTERS);
		this.#endpoints = endpoints;
		({words: this.#words, doubles: this.#doubles} = alignedRows(limit * WORDS * 4));
		this.#sweep = new Sweep({limit, words: this.#words, doubles: this.#doubles, width: WORDS, bytes: BYTES});
		this.#details = new FlowDetails(limit);
		const words = this.#words;
		this.#index = new RowIndex();
		this.recent = recent ? new Recent(limit, top, (x, y) => this.#compareKeys(x, y)) : null;
		this.top = new TopTracker(top + 1, {
			bytes: row => this.bytes(row),
			packets: row => this.packets(row, 0) + this.packets(row, 1),
			compareKeys: (x, y) => this.#compareKeys(x, y),
			setCandidate: (row, on) => {
				if (on) {
					words[row * WORDS + 3] |= CANDIDATE;
				} else {
					words[row * WORDS + 3] &= ~CANDIDATE;
				}
			},
		});
	}

	/** Reads what a search for the hash will read first. */
	touch(hash: number): number {
		return this.#index.touch(hash);
	}

	/** Reads what counting at the row will read first. */
	touchRow(row: number): number {
		return this.#words[row * WORDS];
	}

	/** The row of a flow; enters it when it is new. There must be room. `source` and `destination` are endpoint rows. */
	row(
		hash: number,
		source: number,
		destination: number,
		sourcePort: number,
		destinationPort: number,
		protocol: number,
	): number {
		const sourceLow = source < destination || (source === destination && sourcePort <= destinationPort);
		const low = sourceLow ? source : destination;
		const high = sourceLow ? destination : source;
		const ports = sourceLow ? (sourcePort << 16) | destinationPort : (destinationPort << 16) | sourcePort;
		const known = this.#find(hash, low, high, ports, protocol);
		if (known >= 0) {
			return known;
		}

		const row = this.rows++;
		const at = row * WORDS;
		const words = this.#words;
		words[at] = low;
		words[at + 1] = high;
		words[at + 2] = ports;
		words[at + 3] = protocol | (sourceLow ? 0 : HIGH_FIRST);
		words[at + 4] = -1;
		words[at + 5] = 0;
		const doubles = this.#doubles;
		doubles[row * DOUBLES + 3] = NO_TIME;
		for (let i = row * DOUBLES + 4; i < (row + 1) * DOUBLES; i++) {
			doubles[i] = 0;
		}
		if (this.#details.hasBounds) {
			this.#detail(row);
		}
		this.tcp.clear(row);
		this.recent?.clear(row);
		this.#index.insert(hash, row, this.rows);
		this.#seen[protocol] ??= new DistinctCount();
		this.#seen[protocol].enter(hash);
		return row;
	}

	/**
	 * The row of a packet's flow, -1 = it is not here. Nothing is entered.
	 * @param hash of the flow
	 */
	find(hash: number, packet: Packet): number {
		const {slots, mask} = this.#index;
		for (let slot = hash & mask; slots[slot * 2] !== 0; slot = (slot + 1) & mask) {
			if (slots[slot * 2 + 1] === hash && this.#isFlowOf(slots[slot * 2] - 1, packet)) {
				return slots[slot * 2] - 1;
			}
		}

		return -1;
	}

	#isFlowOf(row: number, packet: Packet): boolean {
		const endpoints = this.#endpoints;
		const {sourcePort, destinationPort} = packet;
		const low = this.low(row);
		const high = this.high(row);
		const ports = this.#words[row * WORDS + 2];
		if (
			this.protocol(row) !== packet.transport ||
			endpoints.version(low) !== (packet.network === Network.ipv4 ? 4 : 6)
		) {
			return false;
		}
		return (
			(ports === ((sourcePort << 16) | destinationPort) &&
				endpoints.isSource(low, packet) &&
				endpoints.isDestination(high, packet)) ||
			(ports === ((destinationPort << 16) | sourcePort) &&
				endpoints.isSource(high, packet) &&
				endpoints.isDestination(low, packet))
		);
	}

	/** `direction` of a packet of the flow, by its addresses. */
	directionOf(row: number, packet: Packet): 0 | 1 {
		const low = this.low(row);
		return this.direction(row, this.#endpoints.isSource(low, packet) ? low : this.high(row), packet.sourcePort);
	}

	/** Flows that enter from now on may have lost so many bytes before. */
	mayHaveLost(bytes: number): void {
		this.#details.raiseBound(bytes);
	}

	/** The row of a flow in either direction; -1 = it has none. As `row`. */
	findBetween(hash: number, a: number, b: number, aPort: number, bPort: number, protocol: number): number {
		const aLow = a < b || (a === b && aPort <= bPort);
		return aLow
			? this.#find(hash, a, b, (aPort << 16) | bPort, protocol)
			: this.#find(hash, b, a, (bPort << 16) | aPort, protocol);
	}

	#find(hash: number, low: number, high: number, ports: number, protocol: number): number {
		const {slots, mask} = this.#index;
		const words = this.#words;
		for (let slot = hash & mask; slots[slot * 2] !== 0; slot = (slot + 1) & mask) {
			if (slots[slot * 2 + 1] !== hash) {
				continue;
			}
			const at = (slots[slot * 2] - 1) * WORDS;
			if (
				words[at] === low &&
				words[at + 1] === high &&
				words[at + 2] === ports &&
				(words[at + 3] & BYTE) === protocol
			) {
				return slots[slot * 2] - 1;
			}
		}
		return -1;
	}

	/** 0 = the packet comes from `a`, which sent the first one, 1 = from `b`. `source` is an endpoint row. */
	direction(row: number, source: number, sourcePort: number): 0 | 1 {
		const at = row * WORDS;
		const words = this.#words;
		const low = words[at];
		const fromLow = low === words[at + 1] ? words[at + 2] >>> 16 === sourcePort : source === low;
		return fromLow === ((words[at + 3] & HIGH_FIRST) === 0) ? 0 : 1;
	}

	/** Counts a packet. */
	count(row: number, direction: 0 | 1, bytes: number, seconds: number, nanoseconds: number): void {
		const word = row * WORDS;
		const double = row * DOUBLES;
		const words = this.#words;
		const doubles = this.#doubles;
		const meta = words[word + 3];
		if ((meta & UNFLUSHED) === 0) {
			this.#markUnflushed(row);
		}
		if ((meta & DETAILED) === 0 && doubles[double + 4] !== 0) {
			this.#detail(row);
		}
		doubles[double + 4 + direction] += 1;
		doubles[double + 6 + direction] += bytes;
		if (nanoseconds >= 0) {
			if (doubles[double + 3] === NO_TIME && (words[word + 3] & DETAILED) !== 0) {
				this.#details.setFirst(row, seconds, nanoseconds);
			}
			doubles[double + 3] = seconds;
			words[word + 5] = nanoseconds;
		}
	}

	/** Begins the details of a flow with what its row has told so far: of one packet at most. */
	#detail(row: number): void {
		const words = this.#words;
		const details = this.#details;
		details.clear(row);
		const seconds = this.#doubles[row * DOUBLES + 3];
		if (seconds !== NO_TIME) {
			details.setFirst(row, seconds, words[row * WORDS + 5]);
		}
		const meta = words[row * WORDS + 3];
		if ((meta & PENDING) !== 0) {
			details.setPending(row, this.bytes(row));
		}
		words[row * WORDS + 3] = (meta & ~PENDING) | DETAILED;
	}

	#isDetailed(row: number): boolean {
		return (this.#words[row * WORDS + 3] & DETAILED) !== 0;
	}

	/**
	 * Keeps the packet with payload that was counted last: its flow's application is not settled.
	 * @returns false when there are too many to go on waiting
	 */
	pend(row: number, bytes: number): boolean {
		if (this.#isDetailed(row)) {
			return this.#details.pend(row, bytes);
		}
		this.#words[row * WORDS + 3] |= PENDING;
		return true;
	}

	/** Packets that `pend` kept. */
	pendingPackets(row: number): number {
		return this.#isDetailed(row) ? this.#details.pendingPackets(row) : this.#words[row * WORDS + 3] < 0 ? 1 : 0;
	}

	/** Bytes of those packets. */
	pendingBytes(row: number): number {
		return this.#isDetailed(row)
			? this.#details.pendingBytes(row)
			: this.#words[row * WORDS + 3] < 0
				? this.bytes(row)
				: 0;
	}

	/** Null when none was learnt, or too many since. */
	serverName(row: number): string | null {
		return this.#isDetailed(row) ? this.#details.serverName(row) : null;
	}

	/** As `FlowDetails.serverNameChanges`. */
	get serverNameChanges(): number {
		return this.#details.serverNameChanges;
	}

	/** As `FlowDetails.serverNamePlaces`. */
	get serverNamePlaces(): number {
		return this.#details.serverNamePlaces;
	}

	/** As `FlowDetails.eachServed`. */
	eachServed(text: string, from: number, to: number, take: (row: number) => void): void {
		this.#details.eachServed(text, from, to, take);
	}

	/** Where rows lie, for who looks at all of them: so many words each, columns as above. */
	get lines(): {words: Int32Array; doubles: Float64Array} {
		return {words: this.#words, doubles: this.#doubles};
	}

	setServerName(row: number, name: string): void {
		if (!this.#isDetailed(row)) {
			this.#detail(row);
		}
		this.#details.setServerName(row, name);
	}

	/** The same of a name that fits `TextSlots`. */
	setServerBytes(row: number, bytes: Uint8Array, start: number, end: number): void {
		if (!this.#isDetailed(row)) {
			this.#detail(row);
		}
		this.#details.setServerBytes(row, bytes, start, end);
	}

	/** What a flow that enters now may have lost before, bytes. */
	get errorBound(): number {
		return this.#details.errorBound;
	}

	/** What the flow may have lost before it (re)entered, bytes. */
	errorBytes(row: number): number {
		return this.#isDetailed(row) ? this.#details.errorBytes(row) : 0;
	}

	/** Notes what the flow has counted so far: all of it has been flushed. */
	#markUnflushed(row: number): void {
		if (this.#unflushedCount === this.#unflushed.length) {
			this.#flushAll();
		}
		this.#words[row * WORDS + 3] |= UNFLUSHED;
		const doubles = this.#doubles;
		const flushed = this.#flushed;
		const from = row * DOUBLES + 4;
		const to = this.#unflushedCount * COUNTERS;
		flushed[to] = doubles[from];
		flushed[to + 1] = doubles[from + 1];
		flushed[to + 2] = doubles[from + 2];
		flushed[to + 3] = doubles[from + 3];
		this.#unflushed[this.#unflushedCount++] = row;
	}

	/**
	 * Flushes what every unflushed flow has pending.
	 *
	 * @param ahead gets some rows, then `take` those rows
	 * @param take gets a row, the endpoint rows of `a` and `b`, and where its packets and bytes each way lie (`Windows.addCounts`)
	 */
	flush(
		ahead: (row: number) => void,
		take: (row: number, a: number, b: number, counts: Float64Array, from: number) => void,
	): void {
		const words = this.#words;
		const doubles = this.#doubles;
		const flushed = this.#flushed;
		for (let i = 0; i < this.#unflushedCount; i++) {
			if (i % AHEAD === 0) {
				const end = Math.min(i + AHEAD, this.#unflushedCount);
				for (let next = i; next < end; next++) {
					ahead(this.#unflushed[next]);
				}
			}

			const row = this.#unflushed[i];
			const word = row * WORDS;
			const double = row * DOUBLES;
			const from = i * COUNTERS;
			flushed[from] = doubles[double + 4] - flushed[from];
			flushed[from + 1] = doubles[double + 5] - flushed[from + 1];
			flushed[from + 2] = doubles[double + 6] - flushed[from + 2];
			flushed[from + 3] = doubles[double + 7] - flushed[from + 3];
			const meta = words[word + 3] & ~UNFLUSHED;
			words[word + 3] = meta;
			const lowFirst = (meta & HIGH_FIRST) === 0;
			const a = lowFirst ? words[word] : words[word + 1];
			const b = lowFirst ? words[word + 1] : words[word];
			this.recent?.add(row, flushed[from] + flushed[from + 1], flushed[from + 2], flushed[from + 3]);
			this.windows?.addCounts(row, flushed, from, 0);
			if (doubles[double + 6] + doubles[double + 7] >= this.top.threshold && (meta & CANDIDATE) === 0) {
				this.top.note(row);
			}
			take(row, a, b, flushed, from);
		}

		this.#unflushedCount = 0;
	}

	low(row: number): number {
		return this.#words[row * WORDS];
	}

	high(row: number): number {
		return this.#words[row * WORDS + 1];
	}

	protocol(row: number): number {
		return this.#words[row * WORDS + 3] & BYTE;
	}

	/** Row in the conversation table, -1 = not known (any more). */
	conversation(row: number): number {
		return this.#words[row * WORDS + 4];
	}

	setConversation(row: number, conversation: number): void {
		this.#words[row * WORDS + 4] = conversation;
	}

	/** Endpoint row of `a` (0) or `b` (1). */
	endpoint(row: number, which: 0 | 1): number {
		const at = row * WORDS;
		const lowIs = (this.#words[at + 3] & HIGH_FIRST) === 0 ? 0 : 1;
		return this.#words[which === lowIs ? at : at + 1];
	}

	/** Endpoint row and port of `a`, then of `b`. */
	endpoints(row: number): [number, number, number, number] {
		const at = row * WORDS;
		const ports = this.#words[at + 2];
		const low = this.low(row);
		const high = this.high(row);
		return (this.#words[at + 3] & HIGH_FIRST) === 0
			? [low, ports >>> 16, high, ports & 0xffff]
			: [high, ports & 0xffff, low, ports >>> 16];
	}

	/** Port of `a` (0) or `b` (1). */
	portOf(row: number, which: 0 | 1): number {
		const at = row * WORDS;
		const lowIs = (this.#words[at + 3] & HIGH_FIRST) === 0 ? 0 : 1;
		const ports = this.#words[at + 2];
		return which === lowIs ? ports >>> 16 : ports & 0xffff;
	}

	packets(row: number, direction: 0 | 1): number {
		return this.#doubles[row * DOUBLES + 4 + direction];
	}

	bytesOf(row: number, direction: 0 | 1): number {
		return this.#doubles[row * DOUBLES + 6 + direction];
	}

	bytes(row: number): number {
		return this.bytesOf(row, 0) + this.bytesOf(row, 1);
	}

	/** Seconds and nanoseconds of the first and the last packet, null without timestamps. */
	times(row: number): {first: [number, number]; last: [number, number]} | null {
		const last = this.#doubles[row * DOUBLES + 3];
		if (last === NO_TIME) {
			return null;
		}
		const latest: [number, number] = [last, this.#words[row * WORDS + 5]];
		const first = this.#isDetailed(row) ? this.#details.first(row) : latest;
		const {far} = this;
		return far === null ? {first, last: latest} : {first: far.first(row, first), last: far.last(row, latest)};
	}

	/** True when recognition has nothing more to learn from this flow. */
	settled(row: number): boolean {
		return (this.#words[row * WORDS + 3] & SETTLED) !== 0;
	}

	application(row: number): number {
		return (this.#words[row * WORDS + 3] >>> APPLICATION_SHIFT) & BYTE;
	}

	/** Payloads shown to recognition so far, at most 255. */
	shown(row: number): number {
		return (this.#words[row * WORDS + 3] >>> SHOWN_SHIFT) & BYTE;
	}

	memory(row: number): unknown {
		const small = (this.#words[row * WORDS + 3] >>> MEMORY_SHIFT) & MEMORY_MASK;
		return small !== 0 ? small : this.#isDetailed(row) ? this.#details.memories.get(row) : null;
	}

	/** Notes what recognition said of one more payload. */
	recognised(row: number, application: number, settled: boolean, memory: unknown): void {
		const shown = Math.min(BYTE, this.shown(row) + 1);
		const small = !settled && typeof memory === 'number' && memory > 0 && memory <= MEMORY_MASK;
		const kept = this.#words[row * WORDS + 3] & KEPT;
		this.#words[row * WORDS + 3] =
			kept |
			(settled ? SETTLED : 0) |
			(application << APPLICATION_SHIFT) |
			(shown << SHOWN_SHIFT) |
			((small ? (memory as number) : 0) << MEMORY_SHIFT);
		if (!settled && !small && memory !== null) {
			if (!this.#isDetailed(row)) {
				this.#detail(row);
			}
			this.#details.memories.set(row, memory);
		} else if (this.#isDetailed(row)) {
			this.#details.memories.delete(row);
		}
	}

	/** Its payloads are shown to recognition again, or no more; what it was recognised as stays. */
	setSettled(row: number, settled: boolean): void {
		if (settled) {
			this.#words[row * WORDS + 3] |= SETTLED;
		} else {
			this.#words[row * WORDS + 3] &= ~SETTLED;
		}
	}

	/** Of a flow that is not recognised: recognition has seen no payload of it. */
	startOver(row: number): void {
		this.#words[row * WORDS + 3] &= ~((BYTE << SHOWN_SHIFT) | (MEMORY_MASK << MEMORY_SHIFT));
		if (this.#isDetailed(row)) {
			this.#details.memories.delete(row);
		}
	}

	/** Counts a payload that was shown to recognition after the flow was settled. */
	showMore(row: number): void {
		if (this.shown(row) < BYTE) {
			this.#words[row * WORDS + 3] += 1 << SHOWN_SHIFT;
		}
	}

	/** Asks nothing more of this flow; it stays what it is. */
	settle(row: number): void {
		this.recognised(row, this.application(row), true, null);
	}

	/** How many different flows of a protocol were seen: exact until rows were given up, then an estimate. */
	distinct(protocol: number): number {
		return this.#seen[protocol]?.count(this.evicted) ?? 0;
	}

	/** By address and port of `a`, then of `b`, then by protocol. */
	#compareKeys(x: number, y: number): number {
		const endpoints = this.#endpoints;
		const byAddress = endpoints.compareAddresses(this.endpoint(x, 0), this.endpoint(y, 0));
		if (byAddress !== 0) {
			return byAddress;
		}
		const [, xaPort, xb, xbPort] = this.endpoints(x);
		const [, yaPort, yb, ybPort] = this.endpoints(y);
		return (
			xaPort - yaPort || endpoints.compareAddresses(xb, yb) || xbPort - ybPort || this.protocol(x) - this.protocol(y)
		);
	}

	/** Nothing may be unflushed. As in ConversationTable: gives up rows whose endpoints went and, when `shrink` is set, the half with the least bytes. */
	compact(endpoints: Int32Array | null, shrink: boolean): Survivors {
		const survivors = this.#sweep.choose(this.rows, shrink, endpoints);
		const {remap} = survivors;
		for (let row = 0; row < remap.length; row++) {
			if (remap[row] !== -1 && remap[row] !== row && this.#isDetailed(row)) {
				this.#details.move(row, remap[row]);
			}
		}
		this.#sweep.move(survivors, endpoints);
		this.tcp.remap(remap);
		this.far?.remap(remap);
		this.#details.remap(remap, survivors.largestEvicted);
		this.rows = survivors.kept;
		this.evicted += survivors.evicted;
		for (let row = 0; row < this.rows; row++) {
			this.#words[row * WORDS + 3] &= ~CANDIDATE;
		}
		this.#index.remap(remap);
		this.recent?.remap(remap, this.rows);
		this.windows?.remap(remap);
		this.top.rebuild(this.rows);
		return survivors;
	}

	/** After the conversation table was compacted. */
	remapConversations(remap: Int32Array): void {
		const words = this.#words;
		for (let at = 4; at < this.rows * WORDS; at += WORDS) {
			if (words[at] !== -1) {
				words[at] = remap[words[at]];
			}
		}
	}
}
