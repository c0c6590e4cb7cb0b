/** Names of addresses by asking the system's resolver: in the background, a few at a time, each address once. */
import {reverse} from 'node:dns/promises';
import {BlockList} from 'node:net';
import {sanitize} from '../format/sanitize.js';
import type {ListAnswer, Row, RowsAnswer} from './rows.js';
import type {Endpoint, Flow, Snapshot} from './snapshot.js';

/** Questions a second, and answers that are waited for at once. */
const RATE = 20;
const AT_ONCE = 8;
/** Addresses that are remembered, those without a name too. */
const MOST = 16_384;
/** Addresses that wait to be asked about; the next ones are when they are seen again. */
const MOST_WAITING = 1000;
const LONGEST = 253;

/** Nobody outside knows these, and asking would tell what is inside (RFC 1918, 3927, 4193, 4291, 6598, and the loopback ones). */
const PRIVATE = new BlockList();
for (const [net, prefix] of [
	['10.0.0.0', 8],
	['172.16.0.0', 12],
	['192.168.0.0', 16],
	['169.254.0.0', 16],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['0.0.0.0', 8],
] as const) {
	PRIVATE.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
	['fc00::', 7],
	['fe80::', 10],
	['::', 127],
] as const) {
	PRIVATE.addSubnet(net, prefix, 'ipv6');
}
/** Groups and everybody are no hosts. */
const GROUPS = new BlockList();
GROUPS.addSubnet('224.0.0.0', 3, 'ipv4');
GROUPS.addSubnet('ff00::', 8, 'ipv6');

export class ReverseDns {
	/** Null: it has no name. */
	readonly #names = new Map<string, string | null>();
	readonly #waiting = new Set<string>();
	readonly #asksPrivate: boolean;
	readonly #ask: (address: string) => Promise<string[]>;
	#open = 0;
	#timer: NodeJS.Timeout | null = null;
	#idle: (() => void)[] = [];

	/** @param which whether private addresses are asked about, too @param learnt told of each name that is found */
	constructor(
		which: 'public' | 'all',
		ask: (address: string) => Promise<string[]> = reverse,
		private readonly learnt: (address: string, name: string) => void = () => {},
	) {
		this.#asksPrivate = which === 'all';
		this.#ask = ask;
	}

	/** The snapshot with the names that are known by now, where it has none; what else it lacks will be asked for. */
	named(snapshot: Snapshot): Snapshot {
		const {endpoints, flows, recent} = snapshot;
		return {
			...snapshot,
			endpoints: {...endpoints, top: endpoints.top.map(row => this.#endpoint(row))},
			flows: {...flows, top: flows.top.map(row => this.#flow(row))},
			recent: recent && {
				...recent,
				endpoints: recent.endpoints.map(row => this.#endpoint(row)),
				flows: recent.flows.map(row => this.#flow(row)),
			},
		};
	}

	/** The same of rows that are looked at. */
	namedRows(rows: RowsAnswer): RowsAnswer {
		const {talkers, flows} = rows.lists;
		const each = <Item>(list: ListAnswer<Item>, named: (item: Item) => Item): ListAnswer<Item> => {
			const row = (row: Row<Item>) => ({...row, item: named(row.item)});
			return {
				...list,
				rows: list.rows.map(row),
				pinned: list.pinned.map(row),
				notable: list.notable?.map(row) ?? null,
			};
		};
		return {
			...rows,
			lists: {
				...rows.lists,
				talkers: each(talkers, item => this.#endpoint(item)),
				flows: each(flows, item => this.#flow(item)),
			},
		};
	}

	#end<End extends {address: string; name: string | null}>(given: End): End {
		const name = given.name ?? this.#nameOf(given.address);
		return name === given.name ? given : {...given, name};
	}

	#endpoint<Item extends Endpoint>(row: Item): Item {
		const named = this.#end(row);
		return named === row ? row : {...named, nameSource: 'ptr'};
	}

	#flow<Item extends Flow>(row: Item): Item {
		return {...row, a: this.#end(row.a), b: this.#end(row.b)};
	}

	/** The same, when all have been asked for that can be in so many milliseconds. */
	async namedWithin(snapshot: Snapshot, patience: number): Promise<Snapshot> {
		this.named(snapshot);
		if (this.#waiting.size > 0 || this.#open > 0) {
			await new Promise<void>(resolve => {
				const timer = setTimeout(resolve, patience);
				this.#idle.push(() => {
					clearTimeout(timer);
					resolve();
				});
			});
		}
		return this.named(snapshot);
	}

	/** Asks nobody any more. */
	close(): void {
		this.#waiting.clear();
		this.#settle();
	}

	#nameOf(address: string): string | null {
		const known = this.#names.get(address);
		if (known !== undefined) {
			return known;
		}
		if (!this.#waiting.has(address) && this.#waiting.size < MOST_WAITING && this.#isAsked(address)) {
			this.#waiting.add(address);
			this.#timer ??= setInterval(() => this.#next(), 1000 / RATE).unref();
		}
		return null;
	}

	#isAsked(address: string): boolean {
		const family = address.includes(':') ? 'ipv6' : 'ipv4';
		return !GROUPS.check(address, family) && (this.#asksPrivate || !PRIVATE.check(address, family));
	}

	#next(): void {
		const [address] = this.#waiting;
		if (address === undefined || this.#open === AT_ONCE) {
			return;
		}
		this.#waiting.delete(address);
		this.#remember(address, null);
		this.#open++;
		void this.#ask(address)
			.then(([name]) => name ?? null)
			.catch(() => null)
			.then(name => {
				this.#open--;
				this.#remember(address, name);
				this.#settle();
			});
	}

	#remember(address: string, name: string | null): void {
		if (this.#names.size === MOST && !this.#names.has(address)) {
			const [oldest] = this.#names.keys();
			this.#names.delete(oldest);
		}
		const safe = name === null ? null : sanitize(name.slice(0, LONGEST));
		this.#names.set(address, safe);
		if (safe !== null) {
			this.learnt(address, safe);
		}
	}

	/** Nothing waits: who waits for that goes on. */
	#settle(): void {
		if (this.#waiting.size > 0 || this.#open > 0) {
			return;
		}
		if (this.#timer !== null) {
			clearInterval(this.#timer);
			this.#timer = null;
		}
		for (const resolve of this.#idle.splice(0)) {
			resolve();
		}
	}
}
