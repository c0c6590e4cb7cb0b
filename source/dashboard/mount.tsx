/** Puts the dashboard on a terminal and takes it off again. */
import type {Command} from '../input/commands.js';
import {createKeymap} from '../input/keymap.js';
import {clipboardCode} from '../terminal/clipboard.js';
import type {Clock} from '../terminal/clock.js';
import type {TerminalDevice} from '../terminal/device.js';
import type {Endings} from '../terminal/endings.js';
import {FrameStream} from '../terminal/frame-stream.js';
import {renderOn} from '../terminal/ink.js';
import {listenToKeys} from '../terminal/keyboard.js';
import {installLifecycle} from '../terminal/lifecycle.js';
import {type Notification, notificationCode} from '../terminal/notification.js';
import {Screen} from '../terminal/screen.js';
import {Surface} from '../terminal/surface.js';
import type {Theme} from '../theme/theme.js';
import {App} from './app.js';
import type {Surroundings} from './effects.js';
import type {EnginePort, EngineState, InterfaceChange} from './engine-port.js';
import type {Action} from './model/actions.js';
import {type Beginnings, initialState} from './model/state.js';
import {pointed} from './pointing.js';
import {Sources} from './sources.js';
import {Store} from './store.js';

/** 128 + SIGHUP: what the shell reports of a program whose terminal went away. */
const HUNG_UP = 129;
const NOT_STOPPED = 'not stopped: no shell that could continue it (fg) has started this';

export interface MountOptions {
	engine: EnginePort;
	device: TerminalDevice;
	endings: Endings;
	theme: Theme;
	clock: Clock;
	/** What is captured, and how the dashboard begins. */
	capture: Beginnings;
	/** How the terminal tells of an alert. */
	notification: Notification;
	/** The table of commands with the keys that are bound. */
	commands: readonly Command[];
	/** The engine's state now; later ones come as events. */
	engineState: EngineState;
	/** What has been told of the interface already. */
	interfaceChange: InterfaceChange | null;
	/** Presses and the wheel are wanted of the terminal. */
	hasMouse: boolean;
	/** Opens the source, now that someone listens. @returns whether the own session is left out as it was meant to be */
	open(): Promise<boolean>;
	outside: Omit<Surroundings, 'copy' | 'notify' | 'suspend' | 'redraw' | 'quit'>;
}

/** @returns the exit status, once the terminal is as it was found */
export async function mount(options: MountOptions): Promise<number> {
	const {device, clock, engine} = options;
	const frames = new FrameStream(device.output, device.size());
	const screen = new Screen(device, frames, options.hasMouse);
	const surface = new Surface(device.size(), frame => frames.draw(frame), options.theme.encode);
	let finish!: (status: number) => void;
	let fail!: (error: unknown) => void;
	const finished = new Promise<number>((resolve, reject) => {
		finish = resolve;
		fail = reject;
	});

	const resize = () => {
		const size = device.size();
		frames.resize(size);
		surface.resize(size);
		store.dispatch({type: 'resize', size});
	};
	const lifecycle = installLifecycle(screen, device, options.endings, {
		onEnd: status => finish(status),
		// a resize while the program was stopped has left no trace
		onResume: resize,
		onNotStopped: () => store.dispatch({type: 'failed', message: NOT_STOPPED}),
	});
	const store = new Store({
		engine,
		clock,
		keymap: createKeymap(options.commands),
		initial: initialState(device.size(), clock.now(), options.capture, options.commands),
		surroundings: {
			...options.outside,
			copy: text => frames.send(clipboardCode(text), 'clipboard'),
			notify: text => {
				if (options.notification !== 'no') {
					frames.send(notificationCode(options.notification, text), 'notification');
				}
			},
			suspend: () => lifecycle.suspend(),
			redraw: resize,
			quit: () => finish(0),
		},
	});
	store.dispatch({type: 'engine', state: options.engineState});
	if (options.interfaceChange !== null) {
		store.dispatch({type: 'interface', change: options.interfaceChange});
	}
	store.start();

	const stopKeys = listenToKeys(device, clock, key => {
		// a report that nobody asked for is of a program that was here before
		const mouse =
			key.mouse === undefined || !options.hasMouse ? null : pointed(store.shown(), key.mouse, options.theme);
		const action: Action | null = key.mouse === undefined ? {type: 'key', key} : mouse;
		if (action !== null) {
			store.dispatch(action);
		}
	});
	lifecycle.begin();
	const stopResize = device.onResize(resize);
	const stopGone = device.onGone(() => finish(HUNG_UP));
	const sources = new Sources(store, () => surface.refresh());
	const ink = renderOn(surface, <App sources={sources} theme={options.theme} />);
	// whatever ends Ink ends the dashboard
	ink.ended().then(() => finish(0), fail);
	options.open().then(isLeftOut => {
		if (!isLeftOut) {
			store.dispatch({type: 'own-ssh', isLeftOut, problem: null});
		}
	}, fail);

	try {
		return await finished;
	} finally {
		stopKeys();
		stopResize();
		stopGone();
		store.dispose();
		await screen.settle();
		screen.leave();
		ink.unmount();
		lifecycle.dispose();
		device.close();
	}
}
