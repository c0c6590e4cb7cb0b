import {EventEmitter} from 'node:events';
import type {EnginePort, FilterError, InterfaceChange} from '../../source/dashboard/engine-port.js';
import type {EngineEvents} from '../../source/engine/options.js';
import {isInside, NO_ROWS, type RowsRequest} from '../../source/engine/rows.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {rowsBetween} from './rows.js';
import {snapshotOf} from './snapshots.js';

/** An engine whose answers are given by hand: each call waits until the test settles it. */
export class FakeEngine extends EventEmitter<EngineEvents> implements EnginePort {
	readonly checks: {text: string; answer(problem: FilterError | null): void}[] = [];
	readonly filters: {text: string | null; accept(): void; refuse(message: string): void}[] = [];
	current: Snapshot = snapshotOf({});
	progress: {read: number; total: number | null} = {read: 0, total: null};
	interfaceChange: InterfaceChange | null = null;

	/** Rules that are watched for. */
	alerts: readonly string[] = [];

	/** The rows that were asked for last. */
	asked: RowsRequest = NO_ROWS;
	#last: {at: number; snapshot: Snapshot; before: Snapshot | null; seconds: number} | null = null;

	/** @param now milliseconds, of the clock of the test: what rows do is told over the time between two snapshots */
	constructor(readonly now: () => number = () => 0) {
		super();
	}

	/** A snapshot, with rows as an analysis would tell them. */
	tell(snapshot: Snapshot): void {
		const at = this.now();
		const seconds = this.#last === null || at <= this.#last.at ? 0.5 : (at - this.#last.at) / 1000;
		this.#last = {at, snapshot, before: this.#last?.snapshot ?? null, seconds};
		this.#tellRows();
	}

	look(rows: RowsRequest): void {
		const isAsGood = rows.search === this.asked.search;
		this.asked = rows;
		// all rows are told, whichever are in sight
		if (this.#last !== null && !isAsGood) {
			this.#tellRows();
		}
	}

	#tellRows(): void {
		const {snapshot, before, seconds} = this.#last!;
		const rows = rowsBetween(before, snapshot, seconds, this.asked);
		const own =
			rows.own === null ? rows.lists.talkers.rows.filter(({key}) => isInside(key, this.asked.inside)) : [rows.own.row];
		const sum = (way: 2 | 3) => own.reduce((all, {windows}) => all + windows[0][way] / seconds, 0);
		const inside =
			rows.second === null || own.length === 0 ? null : [{second: rows.second, sent: sum(2), received: sum(3)}];
		this.emit('snapshot', snapshot, {...rows, inside});
	}

	setAlerts(rules: readonly string[]): void {
		this.alerts = rules;
	}

	/** Whether packets seen on several interfaces count once. */
	isOnce = false;

	setOnce(isOnce: boolean): void {
		this.isOnce = isOnce;
	}

	checkFilter(text: string): Promise<FilterError | null> {
		return new Promise(resolve => {
			this.checks.push({text, answer: resolve});
		});
	}

	setFilter(text: string | null): Promise<void> {
		return new Promise((resolve, reject) => {
			this.filters.push({text, accept: resolve, refuse: message => reject(new Error(message))});
		});
	}

	snapshot(): Promise<Snapshot> {
		return Promise.resolve(this.current);
	}
}

/** Lets everything run that waits for a promise. */
export async function settled(): Promise<void> {
	await new Promise(resolve => {
		setImmediate(resolve);
	});
}
