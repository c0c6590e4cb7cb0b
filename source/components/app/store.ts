/** Holds the state, carries out effects, and lets the screen know, at most ten times a second. */
import type {Snapshot} from '../../engine/snapshot.js';
import type {Keymap} from '../../input/keymap.js';
import type {Clock} from '../clock.js';
import type {EnginePort, FilterError} from '../engine-port.js';
import type {Action, DashboardState, Effect} from './state.js';
import {update} from './update.js';

/** Milliseconds between two frames. */
const FRAME = 100;
/** Milliseconds without typing after which libpcap is asked about the filter. */
const SETTLED = 150;
/** Milliseconds between ticks; they matter only when nothing else happens. */
const TICK = 1000;

/** What the dashboard asks of the world around it, the engine apart. */
export interface Surroundings {
	/** Writes a new file. @returns its path */
	exportSnapshot(snapshot: Snapshot): Promise<string>;
	suspend(): void;
	redraw(): void;
	quit(): void;
}

export class Store {
	readonly #engine: EnginePort;
	readonly #clock: Clock;
	readonly #surroundings: Surroundings;
	readonly #keymap: Keymap;
	readonly #listeners = new Set<() => void>();
	readonly #disposers: (() => void)[] = [];
	#state: DashboardState;
	#shown: DashboardState;
	#shownAt = Number.NEGATIVE_INFINITY;
	#cancelFrame: (() => void) | null = null;
	#cancelCheck: (() => void) | null = null;
	#cancelTick: (() => void) | null = null;

	constructor(options: {
		engine: EnginePort;
		clock: Clock;
		keymap: Keymap;
		surroundings: Surroundings;
		initial: DashboardState;
	}) {
		this.#engine = options.engine;
		this.#clock = options.clock;
		this.#keymap = options.keymap;
		this.#surroundings = options.surroundings;
		this.#state = options.initial;
		this.#shown = options.initial;
	}

	/** The state that is drawn; it changes only when listeners are called. */
	readonly shown = (): DashboardState => this.#shown;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** Listens to the engine and lets time pass. */
	start(): void {
		const snapshot = (value: Snapshot) => this.dispatch({type: 'snapshot', snapshot: value, wall: this.#clock.wall()});
		const listen: EnginePort['on'] = (event, listener) => {
			this.#engine.on(event, listener);
			this.#disposers.push(() => this.#engine.off(event, listener));
		};
		listen('snapshot', snapshot);
		listen('end', snapshot);
		listen('state', state => this.dispatch({type: 'engine', state}));
		listen('filter', change => this.dispatch({type: 'filter', change}));
		listen('error', ({message}) => this.dispatch({type: 'error', message}));
		this.#tick();
	}

	/** Ends listening; nothing is drawn any more. */
	dispose(): void {
		for (const dispose of this.#disposers.splice(0)) {
			dispose();
		}
		this.#cancelFrame?.();
		this.#cancelCheck?.();
		this.#cancelTick?.();
		this.#listeners.clear();
	}

	dispatch(action: Action): void {
		const {state, effects} = update(this.#state, action, this.#clock.now(), this.#keymap);
		this.#state = state;
		for (const effect of effects) {
			this.#carryOut(effect);
		}
		this.#scheduleFrame();
	}

	#tick(): void {
		this.#cancelTick = this.#clock.after(TICK, () => {
			if (this.#clock.now() - this.#shownAt >= TICK - FRAME) {
				this.dispatch({type: 'tick'});
			}
			this.#tick();
		});
	}

	#scheduleFrame(): void {
		if (this.#cancelFrame !== null) {
			return;
		}
		const wait = this.#shownAt + FRAME - this.#clock.now();
		if (wait <= 0) {
			this.#frame();
		} else {
			this.#cancelFrame = this.#clock.after(wait, () => this.#frame());
		}
	}

	#frame(): void {
		this.#cancelFrame = null;
		this.#shownAt = this.#clock.now();
		this.#shown = this.#state;
		for (const listener of this.#listeners) {
			listener();
		}
	}

	#carryOut(effect: Effect): void {
		switch (effect.type) {
			case 'check-filter':
				this.#cancelCheck?.();
				this.#cancelCheck = this.#clock.after(SETTLED, () => void this.#check(effect.text, effect.question));
				break;
			case 'apply-filter':
				this.#cancelCheck?.();
				void this.#apply(effect.text, effect.question);
				break;
			case 'export':
				void this.#export(effect.snapshot);
				break;
			case 'suspend':
				this.#surroundings.suspend();
				break;
			case 'redraw':
				this.#surroundings.redraw();
				break;
			case 'quit':
				this.#surroundings.quit();
				break;
		}
	}

	async #check(text: string, question: number): Promise<void> {
		const problem = text === '' ? null : await this.#engine.checkFilter(text).catch(asProblem);
		this.dispatch({type: 'checked', question, problem});
	}

	async #apply(text: string | null, question: number): Promise<void> {
		let problem: FilterError | null = null;
		try {
			await this.#engine.setFilter(text);
		} catch (error) {
			// the words are the same; only the check knows the place
			const checked = text === null ? null : await this.#engine.checkFilter(text).catch(asProblem);
			problem = checked ?? asProblem(error);
		}
		this.dispatch({type: 'applied', question, text, problem});
	}

	async #export(snapshot: Snapshot | null): Promise<void> {
		try {
			const path = await this.#surroundings.exportSnapshot(snapshot ?? (await this.#engine.snapshot()));
			this.dispatch({type: 'exported', path});
		} catch (error) {
			this.dispatch({type: 'export-failed', message: `not written: ${asProblem(error).message}`});
		}
	}
}

function asProblem(error: unknown): FilterError {
	return {message: error instanceof Error ? error.message : String(error), position: null};
}
