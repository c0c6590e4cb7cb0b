/** Every way out of the program leads past `leave`; being stopped and continued is a way out and in again. */
import os from 'node:os';
import process from 'node:process';
import {sanitize} from '../../format/sanitize.js';
import type {TerminalDevice} from './device.js';
import type {Screen} from './screen.js';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** sysexits(3): internal software error. */
const SOFTWARE_ERROR = 70;
/** Milliseconds in which a SIGTSTP is the echo of the one that we sent ourselves. */
const ECHO = 100;

export interface Lifecycle {
	/** Stops the process as the shell's job control does; comes back when it is continued. */
	suspend(): void;
	/** Takes the handlers away again. */
	dispose(): void;
}

/**
 * @param listeners.onEnd a signal asks the program to end; the argument is the exit status for it, 128 + its number
 * @param listeners.onResume the screen is ours again and its contents are unknown
 */
export function installLifecycle(
	screen: Screen,
	device: TerminalDevice,
	listeners: {onEnd(status: number): void; onResume(): void},
): Lifecycle {
	let state: 'running' | 'leaving' | 'stopped' | 'crashed' = 'running';
	let echoUntil = 0;

	const leave = () => screen.leave();
	const suspend = async () => {
		if (state !== 'running' || !screen.ours) {
			return;
		}
		state = 'leaving';
		await screen.settle();
		// what ends the program meanwhile has left already
		if (state === 'leaving' && screen.ours) {
			state = 'stopped';
			screen.leave();
			device.stop();
		}
	};
	const onStop = () => {
		if (Date.now() >= echoUntil) {
			void suspend();
		}
	};
	const onContinue = () => {
		if (state === 'stopped') {
			state = 'running';
			echoUntil = Date.now() + ECHO;
			screen.enter();
			listeners.onResume();
		}
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
			process.stderr.write(`${reason.stack}\n`);
		}
		process.exit(SOFTWARE_ERROR);
	};
	const enders = ENDING.map(signal => {
		const handler = () => listeners.onEnd(128 + os.constants.signals[signal]);
		return {signal, handler};
	});

	process.on('exit', leave);
	process.on('uncaughtException', onCrash);
	process.on('unhandledRejection', onCrash);
	process.on('SIGTSTP', onStop);
	process.on('SIGCONT', onContinue);
	for (const {signal, handler} of enders) {
		process.on(signal, handler);
	}
	return {
		suspend: () => void suspend(),
		dispose() {
			process.off('exit', leave);
			process.off('uncaughtException', onCrash);
			process.off('unhandledRejection', onCrash);
			process.off('SIGTSTP', onStop);
			process.off('SIGCONT', onContinue);
			for (const {signal, handler} of enders) {
				process.off(signal, handler);
			}
		},
	};
}
