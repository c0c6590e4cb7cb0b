/** The real terminal: the one file that touches file descriptors, raw mode and signals. */
import fs from 'node:fs';
import tty from 'node:tty';
import type {Size, TerminalOutput} from './frame-stream.js';
import {isInBackground} from './job-control.js';

/** Milliseconds until a full pipe or terminal is tried again. */
const RETRY = 20;
/** Milliseconds that the codes get which give a terminal back that takes nothing. */
const LAST_PATIENCE = 300;

/**
 * Writes on a thread of libuv's pool, so that a terminal that takes nothing (a stalled SSH session) does not stop the
 * program: Node's own write to a terminal blocks the event loop.
 */
export class DescriptorOutput implements TerminalOutput {
	readonly #descriptor: number;
	readonly #gone: () => void;

	/** @param gone called when a write fails: nobody sees anything any more */
	constructor(descriptor: number, gone: () => void) {
		this.#descriptor = descriptor;
		this.#gone = gone;
	}

	write(text: string, taken: () => void): void {
		this.#write(Buffer.from(text), 0, taken);
	}

	#write(bytes: Buffer, start: number, taken: () => void): void {
		fs.write(this.#descriptor, bytes, start, bytes.length - start, null, (error, written) => {
			if (error?.code === 'EAGAIN') {
				setTimeout(() => this.#write(bytes, start, taken), RETRY);
			} else if (error === null && start + written < bytes.length) {
				this.#write(bytes, start + written, taken);
			} else {
				taken();
				if (error !== null) {
					this.#gone();
				}
			}
		});
	}
}

/** What the dashboard needs of the terminal it runs in. */
export interface TerminalDevice {
	readonly output: TerminalOutput;
	size(): Size;
	/** Writes at once, for codes that must be out before anything else happens. */
	writeNow(text: string): void;
	setRaw(raw: boolean): void;
	/** Has line feeds reach the terminal without a carriage return, until raw mode ends. @returns whether they do */
	passLineFeeds(run: (descriptor: number) => boolean): boolean;
	/** Bytes from the keyboard as text. @returns ends it */
	onInput(listener: (text: string) => void): () => void;
	/** Whether the keyboard is read. */
	setReading(reading: boolean): void;
	onResize(listener: () => void): () => void;
	/** The terminal is gone, whether or not a signal says so: nobody sees or ends this program any more. @returns ends it */
	onGone(listener: () => void): () => void;
	/** Another job has the terminal, and we must neither draw nor change its settings. */
	readonly isInBackground: boolean;
	/** Stops this process and its job until it is continued; where nobody could do that, nothing happens. */
	stop(): void;
	/** Lets go of the keyboard, so that Node does not put its settings back while they are another job's. */
	close(): void;
}

const DEFAULT_SIZE: Size = {columns: 80, rows: 24};

/**
 * The terminal, opened a second time: writes that would block fail instead, and neither the shell nor who else has the first
 * descriptor is concerned. A write that hangs, as to an SSH connection that is broken and does not know it yet, could not be
 * called off, and the program not be ended. Opened before root is given up: the terminal may be somebody else's.
 *
 * @returns the descriptor itself where that is not possible
 */
export function openOutput(descriptor: number): number {
	if (process.platform !== 'linux') {
		return descriptor;
	}
	try {
		const {O_WRONLY, O_NONBLOCK, O_NOCTTY} = fs.constants;
		return fs.openSync(`/proc/self/fd/${descriptor}`, O_WRONLY | O_NONBLOCK | O_NOCTTY);
	} catch {
		return descriptor;
	}
}

/** Waits for a terminal that takes nothing, and not for ever. */
function writeInTime(descriptor: number, text: string): void {
	const bytes = Buffer.from(text);
	const deadline = performance.now() + LAST_PATIENCE;
	const rest = new Int32Array(new SharedArrayBuffer(4));
	for (let at = 0; at < bytes.length; ) {
		try {
			at += fs.writeSync(descriptor, bytes, at);
		} catch (error) {
			// any other: the terminal is gone, and nothing is left to restore
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || performance.now() > deadline) {
				return;
			}
			Atomics.wait(rest, 0, 0, RETRY);
		}
	}
}

/**
 * @param stdout a terminal
 * @param output a descriptor of the same terminal
 * @param keyboard a terminal; another one than standard input when that carries packets
 */
export function openDevice(
	stdout: tty.WriteStream & {fd: number},
	output: number,
	keyboard: tty.ReadStream & {fd: number},
): TerminalDevice {
	const whenGone = new Set<() => void>();
	let isClosed = false;
	const device: TerminalDevice = {
		output: new DescriptorOutput(output, () => {
			for (const listener of whenGone) {
				listener();
			}
		}),
		size() {
			// of a resize while another job had the terminal we were told nothing, and Node looks only when it is
			process.emit('SIGWINCH');
			return {columns: stdout.columns || DEFAULT_SIZE.columns, rows: stdout.rows || DEFAULT_SIZE.rows};
		},
		writeNow: text => writeInTime(output, text),
		// not of `output`: what a child is given is made to block, in here as well (libuv)
		passLineFeeds: run => !device.isInBackground && run(stdout.fd),
		setRaw(raw) {
			if (device.isInBackground) {
				return;
			}
			try {
				// what is believed to be set is not set again, and others may have changed it since
				keyboard.setRawMode(false);
				if (raw) {
					keyboard.setRawMode(true);
				}
			} catch {
				// the terminal is gone
			}
		},
		onInput(listener) {
			keyboard.setEncoding('utf8');
			const take = (text: string) => listener(text);
			const ignore = () => {};
			keyboard.on('data', take);
			keyboard.on('error', ignore);
			keyboard.resume();
			return () => {
				keyboard.off('data', take);
				keyboard.pause();
				keyboard.unref();
			};
		},
		setReading(reading) {
			if (reading) {
				keyboard.resume();
			} else {
				keyboard.pause();
			}
		},
		onResize(listener) {
			stdout.on('resize', listener);
			return () => {
				stdout.off('resize', listener);
			};
		},
		onGone(listener) {
			const events = ['end', 'error', 'close'] as const;
			whenGone.add(listener);
			for (const event of events) {
				keyboard.on(event, listener);
			}
			return () => {
				whenGone.delete(listener);
				for (const event of events) {
					keyboard.off(event, listener);
				}
			};
		},
		get isInBackground() {
			return isInBackground(keyboard.fd);
		},
		stop() {
			// the whole job, as the terminal itself would: `npm start` has a parent that must stop as well
			process.kill(0, 'SIGTSTP');
		},
		close() {
			const {fd: descriptor = -1} = (keyboard as unknown as {_handle: {fd?: number} | null})._handle ?? {};
			if (!isClosed && device.isInBackground && descriptor >= 0) {
				isClosed = true;
				// behind the back of libuv, which puts them back (from 1.51 on, that of Node 22) when it closes it, and we would be stopped (SIGTTOU)
				fs.closeSync(descriptor);
			}
		},
	};
	return device;
}

/** The keyboard: standard input, or the terminal itself when standard input is something else; null without either. */
export function openKeyboard(): (tty.ReadStream & {fd: number}) | null {
	if (process.stdin.isTTY) {
		return process.stdin;
	}
	try {
		const fd = fs.openSync('/dev/tty', 'r');
		return Object.assign(new tty.ReadStream(fd), {fd});
	} catch {
		return null;
	}
}
