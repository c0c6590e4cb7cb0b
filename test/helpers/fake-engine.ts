import {EventEmitter} from 'node:events';
import type {EnginePort, FilterError, InterfaceChange} from '../../source/dashboard/engine-port.js';
import type {EngineEvents} from '../../source/engine/options.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {snapshotOf} from './snapshots.js';

/** An engine whose answers are given by hand: each call waits until the test settles it. */
export class FakeEngine extends EventEmitter<EngineEvents> implements EnginePort {
	readonly checks: {text: string; answer(problem: FilterError | null): void}[] = [];
	readonly filters: {text: string | null; accept(): void; refuse(message: string): void}[] = [];
	current: Snapshot = snapshotOf({});
	progress: {read: number; total: number | null} = {read: 0, total: null};
	interfaceChange: InterfaceChange | null = null;

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
