/**
 * Packets and bytes by the process of this machine that has them. Each packet counts once: at whoever sent it where the sender's address
 * is this machine's, else at whoever received it. Row 0 is of those of which it is not known; with what is in no flow they add up to all.
 *
 * What a flow has counted goes to another process when it turns out to be that one's; what it counted under an earlier socket with the
 * same ports stays where it is.
 */
import type {FlowOwner} from '../owners.js';
import {sumOf} from '../process-figures.js';
import type {Process, ProcessFigures, SnapshotProcesses} from '../snapshot.js';
import {Windows} from './windows.js';

/** Processes at most; then the half with the least bytes is not told apart any more. */
export const MOST = 4096;
/** Different hosts of all processes together; then their numbers are lower bounds. */
const MOST_HOSTS = 1 << 17;

export const UNKNOWN = 0;

/** Packets sent and received, bytes sent and received. */
export type Counts = readonly [number, number, number, number];
export const NOTHING: Counts = [0, 0, 0, 0];
const WIDTH = 4;

const countsOf = ({packetsSent, packetsReceived, bytesSent, bytesReceived}: ProcessFigures): Counts => [
	packetsSent,
	packetsReceived,
	bytesSent,
	bytesReceived,
];

/** What nobody is known to have: what is not known to be sent was received. */
const remainder = (all: Totals, known: ProcessFigures, [packetsSent, , bytesSent]: Counts): ProcessFigures => ({
	packetsSent,
	packetsReceived: all.packets - known.packetsSent - known.packetsReceived - packetsSent,
	bytesSent,
	bytesReceived: all.bytes - known.bytesSent - known.bytesReceived - bytesSent,
});

interface Totals {
	packets: number;
	bytes: number;
}

interface Entry {
	key: string;
	owner: FlowOwner;
	flows: number;
	/** Hashes of the addresses at the other end. */
	hosts: Set<number>;
}

export class ProcessCounts {
	/** By number; none for 0 and for those that were given up. */
	readonly #entries: (Entry | null)[] = [null];
	readonly #ids = new Map<string, number>();
	readonly #counts = new Float64Array(MOST * WIDTH);
	readonly #safe: (text: string) => string;
	readonly #free: number[] = [];
	#distinct = 0;
	#evicted = 0;
	#hosts = 0;
	windows: Windows | null = null;

	/** @param safe makes a string that others chose safe to show */
	constructor(safe: (text: string) => string) {
		this.#safe = safe;
	}

	watch(): void {
		this.windows ??= new Windows(MOST);
	}

	/**
	 * The number of a process.
	 * @param givenUp told of those that are not told apart any more
	 */
	idOf(owner: FlowOwner, givenUp: (ids: ReadonlySet<number>) => void): number {
		const key = `${owner.pid} ${owner.begun} ${owner.name}`;
		const safe = this.#madeSafe(owner);
		const known = this.#ids.get(key);
		const entry = known === undefined ? null : this.#entries[known];
		if (known !== undefined && entry !== null) {
			// it may live in another unit or network namespace by now
			entry.owner = safe;
			return known;
		}
		if (this.#free.length === 0 && this.#entries.length === MOST) {
			givenUp(this.#giveUp());
		}
		const id = this.#free.pop() ?? this.#entries.length;
		this.#entries[id] = {key, owner: safe, flows: 0, hosts: new Set()};
		this.#ids.set(key, id);
		this.#distinct++;
		return id;
	}

	#madeSafe(owner: FlowOwner): FlowOwner {
		const safe = (text: string | null) => text && this.#safe(text);
		const command = owner.command === undefined ? {} : {command: safe(owner.command)};
		return {...owner, name: this.#safe(owner.name), unit: safe(owner.unit), ...command};
	}

	ownerOf(id: number): FlowOwner | null {
		return this.#entries[id]?.owner ?? null;
	}

	/** Where the names of processes stand among all of them, by number; those without one last. */
	ranks(): Float64Array {
		const names = [...new Set(this.#entries.flatMap(entry => (entry === null ? [] : [entry.owner.name])))].sort();
		const places = new Map(names.map((name, place) => [name, place]));
		return Float64Array.from(this.#entries, entry => (entry && places.get(entry.owner.name)) ?? names.length);
	}

	idsOf(isWanted: (owner: FlowOwner) => boolean): ReadonlySet<number> {
		return new Set(this.#entries.flatMap((entry, id) => (entry !== null && isWanted(entry.owner) ? [id] : [])));
	}

	/** Counts what a flow of the process did. */
	add(id: number, packetsSent: number, packetsReceived: number, bytesSent: number, bytesReceived: number): void {
		const counts = this.#counts;
		const at = id * WIDTH;
		counts[at] += packetsSent;
		counts[at + 1] += packetsReceived;
		counts[at + 2] += bytesSent;
		counts[at + 3] += bytesReceived;
		this.windows?.add(id, packetsSent, packetsReceived, bytesSent, bytesReceived);
	}

	/** What was counted at one process was another one's. Seconds that are over stay as they were told. */
	move(from: number, to: number, moved: Counts): void {
		for (const [i, count] of moved.entries()) {
			this.#counts[from * WIDTH + i] -= count;
			this.#counts[to * WIDTH + i] += count;
		}
	}

	/** @param host hash of the address at the other end @param more 1, or -1 where the flow was another one's */
	countFlow(id: number, host: number, more: 1 | -1): void {
		const entry = this.#entries[id];
		if (entry == null) {
			return;
		}
		entry.flows += more;
		if (more > 0 && this.#hosts < MOST_HOSTS && !entry.hosts.has(host)) {
			entry.hosts.add(host);
			this.#hosts++;
		}
	}

	/**
	 * @param all packets and bytes of the capture
	 * @param second the last whole one, and what was counted in it; null where nobody looks at that
	 */
	snapshot(all: Totals, top: number | 'all', second: (Totals & {second: number}) | null = null): SnapshotProcesses {
		const rows = this.rows();
		const shown = top === 'all' ? rows : rows.slice(0, top);
		const known = sumOf(rows);
		const now = second === null ? null : this.#during(second.second);
		return {
			distinct: this.#distinct,
			evicted: this.#evicted,
			unknown: {
				...remainder(all, known, this.#figures(UNKNOWN)),
				...(second && now && {now: remainder(second, sumOf(rows.map(({id}) => now(id))), countsOf(now(UNKNOWN)))}),
			},
			others: sumOf(rows.slice(shown.length)),
			top: shown.map(({id, ...row}) => (now === null ? row : {...row, now: now(id)})),
		};
	}

	/** What each did in a second. */
	#during(second: number): (id: number) => ProcessFigures {
		const {windows} = this;
		windows?.sum(second, Number.NEGATIVE_INFINITY);
		return id => ({
			packetsSent: windows?.of(id, 0, 0) ?? 0,
			packetsReceived: windows?.of(id, 0, 1) ?? 0,
			bytesSent: windows?.of(id, 0, 2) ?? 0,
			bytesReceived: windows?.of(id, 0, 3) ?? 0,
		});
	}

	/** Those that have something, most bytes first. */
	rows(): (Process & {id: number})[] {
		return this.#entries
			.flatMap((entry, id) => (entry === null ? [] : [this.#row(entry, id)]))
			.filter(({packetsSent, packetsReceived, flows}) => packetsSent + packetsReceived + flows > 0)
			.sort(
				(x, y) =>
					y.bytesSent + y.bytesReceived - x.bytesSent - x.bytesReceived ||
					y.packetsSent + y.packetsReceived - x.packetsSent - x.packetsReceived ||
					x.pid - y.pid,
			);
	}

	#row({owner, flows, hosts}: Entry, id: number): Process & {id: number} {
		const {begun: _, ...who} = owner;
		const [packetsSent, packetsReceived, bytesSent, bytesReceived] = this.#figures(id);
		return {
			id,
			...who,
			...{packetsSent, packetsReceived, bytesSent, bytesReceived},
			flows,
			hosts: hosts.size,
		};
	}

	#figures(id: number): Counts {
		const at = id * WIDTH;
		const counts = this.#counts;
		return [counts[at], counts[at + 1], counts[at + 2], counts[at + 3]];
	}

	/** The half with the least bytes; what they had is not known any more. */
	#giveUp(): Set<number> {
		const bytes = (id: number) => this.#counts[id * WIDTH + 2] + this.#counts[id * WIDTH + 3];
		const ids = this.#entries.flatMap((entry, id) => (entry === null ? [] : [id]));
		const gone = new Set(ids.sort((x, y) => bytes(x) - bytes(y)).slice(0, Math.ceil(ids.length / 2)));
		const remap = Int32Array.from({length: MOST}, (_, id) => (gone.has(id) ? -1 : id));
		for (const id of gone) {
			this.move(id, UNKNOWN, this.#figures(id));
			this.#ids.delete(this.#entries[id]!.key);
			this.#hosts -= this.#entries[id]!.hosts.size;
			this.#entries[id] = null;
			this.#free.push(id);
		}
		this.#evicted += gone.size;
		this.windows?.remap(remap);
		return gone;
	}
}
