/** Every way out of the program leads past `leave`; being stopped and continued is a way out and in again. */
import process from 'node:process';
import {sanitize} from '../format/sanitize.js';
import type {TerminalDevice} from './device.js';
import type {Endings} from './endings.js';
import type {Screen} from './screen.js';

/** sysexits(3): internal software error. */
const SOFTWARE_ERROR = 70;
/** Milliseconds after which a signal that should have stopped us has not. */
const NOT_STOPPED = 50;
/** Milliseconds between looks at whether the terminal is ours again: a shell says nothing to a job that runs. */
const BACKGROUND = 200;

export interface Lifecycle {
	/** Takes the screen as soon as the terminal is ours. */
	begin(): void;
	/** Stops the process as the shell's job control does; comes back when it is continued. */
	suspend(): void;
	/** No more stopping and continuing; a crash is still told in one line. */
	dispose(): void;
}

export interface LifecycleListeners {
	/** The program is asked to end; the argument is the exit status for it. */
	onEnd(status: number): void;
	/** The screen is ours again and its contents are unknown. */
	onResume(): void;
	/** It was to be stopped, but there is no shell that would continue it: it goes on. */
	onNotStopped(): void;
}

export function installLifecycle(
	screen: Screen,
	device: TerminalDevice,
	endings: Endings,
	listeners: LifecycleListeners,
): Lifecycle {
	let state: 'running' | 'leaving' | 'stopped' | 'background' | 'ending' | 'crashed' = 'running';
	/** Counts what stops and continues us: what was begun before the last one is out of date. */
	let turn = 0;

	const end = (status: number) => {
		if (state === 'ending' && !device.isInBackground) {
			screen.repeatLeave();
		}
		if (state !== 'crashed') {
			state = 'ending';
		}
		listeners.onEnd(status);
	};
	const leave = () => {
		screen.leave();
		device.close();
	};
	const onStop = () => void suspend();
	const suspend = async () => {
		if (state !== 'running' || !screen.ours) {
			return;
		}
		state = 'leaving';
		await screen.settle();
		// what ends the program meanwhile has left already
		if (state === 'leaving' && screen.ours) {
			stop();
		}
	};
	const stop = () => {
		state = 'stopped';
		screen.leave();
		// the kernel stops us as it would a program that knows nothing of it: not where nobody could continue it
		process.off('SIGTSTP', onStop);
		device.stop();
		const mine = ++turn;
		// when we were, the signal that continued us is taken before the immediate
		setTimeout(() => setImmediate(() => mine === turn && onNotStopped()), NOT_STOPPED);
	};
	/** Takes the screen, or waits until it can be had. */
	const goOn = () => {
		process.off('SIGTSTP', onStop);
		process.on('SIGTSTP', onStop);
		if (device.isInBackground) {
			// the capture goes on; reading would stop us, drawing would disturb who has the terminal
			state = 'background';
			screen.leave();
			device.setReading(false);
			const mine = ++turn;
			setTimeout(() => mine === turn && state === 'background' && goOn(), BACKGROUND);
			return;
		}
		state = 'running';
		device.setReading(true);
		screen.retake();
		listeners.onResume();
	};
	const onNotStopped = () => {
		if (state === 'stopped') {
			goOn();
			listeners.onNotStopped();
		}
	};
	const onContinue = () => {
		const mine = ++turn;
		// a signal that ends us can have come with this one, and is taken first
		setImmediate(() => {
			if (mine === turn && state !== 'leaving' && state !== 'ending' && state !== 'crashed') {
				goOn();
			}
		});
	};
	const onCrash = async (reason: unknown) => {
		// the first crash is told; what breaks after it follows from it
		if (state === 'crashed') {
			return;
		}
		state = 'crashed';
		await screen.settle();
		screen.leave();
		const message = reason instanceof Error ? reason.message : String(reason);
		process.stderr.write(`netanal-tui: internal error: ${sanitize(message)}\n`);
		if (process.env.NETANAL_DEBUG && reason instanceof Error) {
			process.stderr.write(`${(reason.stack ?? '').split('\n').map(sanitize).join('\n')}\n`);
		}
		process.exit(SOFTWARE_ERROR);
	};

	endings.listen(end);
	process.on('exit', leave);
	process.on('uncaughtException', onCrash);
	process.on('unhandledRejection', onCrash);
	process.on('SIGTSTP', onStop);
	process.on('SIGCONT', onContinue);
	return {
		begin: goOn,
		suspend: () => void suspend(),
		dispose() {
			if (state !== 'crashed') {
				state = 'ending';
			}
			process.off('SIGTSTP', onStop);
			process.off('SIGCONT', onContinue);
		},
	};
}
