/** A fleet as an engine: to its listeners the same as one capture, but that there is nothing to filter and nothing to write. */
import {EventEmitter} from 'node:events';
import {misuse, NetanalError} from '../engine/errors.js';
import type {EngineEvents, EngineState, FilterError, Privileges} from '../engine/options.js';
import {DEFAULTS} from '../engine/options.js';
import type {RowsAnswer, RowsRequest} from '../engine/rows.js';
import type {Snapshot} from '../engine/snapshot.js';
import {after} from '../engine/timer.js';
import {Allowance} from './allowance.js';
import type {Broker, BrokerOptions, Subscription} from './broker/broker.js';
import {hostOf} from './broker/url.js';
import {Inbox} from './inbox.js';
import {Fleet} from './merge/fleet.js';
import {LARGEST_DEFLATED} from './message/codec.js';
import {fleetRows} from './rows.js';

/** Milliseconds between two looks into the inbox. */
const LOOK = 100;

/** Rows of each list that can be looked at: as many as sensors list, unless there are hundreds of them. */
const MOST_ROWS = 300;

export interface FleetOptions {
	broker: BrokerOptions;
	/** Milliseconds between `snapshot` events, 0 for none. */
	interval?: number;
	/** Entries of each `top` list. */
	top?: number;
	/** Stop after this many seconds. */
	duration?: number;
}

/** All sensors of a fleet, with the events of an engine. */
export class FleetEngine extends EventEmitter<EngineEvents> implements AsyncDisposable {
	/** @internal */
	readonly progress = {read: 0, total: null};
	/** @internal */
	readonly privileges: Privileges | null = null;
	/** @internal */
	readonly writing = false;
	readonly #options: FleetOptions;
	readonly #broker: Broker;
	readonly #fleet: Fleet;
	readonly #inbox = new Inbox();
	readonly #allowance: Allowance;
	#state: EngineState = 'idle';
	#subscription: Subscription | null = null;
	#timers: (() => void)[] = [];
	/** The sensor that is looked at alone; null = all. */
	#only: string | null = null;
	#isConnected = true;
	/** Whether another look follows at once. */
	#goesOn = false;
	#last: Snapshot | null = null;
	/** The rows that are looked at; null = none. */
	#rows: RowsRequest | null = null;
	/** The last second of which they were told. */
	#second: number | null = null;
	readonly #ended: Promise<Snapshot>;
	#settle!: (snapshot: Snapshot) => void;

	/** @internal */
	constructor(broker: Broker, options: FleetOptions, allowance = new Allowance()) {
		super();
		this.#allowance = allowance;
		this.#broker = broker;
		this.#options = options;
		const wall = (Date.now() - performance.now()) / 1000;
		this.#fleet = new Fleet(options.broker.url.href, {now: () => performance.now(), wall});
		this.#ended = new Promise(resolve => {
			this.#settle = resolve;
		});
	}

	get state(): EngineState {
		return this.#state;
	}

	/** The last snapshot. */
	get ended(): Promise<Snapshot> {
		return this.#ended;
	}

	/** Names of all sensors that were heard. */
	get sensors(): string[] {
		return this.#fleet.names;
	}

	/** @throws NetanalError BROKER_UNREACHABLE, BROKER_REFUSED; nothing is left running then */
	async start(): Promise<void> {
		if (this.#state !== 'idle') {
			throw misuse(`start() on a fleet that is ${this.#state}; create a new one`);
		}
		this.#become('starting');
		const host = hostOf(this.#options.broker.url);
		try {
			this.#subscription = await this.#broker.subscribe(this.#options.broker, {
				hear: (sender, bytes) => {
					this.#fleet.heard(sender);
					if (bytes.length > LARGEST_DEFLATED) {
						// it is refused as it is, and takes nobody's room
						this.#fleet.hear(sender, bytes);
					} else {
						this.#inbox.put(sender, bytes, performance.now());
					}
				},
				connected: problem => this.#connected(host, problem),
			});
		} catch (error) {
			this.#become('failed');
			throw error;
		}
		this.#become('running');
		this.#every(LOOK, () => this.#look());
		const {interval = DEFAULTS.interval, duration} = this.#options;
		if (interval > 0) {
			this.#every(interval, () => this.#tell());
		}
		if (duration !== undefined) {
			this.#timers.push(after(duration * 1000, () => void this.stop()));
		}
	}

	/** @returns the last snapshot */
	async stop(): Promise<Snapshot> {
		if (this.#state === 'idle') {
			throw misuse('stop() on a fleet that was not started');
		}
		if (this.#state === 'running') {
			this.#become('stopping');
			for (const cancel of this.#timers.splice(0)) {
				cancel();
			}
			await this.#subscription?.close();
			this.#look(true);
			const {snapshot, rows} = this.#buildWithRows();
			this.#become('ended');
			this.#settle(snapshot);
			this.emit('end', snapshot, rows);
		}
		return this.#ended;
	}

	/** Looks at one sensor alone. @param name null = all @throws NetanalError when none of that name was heard */
	select(name: string | null): void {
		if (name !== null && !this.#fleet.names.includes(name)) {
			throw new NetanalError('NO_SUCH_DEVICE', `no sensor ${name} was heard`);
		}
		this.#only = name;
		this.#fleet.whole = name;
		this.#second = null;
		// whoever asks for it may first have to turn to it
		setImmediate(() => this.#state === 'running' && this.#tell());
	}

	/** @internal Other rows go with snapshots from now on, the first of which comes at once. */
	look(rows: RowsRequest): void {
		this.#rows = rows;
		if (this.#state === 'running') {
			this.#tell();
		} else if (this.#state === 'ended') {
			const {snapshot, rows: found} = this.#buildWithRows();
			this.emit('snapshot', snapshot, found);
		}
	}

	/** A snapshot of this moment. @param top rows of each list; those that the fleet was created with when null */
	async snapshot(top?: number | 'all' | null): Promise<Snapshot> {
		this.#look();
		return this.#last !== null && this.#state === 'ended' ? this.#last : this.#build(top ?? undefined);
	}

	/** The same of all sensors, whichever is looked at. @param top rows of each list */
	async snapshotOfAll(top = 0): Promise<Snapshot> {
		this.#look();
		return this.#fleet.snapshot(top);
	}

	/** @internal */
	async setFilter(): Promise<void> {
		throw new NetanalError('FILTER_INVALID', 'a capture filter belongs to a sensor: start it with -f');
	}

	/** @internal */
	async checkFilter(): Promise<FilterError | null> {
		return {message: 'a capture filter belongs to a sensor: start it with -f', position: null};
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (this.#state === 'running' || this.#state === 'stopping') {
			await this.stop();
		}
	}

	/** Looks at what waits, the longest first, as long as it may; at the end at all of it. */
	#look(isLast = false): void {
		this.#fleet.ignored += this.#inbox.takeIgnored();
		this.#allowance.begin();
		for (const {sender, bytes, heard} of this.#inbox.take()) {
			this.#fleet.hear(sender, bytes, heard);
			if (!isLast && !this.#allowance.isLeft) {
				this.#goOn();
				break;
			}
		}
	}

	/** Looks again once others had their turn, where it may; else at the next time. */
	#goOn(): void {
		if (this.#allowance.isMoreLeft && !this.#goesOn) {
			this.#goesOn = true;
			setImmediate(() => {
				this.#goesOn = false;
				if (this.#state === 'running') {
					this.#look();
				}
			});
		}
	}

	#tell(): void {
		const {snapshot, rows} = this.#buildWithRows();
		this.emit('snapshot', snapshot, rows);
	}

	#buildWithRows(): {snapshot: Snapshot; rows: RowsAnswer | null} {
		if (this.#rows === null) {
			return {snapshot: this.#build(), rows: null};
		}
		const whole = this.#build(MOST_ROWS);
		const {top = DEFAULTS.top} = this.#options;
		const second = this.#fleet.lastSecond(this.#only);
		this.#second = Math.max(this.#second ?? second ?? Number.NEGATIVE_INFINITY, second ?? Number.NEGATIVE_INFINITY);
		this.#last = withTop(whole, top);
		return {
			snapshot: this.#last,
			rows: fleetRows(whole, this.#rows, Number.isFinite(this.#second) ? this.#second : null),
		};
	}

	/** That it is reached at first goes without saying. */
	#connected(host: string, problem: string | null): void {
		if ((problem === null) !== this.#isConnected) {
			this.#isConnected = problem === null;
			this.emit('interface', {name: host, up: this.#isConnected, carrier: true});
		}
	}

	#build(top: number | 'all' = this.#options.top ?? DEFAULTS.top): Snapshot {
		this.#last = this.#fleet.snapshot(top === 'all' ? Number.MAX_SAFE_INTEGER : top, this.#only);
		return this.#last;
	}

	#every(milliseconds: number, action: () => void): void {
		const timer = setInterval(action, milliseconds);
		this.#timers.push(() => clearInterval(timer));
	}

	#become(state: EngineState): void {
		this.#state = state;
		this.emit('state', state);
	}
}

/** The same with shorter lists. */
function withTop(snapshot: Snapshot, top: number): Snapshot {
	const {endpoints, conversations, flows, recent} = snapshot;
	return {
		...snapshot,
		endpoints: {...endpoints, top: endpoints.top.slice(0, top)},
		conversations: {...conversations, top: conversations.top.slice(0, top)},
		flows: {...flows, top: flows.top.slice(0, top)},
		recent: recent && {
			seconds: recent.seconds,
			endpoints: recent.endpoints.slice(0, top),
			conversations: recent.conversations.slice(0, top),
			flows: recent.flows.slice(0, top),
		},
	};
}
