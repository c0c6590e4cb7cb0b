/** Holds the state, has effects carried out, and lets the screen know, at most ten times a second. */
import type {RowsAnswer} from '../engine/rows.js';
import type {Snapshot, SnapshotError} from '../engine/snapshot.js';
import type {Keymap} from '../input/keymap.js';
import type {Clock} from '../terminal/clock.js';
import {Effects, type Surroundings} from './effects.js';
import type {EnginePort, Privileges} from './engine-port.js';
import {Recorder} from './history/recorder.js';
import type {Action} from './model/actions.js';
import type {CaptureState, DashboardState} from './model/state.js';
import type {View} from './model/view.js';
import {update} from './update/update.js';

/** Milliseconds between two frames. */
const FRAME = 100;
/** Milliseconds between ticks; they matter only when nothing else happens. */
const TICK = 1000;
/** The same while a file is read or played. */
const QUICK_TICK = 100;
/** Milliseconds after the figures of a capture within which the next ones come, and are worth a frame; on a quiet network, as late as the last. */
const NEXT_FIGURES = 2500;
const LATE = 500;
/** Milliseconds after which the interface's own addresses are looked at again. */
const LOOK = 2000;

const isReading = ({source, engine}: CaptureState) =>
	source.kind === 'file' && (engine === 'starting' || engine === 'running');

/** It draws nothing that moves by itself between the figures. */
const followsCapture = ({capture, time, notice}: DashboardState) =>
	capture.source.kind === 'interface' && capture.engine === 'running' && time.held === null && notice === null;

export class Store {
	readonly #engine: EnginePort;
	readonly #clock: Clock;
	readonly #effects: Effects;
	readonly #surroundings: Surroundings;
	readonly #recorder: Recorder;
	readonly #keymap: Keymap;
	readonly #listeners = new Set<() => void>();
	readonly #disposers: (() => void)[] = [];
	#state: DashboardState;
	#shown: DashboardState;
	#shownAt = Number.NEGATIVE_INFINITY;
	/** When figures came last, and for how long they may be the last. */
	#toldAt = Number.NEGATIVE_INFINITY;
	#nextFigures = NEXT_FIGURES;
	/** When it was asked for the interface's addresses. */
	#lookedAt = Number.NEGATIVE_INFINITY;
	#cancelFrame: (() => void) | null = null;
	#cancelTick: (() => void) | null = null;
	#nested = 0;

	constructor(options: {
		engine: EnginePort;
		clock: Clock;
		keymap: Keymap;
		surroundings: Surroundings;
		initial: DashboardState;
	}) {
		this.#engine = options.engine;
		this.#clock = options.clock;
		this.#surroundings = options.surroundings;
		this.#keymap = options.keymap;
		this.#state = options.initial;
		this.#shown = options.initial;
		this.#recorder = new Recorder(options.initial.time.history, options.initial.capture.source.fleet);
		this.#recorder.clear(options.initial.capture.source.kind === 'file');
		this.#effects = new Effects({
			engine: options.engine,
			clock: options.clock,
			surroundings: options.surroundings,
			recorder: this.#recorder,
			state: () => this.#state,
			dispatch: action => this.dispatch(action),
		});
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
		const snapshot = (value: Snapshot, rows?: RowsAnswer | null) => {
			const now = this.#clock.now();
			this.#nextFigures = Number.isFinite(this.#toldAt)
				? Math.max(NEXT_FIGURES, now - this.#toldAt + LATE)
				: NEXT_FIGURES;
			this.#toldAt = now;
			this.dispatch({type: 'snapshot', snapshot: value, rows, wall: this.#clock.wall()});
			if (now - this.#lookedAt >= LOOK) {
				this.#lookAtAddresses();
			}
		};
		const listen: EnginePort['on'] = (event, listener) => {
			this.#engine.on(event, listener);
			this.#disposers.push(() => this.#engine.off(event, listener));
		};
		listen('snapshot', snapshot);
		listen('end', snapshot);
		listen('state', state => this.dispatch({type: 'engine', state}));
		listen('filter', change => this.dispatch({type: 'filter', change, wall: this.#clock.wall()}));
		listen('interface', change => {
			this.dispatch({type: 'interface', change});
			this.#lookAtAddresses();
		});
		listen('detail', detail => this.dispatch({type: 'detail', detail}));
		listen('alert', alert => this.dispatch({type: 'alert', alert}));
		const privileges = (value: Privileges) =>
			this.dispatch({
				type: 'privileges',
				privileges: value,
				exportObstacle: this.#surroundings.exportObstacle?.() ?? null,
			});
		listen('privileges', privileges);
		// It may have been opened before anyone listened.
		if (this.#engine.privileges) {
			privileges(this.#engine.privileges);
		}
		const warning = ({message}: SnapshotError) => this.dispatch({type: 'failed', message});
		listen('warning', warning);
		for (const told of this.#engine.warnings ?? []) {
			warning(told);
		}
		listen('file-kept', ({message}) => this.dispatch({type: 'failed', message}));
		listen('output-error', ({message}) => {
			this.dispatch({type: 'output-failed', message, isWriting: this.#engine.writing ?? false});
		});
		listen('error', ({message}) => this.dispatch({type: 'error', message}));
		this.#tick();
	}

	/** Ends listening; nothing is drawn any more. */
	dispose(): void {
		for (const dispose of this.#disposers.splice(0)) {
			dispose();
		}
		this.#cancelFrame?.();
		this.#effects.dispose();
		this.#cancelTick?.();
		this.#listeners.clear();
	}

	dispatch(action: Action): void {
		this.#nested++;
		this.#reduce(action);
		this.#nested--;
		// what one thing leads to is one frame
		if (this.#nested === 0) {
			this.#scheduleFrame();
		}
	}

	#reduce(action: Action): void {
		const {state, effects} = update(this.#state, action, this.#clock.now(), this.#keymap);
		const before = this.#state;
		this.#state = state;
		const {live} = state.time;
		if (live !== before.time.live && live !== null) {
			this.#record(live);
		}
		for (const effect of effects) {
			this.#effects.carryOut(effect);
		}
		const playsNow = state.time.playback.playing && !before.time.playback.playing;
		const follows = followsCapture(state);
		if (playsNow || follows !== followsCapture(before) || (follows && action.type === 'snapshot')) {
			this.#cancelTick?.();
			this.#tick();
		}
	}

	/** They come late where the link does, or where DHCP gives them: in and out are told by them. */
	#lookAtAddresses(): void {
		this.#lookedAt = this.#clock.now();
		const {source, localAddresses: known} = this.#state.capture;
		const found = source.kind === 'interface' ? (this.#surroundings.ownAddresses?.(source.name) ?? []) : [];
		const addresses = found.filter(address => !known.includes(address));
		if (addresses.length > 0) {
			this.dispatch({type: 'own-addresses', addresses});
		}
	}

	#record(view: View): void {
		const seconds = this.#recorder.record(view);
		if (seconds !== null) {
			this.dispatch({type: 'recorded', seconds});
		}
	}

	#tick(): void {
		const wait = this.#state.time.playback.playing || isReading(this.#state.capture) ? QUICK_TICK : TICK;
		// between the figures of a capture nothing moves
		const untilFigures = followsCapture(this.#state) ? this.#toldAt + this.#nextFigures - this.#clock.now() : 0;
		this.#cancelTick = this.#clock.after(Math.max(wait, untilFigures), () => {
			const {read, total} = this.#engine.progress;
			if (isReading(this.#state.capture)) {
				this.dispatch({type: 'progress', share: total === null || total === 0 ? null : read / total});
			} else if (this.#isTickDue(wait)) {
				this.dispatch({type: 'tick'});
			}
			this.#tick();
		});
	}

	#isTickDue(wait: number): boolean {
		const now = this.#clock.now();
		const isTold = followsCapture(this.#state) && now - this.#toldAt < this.#nextFigures;
		return !isTold && now - this.#shownAt >= wait - FRAME;
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
}
