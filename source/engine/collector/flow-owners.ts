/** Whose each flow is, at either end that is on this machine: what is known by now, and what is to be asked. */
import {formatAddress} from '../decode/address.js';
import {IpProtocol} from '../decode/assigned-numbers.js';
import {transportOf} from '../decode/names.js';
import type {OwnerAnswer, OwnerNews, OwnerQuestion, SocketClosed} from '../owners.js';
import type {FlowProcess} from '../snapshot.js';
import type {EndpointTable} from './endpoint-table.js';
import {A_HERE, B_HERE, EndsHere} from './ends-here.js';
import type {FlowTable} from './flow-table.js';
import {OwnAddresses} from './own-addresses.js';
import {type Counts, NOTHING, ProcessCounts, UNKNOWN} from './process-counts.js';
import {QuestionAllowance} from './question-allowance.js';
import {RowLog} from './row-log.js';
import {SettledCounts} from './settled-counts.js';

/** Seconds after which a flow that goes on is asked about again, the last ones from then on: its socket may have been handed on. */
const AGAIN = [1, 4, 16, 64];
/** The same where nothing on the network tells that the port is another one's, and where nobody was found. */
const AGAIN_SOON = [1, 4];

/** Rows whose owner has changed that are remembered: so many answers come in ten seconds. */
const MOST_CHANGED = 1 << 13;

type End = 0 | 1;
const ENDS: readonly End[] = [0, 1];

interface Tables {
	endpoints: EndpointTable;
	flows: FlowTable;
	flush(): void;
}

export class FlowOwners {
	readonly counts: ProcessCounts;
	readonly #tables: Tables;
	readonly #now: () => number;
	readonly #ends: EndsHere;
	/** Of either end of each flow: the number of its process, and of its socket. */
	readonly #process: Int32Array;
	readonly #socket: Uint32Array;
	/** Flows that became another process's, or nobody's. */
	readonly changed = new RowLog(MOST_CHANGED);
	/** When it was asked about last, seconds; and how often. */
	readonly #askedAt: Float32Array;
	readonly #times: Uint8Array;
	readonly #settled: SettledCounts;
	/** End of a flow of UDP whose socket is closed → when it was, seconds since the epoch. */
	readonly #closedAt = new Map<number, number>();
	/** Id of a question → the end of a flow that it is about. */
	readonly #asked = new Map<number, number>();
	#nextId = 0;
	/** Flows below this one have been looked at. */
	#seen = 0;
	#due: number[] = [];
	readonly #allowance = new QuestionAllowance();
	/** Nobody answers any more. */
	#isDeaf = false;

	/** @param now milliseconds, of a clock that does not go back @param addresses of this machine */
	constructor(
		tables: Tables,
		safe: (text: string) => string,
		now: () => number = () => performance.now(),
		addresses?: () => string[],
	) {
		const {limit} = tables.flows;
		this.#tables = tables;
		const begun = now();
		this.#now = () => (now() - begun) / 1000;
		this.#ends = new EndsHere(tables, new OwnAddresses(this.#now, addresses));
		this.counts = new ProcessCounts(safe);
		this.#process = new Int32Array(limit * 2);
		this.#socket = new Uint32Array(limit * 2);
		this.#settled = new SettledCounts(limit);
		this.#askedAt = new Float32Array(limit);
		this.#times = new Uint8Array(limit);
	}

	/** The number of a flow's process: of the end that began it, where both are here; `UNKNOWN` where none is. */
	processOf(row: number): number {
		return this.#process[row * 2] || this.#process[row * 2 + 1];
	}

	/** The process of a flow. */
	of(row: number): FlowProcess | null {
		const owner = this.counts.ownerOf(this.processOf(row));
		return owner && {pid: owner.pid, name: owner.name};
	}

	/** By row, the numbers of the processes of its `a` and its `b`. */
	get processes(): Int32Array {
		return this.#process;
	}

	/** Comes with each flush of the flow table. */
	flushed(row: number, packetsAToB: number, packetsBToA: number, bytesAToB: number, bytesBToA: number): void {
		const {counts} = this;
		const here = this.#ends.of(row);
		this.#leave(row);
		const a = this.#process[row * 2];
		const b = this.#process[row * 2 + 1];
		switch (here) {
			case A_HERE | B_HERE:
				counts.add(a, packetsAToB, 0, bytesAToB, 0);
				counts.add(b, packetsBToA, 0, bytesBToA, 0);
				break;
			case A_HERE:
				counts.add(a, packetsAToB, packetsBToA, bytesAToB, bytesBToA);
				break;
			case B_HERE:
				counts.add(b, packetsBToA, packetsAToB, bytesBToA, bytesAToB);
				break;
			default:
				counts.add(UNKNOWN, 0, packetsAToB + packetsBToA, 0, bytesAToB + bytesBToA);
				return;
		}
		if (this.#isDue(row)) {
			this.#due.push(row);
		}
	}

	/** A packet that is in no flow. @param source endpoint row */
	pair(source: number, bytes: number): void {
		if (this.#ends.isHere(source)) {
			this.counts.add(UNKNOWN, 1, 0, bytes, 0);
		}
	}

	/** TCP's ports are used again: what comes from now on, this packet included, is another socket's. */
	begunAnew(row: number, direction: End, bytes: number): void {
		this.#tables.flush();
		const here = this.#ends.of(row);
		for (const end of ENDS) {
			const at = row * 2 + end;
			if ((here & (end === 0 ? A_HERE : B_HERE)) === 0) {
				continue;
			}
			const isSender = end === direction;
			const isCounted = isSender || here !== (A_HERE | B_HERE);
			const packet: Counts = !isCounted ? NOTHING : isSender ? [1, 0, bytes, 0] : [0, 1, 0, bytes];
			this.counts.move(this.#process[at], UNKNOWN, packet);
			this.#settled.set(at, minus(this.#countsOf(row, end), packet));
			this.#put(at, UNKNOWN);
			this.#socket[at] = 0;
		}
		for (const [id, at] of this.#asked) {
			if (at >> 1 === row) {
				this.#asked.delete(id);
			}
		}
		this.#times[row] = 0;
		this.#due.push(row);
	}

	/** What is to be asked now; flows that are new, and those that go on. */
	questions(): OwnerQuestion[] {
		const {flows} = this.#tables;
		if (this.#isDeaf || (this.#seen >= flows.rows && this.#due.length === 0)) {
			return [];
		}
		this.#allowance.refill(this.#now());
		const questions: OwnerQuestion[] = [];
		for (; this.#seen < flows.rows; this.#seen++) {
			this.#ask(this.#seen, questions);
		}
		for (const row of this.#due.splice(0)) {
			this.#ask(row, questions);
		}
		return questions;
	}

	/** Whether answers are to come about flows of which nothing is known. */
	get isWaiting(): boolean {
		return [...this.#asked.values()].some(at => this.#process[at] === UNKNOWN);
	}

	learn(news: readonly OwnerNews[]): void {
		this.#tables.flush();
		const closed = new Map<number, SocketClosed>();
		for (const one of news) {
			if ('closed' in one) {
				closed.set(one.closed, one);
				continue;
			}
			const at = this.#asked.get(one.id);
			if (at !== undefined) {
				this.#asked.delete(one.id);
				this.#learn(at, one);
			}
		}
		if (closed.size > 0) {
			this.#close(closed);
		}
	}

	/** Nobody answers any more. */
	deafen(): void {
		this.#isDeaf = true;
		this.#asked.clear();
	}

	/** After flows were given up. @param remap old row → new row, -1 = gone */
	remap(remap: Int32Array): void {
		this.changed.lose();
		let seen = 0;
		for (let row = 0; row < remap.length; row++) {
			const to = remap[row];
			if (to === -1) {
				continue;
			}
			seen += row < this.#seen ? 1 : 0;
			this.#askedAt[to] = this.#askedAt[row];
			this.#times[to] = this.#times[row];
			for (const end of ENDS) {
				this.#process[to * 2 + end] = this.#process[row * 2 + end];
				this.#socket[to * 2 + end] = this.#socket[row * 2 + end];
			}
		}
		this.#seen = seen;
		const rows = remap.filter(to => to !== -1).length;
		this.#ends.remap(remap, rows);
		for (const column of [this.#askedAt, this.#times]) {
			column.fill(0, rows, remap.length);
		}
		this.#process.fill(0, rows * 2, remap.length * 2);
		this.#socket.fill(0, rows * 2, remap.length * 2);
		this.#settled.remap(remap, rows);
		const moved = (at: number) => (remap[at >> 1] === -1 ? -1 : remap[at >> 1] * 2 + (at & 1));
		for (const [id, at] of this.#asked) {
			if (moved(at) < 0) {
				this.#asked.delete(id);
			} else {
				this.#asked.set(id, moved(at));
			}
		}
		const closed = [...this.#closedAt].filter(([at]) => moved(at) >= 0);
		this.#closedAt.clear();
		for (const [at, time] of closed) {
			this.#closedAt.set(moved(at), time);
		}
		this.#due = this.#due.map(row => remap[row]).filter(row => row !== -1);
	}

	#learn(at: number, {socket, owner}: OwnerAnswer): void {
		const row = at >> 1;
		const end = (at & 1) as End;
		const known = this.#process[at];
		const isTcp = this.#tables.flows.protocol(row) === IpProtocol.TCP;
		if (socket === null && (isTcp || this.#closedAt.has(at))) {
			// it is closed: what comes still was its
			return;
		}
		this.#closedAt.delete(at);
		const now = this.#countsOf(row, end);
		const since = minus(now, this.#settled.of(at));
		const id = owner === null ? UNKNOWN : this.counts.idOf(owner, ids => this.#forget(ids));
		const isSame = socket === this.#socket[at];
		if (!isSame && this.#socket[at] !== 0) {
			// Somewhere in between it became another one's: nobody knows whose that was.
			this.counts.move(known, UNKNOWN, since);
			this.#become(at, UNKNOWN);
			this.#settled.set(at, now);
		} else if (id !== known) {
			this.counts.move(known, id, since);
			if (known !== UNKNOWN) {
				this.counts.countFlow(known, this.#host(row, end), -1);
			}
		}
		this.#become(at, id);
		this.#socket[at] = socket ?? 0;
		if (!isTcp) {
			this.#settled.set(at, now);
		}
	}

	/** Sockets of UDP are closed: what comes from now on is nobody's, until it is known whose. */
	#close(closed: ReadonlyMap<number, SocketClosed>): void {
		for (let at = 0; at < this.#tables.flows.rows * 2; at++) {
			const one = this.#socket[at] === 0 ? undefined : closed.get(this.#socket[at]);
			if (one === undefined) {
				continue;
			}
			if (one.isFree && this.#isOver(at >> 1, one.time)) {
				this.#closedAt.set(at, one.time);
			} else {
				const now = this.#countsOf(at >> 1, (at & 1) as End);
				this.counts.move(this.#process[at], UNKNOWN, minus(now, this.#settled.of(at)));
				this.#disown(at, now);
			}
		}
	}

	/** Before something is counted at a flow: it may be another socket's by now. */
	#leave(row: number): void {
		for (const end of this.#closedAt.size === 0 ? [] : ENDS) {
			const at = row * 2 + end;
			const time = this.#closedAt.get(at);
			if (time !== undefined && !this.#isOver(row, time)) {
				// what is counted now may be of both
				this.#disown(at, this.#countsOf(row, end));
			}
		}
	}

	/** Whether nothing has come since that time, seconds since the epoch. */
	#isOver(row: number, time: number): boolean {
		const last = this.#tables.flows.times(row)?.last;
		return last !== undefined && last[0] + last[1] / 1e9 <= time;
	}

	/** It is asked anew whose the flow is. @param counts of which nobody will be told to have them */
	#disown(at: number, counts: Counts): void {
		this.#settled.set(at, counts);
		this.#put(at, UNKNOWN);
		this.#socket[at] = 0;
		this.#times[at >> 1] = 0;
		this.#closedAt.delete(at);
	}

	#become(at: number, id: number): void {
		if (id !== this.#process[at] && id !== UNKNOWN) {
			this.counts.countFlow(id, this.#host(at >> 1, (at & 1) as End), 1);
		}
		this.#put(at, id);
	}

	#put(at: number, id: number): void {
		if (this.#process[at] !== id) {
			this.#process[at] = id;
			this.changed.note(at >> 1);
		}
	}

	#forget(ids: ReadonlySet<number>): void {
		this.changed.lose();
		for (let at = 0; at < this.#tables.flows.rows * 2; at++) {
			if (ids.has(this.#process[at])) {
				this.#process[at] = UNKNOWN;
			}
		}
	}

	/** Hash of the address at the other end. */
	#host(row: number, end: End): number {
		return this.#tables.endpoints.hash(this.#tables.flows.endpoint(row, end === 0 ? 1 : 0));
	}

	/** What was counted at the process of this end. */
	#countsOf(row: number, end: End): Counts {
		const {flows} = this.#tables;
		const other = end === 0 ? 1 : 0;
		const sent = [flows.packets(row, end), flows.bytesOf(row, end)];
		const received =
			this.#ends.of(row) === (A_HERE | B_HERE) ? [0, 0] : [flows.packets(row, other), flows.bytesOf(row, other)];
		return [sent[0], received[0], sent[1], received[1]];
	}

	#isDue(row: number): boolean {
		const times = this.#times[row];
		if (times === 0) {
			// a new one is asked about by itself, but for those of a flood
			return row < this.#seen;
		}
		const isKnown = this.#process[row * 2] !== UNKNOWN || this.#process[row * 2 + 1] !== UNKNOWN;
		const isTcp = this.#tables.flows.protocol(row) === IpProtocol.TCP;
		const pauses = isKnown && isTcp ? AGAIN : AGAIN_SOON;
		return this.#now() - this.#askedAt[row] >= pauses[Math.min(times, pauses.length) - 1];
	}

	#ask(row: number, questions: OwnerQuestion[]): void {
		const here = this.#ends.of(row);
		if (here === 0 || !this.#allowance.take()) {
			return;
		}
		const {flows, endpoints} = this.#tables;
		const transport = transportOf(flows.protocol(row));
		const [a, aPort, b, bPort] = flows.endpoints(row);
		const address = (endpoint: number) => formatAddress(endpoints.version(endpoint), ...endpoints.address(endpoint));
		const ends = [
			{address: address(a), port: aPort},
			{address: address(b), port: bPort},
		];
		for (const end of ENDS) {
			if ((here & (end === 0 ? A_HERE : B_HERE)) !== 0) {
				const id = this.#nextId++;
				this.#asked.set(id, row * 2 + end);
				const [local, remote] = end === 0 ? ends : [ends[1], ends[0]];
				questions.push({id, transport, local, remote, thorough: this.#times[row] === 1});
			}
		}
		this.#askedAt[row] = this.#now();
		this.#times[row] = Math.min(255, this.#times[row] + 1);
	}
}

const minus = (x: Counts, y: Counts): Counts => [x[0] - y[0], x[1] - y[1], x[2] - y[2], x[3] - y[3]];
