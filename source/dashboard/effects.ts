/** Carries out what the reducer asks of the world, and tells it what came of it. */
import type {OnlyPackets} from '../engine/options.js';
import type {Flow, Snapshot} from '../engine/snapshot.js';
import type {Clock} from '../terminal/clock.js';
import type {EnginePort, FilterError} from './engine-port.js';
import type {Recorder} from './history/recorder.js';
import type {Action, Effect} from './model/actions.js';
import type {ChooserItem, ExportFormat} from './model/chooser.js';
import type {FlowOwner} from './model/details.js';
import {baselineTime} from './model/reset.js';
import type {DashboardState} from './model/state.js';
import {writtenSince} from './model/written-since.js';

/** Milliseconds without typing after which libpcap is asked about the filter. */
const SETTLED = 150;
/** Milliseconds that the analysis gets for a snapshot. */
const ANSWER = 3000;

/** What the dashboard asks of the world around it, the engine apart. */
export interface Surroundings {
	/** Writes new files. @returns what they are called, in words */
	exportSnapshot(snapshot: Snapshot, format: ExportFormat): Promise<string>;
	/** Why exports cannot be written; null or absent when they can. */
	exportObstacle?(): string | null;
	/** Writes files into that folder from now on. Rejects where they cannot be written. @returns its whole path */
	changeFolder(name: string): Promise<string>;
	/** What can be captured on. */
	interfaces(): Promise<ChooserItem[]>;
	/**
	 * Captures on another interface from now on, with this filter. Rejects, with the old capture going on, when it cannot.
	 * @returns own addresses there, as in `CaptureState`
	 */
	switchTo(name: string, filter: string | null): Promise<readonly string[]>;
	/** Addresses that this interface has now; absent where nothing is captured. */
	ownAddresses?(name: string): readonly string[];
	/** Who has the ends of a flow that are on this machine; absent where that cannot be told. */
	owners?(flow: Flow): Promise<readonly FlowOwner[]>;
	/** Begins to write packets into a new file, every one or those of a row. @returns its path */
	startWriting(only?: OnlyPackets): Promise<string>;
	/** @returns what was written, in words */
	stopWriting(): Promise<string>;
	/** Keeps the filters for the next run. */
	rememberFilters(past: readonly string[]): void;
	/** To the clipboard of the terminal. */
	copy(text: string): void;
	/** As the terminal was asked to, if it was. */
	notify(text: string): void;
	suspend(): void;
	redraw(): void;
	quit(): void;
}

export interface World {
	engine: EnginePort;
	clock: Clock;
	surroundings: Surroundings;
	recorder: Recorder;
	state(): DashboardState;
	dispatch(action: Action): void;
}

export class Effects {
	readonly #world: World;
	#cancelCheck: (() => void) | null = null;

	constructor(world: World) {
		this.#world = world;
	}

	dispose(): void {
		this.#cancelCheck?.();
	}

	carryOut(effect: Effect): void {
		const {surroundings, clock} = this.#world;
		switch (effect.type) {
			case 'check-filter':
				this.#cancelCheck?.();
				this.#cancelCheck = clock.after(SETTLED, () => void this.#check(effect.text, effect.question));
				break;
			case 'apply-filter':
				this.#cancelCheck?.();
				void this.#apply(effect);
				break;
			case 'set-own-ssh':
				void this.#setOwnSsh(effect);
				break;
			case 'export':
				void this.#export(effect);
				break;
			case 'recall':
				this.#recall(effect.second);
				break;
			case 'recall-row':
				this.#world.dispatch({
					type: 'recalled-row',
					row: this.#world.recorder.recallRow(effect.list, effect.key, effect.second),
				});
				break;
			case 'ask-owners':
				void this.#attempt('processes not looked up', async () => {
					const owners = await surroundings.owners?.(effect.flow);
					if (owners !== undefined) {
						this.#world.dispatch({type: 'owners', key: effect.key, owners});
					}
				});
				break;
			case 'look':
				this.#world.engine.look(effect.rows);
				break;
			case 'set-alerts':
				void this.#setAlerts(effect.rules);
				break;
			case 'set-once':
				void this.#setOnce(effect.isOnce);
				break;
			case 'notify':
				surroundings.notify(effect.text);
				break;
			case 'list-interfaces':
				void this.#attempt('interfaces not listed', async () => {
					this.#world.dispatch({type: 'interfaces', items: await surroundings.interfaces()});
				});
				break;
			case 'switch':
				void this.#switch(effect.name);
				break;
			case 'write':
				void this.#write(effect);
				break;
			case 'change-folder':
				void this.#attempt('files go where they went', async () => {
					this.#world.dispatch({type: 'folder', path: await surroundings.changeFolder(effect.name)});
				});
				break;
			case 'remember-filter':
				surroundings.rememberFilters(effect.past);
				break;
			case 'copy':
				surroundings.copy(effect.text);
				break;
			case 'suspend':
				surroundings.suspend();
				break;
			case 'redraw':
				surroundings.redraw();
				break;
			case 'quit':
				surroundings.quit();
				break;
		}
	}

	async #check(text: string, question: number): Promise<void> {
		const problem = text === '' ? null : await this.#world.engine.checkFilter(text).catch(asProblem);
		this.#world.dispatch({type: 'checked', question, problem});
	}

	async #apply({text, filter, question}: Extract<Effect, {type: 'apply-filter'}>): Promise<void> {
		const {engine, dispatch} = this.#world;
		// of the text alone, so that the place of a mistake is one in the text, and no parenthesis of it reaches out
		const isPart = text !== null && text !== filter;
		let problem = isPart ? await engine.checkFilter(text).catch(asProblem) : null;
		if (problem === null) {
			try {
				await engine.setFilter(filter);
			} catch (error) {
				// the words are the same; only the check knows the place
				const checked = text === null ? null : await engine.checkFilter(text).catch(asProblem);
				problem = checked ?? asProblem(error);
			}
		}
		if (problem === null) {
			this.#begunAnew(text);
		}
		dispatch({type: 'applied', question, text, problem});
	}

	async #setOwnSsh({isLeftOut, filter}: Extract<Effect, {type: 'set-own-ssh'}>): Promise<void> {
		let problem: FilterError | null = null;
		try {
			await this.#world.engine.setFilter(filter);
		} catch (error) {
			problem = asProblem(error);
		}
		this.#world.dispatch({type: 'own-ssh', isLeftOut, problem});
	}

	/** A file is read again: rules hold from its beginning. */
	async #setAlerts(rules: readonly string[]): Promise<void> {
		const {engine, state} = this.#world;
		const {typed} = state().filter;
		await this.#attempt('not watched for', async () => {
			await engine.setAlerts?.(rules);
			this.#begunAnew(typed);
		});
	}

	/** A file is read again. */
	async #setOnce(isOnce: boolean): Promise<void> {
		const {engine, state, dispatch} = this.#world;
		const {typed} = state().filter;
		await this.#attempt('counted as before', async () => {
			await engine.setOnce?.(isOnce);
			this.#begunAnew(typed);
			dispatch({type: 'once', isOnce});
		});
	}

	/** What is a file is read from its beginning: all that was known is of another reading. */
	#begunAnew(filter: string | null): void {
		const {state, recorder, dispatch} = this.#world;
		if (state().capture.source.kind === 'file') {
			recorder.clear(true);
			dispatch({type: 'reread', filter});
		}
	}

	#recall(second: number): void {
		const {recorder, state, dispatch} = this.#world;
		const view = recorder.recall(second, state().time.live?.snapshot.bandwidth.samples ?? []);
		if (view !== null) {
			dispatch({type: 'recalled', second, view});
		}
	}

	async #switch(name: string): Promise<void> {
		const {capture, filter} = this.#world.state();
		await this.#attempt(`still on ${capture.source.name}`, async () => {
			const localAddresses = await this.#world.surroundings.switchTo(name, filter.inForce);
			if (capture.source.fleet === undefined) {
				this.#world.recorder.clear(false);
			} else {
				this.#world.recorder.turn(capture.source.name, name);
			}
			this.#world.dispatch({type: 'switched', source: {...capture.source, name}, filter: filter.typed, localAddresses});
			// told before it was the one that is shown
			const {interfaceChange: change} = this.#world.engine;
			if (change) {
				this.#world.dispatch({type: 'interface', change});
			}
		});
	}

	async #write({begin, only}: Extract<Effect, {type: 'write'}>): Promise<void> {
		const {surroundings, dispatch} = this.#world;
		await this.#attempt('not written', async () => {
			if (begin) {
				const path = await surroundings.startWriting(only?.packets);
				const of = only?.text ?? null;
				dispatch({
					type: 'writing',
					path,
					of,
					text: `writing ${of === null ? 'packets' : `the packets of ${of}`} to ${path}`,
				});
			} else {
				dispatch({type: 'writing', path: null, of: null, text: await surroundings.stopWriting()});
			}
		});
	}

	async #export({snapshot, format, baseline}: Extract<Effect, {type: 'export'}>): Promise<void> {
		const {surroundings, dispatch} = this.#world;
		try {
			const whole = snapshot ?? (await this.#newest());
			const path = await surroundings.exportSnapshot(baseline ? writtenSince(whole, baseline) : whole, format);
			dispatch({type: 'exported', path, ...(baseline && {since: baselineTime(baseline)})});
		} catch (error) {
			dispatch({type: 'export-failed', message: `not written: ${asProblem(error).message}`});
		}
	}

	/** A whole snapshot of now; of an analysis that does not answer, the last figures that came. */
	async #newest(): Promise<Snapshot> {
		const {engine, clock, state} = this.#world;
		let cancel = () => {};
		const patience = new Promise<null>(resolve => {
			cancel = clock.after(ANSWER, () => resolve(null));
		});
		const answer = await Promise.race([engine.snapshot(), patience]).finally(cancel);
		const snapshot = answer ?? state().time.live?.original;
		if (snapshot === undefined) {
			throw new Error('there are no figures yet');
		}
		return snapshot;
	}

	async #attempt(otherwise: string, action: () => Promise<void>): Promise<void> {
		try {
			await action();
		} catch (error) {
			this.#world.dispatch({type: 'failed', message: `${otherwise}: ${asProblem(error).message}`});
		}
	}
}

function asProblem(error: unknown): FilterError {
	return {message: error instanceof Error ? error.message : String(error), position: null};
}
