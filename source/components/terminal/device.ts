/** The real terminal: the one file that touches file descriptors, raw mode and signals. */
import fs from 'node:fs';
import tty from 'node:tty';
import type {Size, TerminalOutput} from './frame-stream.js';

/** Milliseconds until a full pipe or terminal is tried again. */
const RETRY = 20;

/**
 * Writes on a thread of libuv's pool, so that a terminal that takes nothing (a stalled SSH session) does not stop the
 * program: Node's own write to a terminal blocks the event loop.
 */
export class DescriptorOutput implements TerminalOutput {
	readonly #descriptor: number;

	constructor(descriptor: number) {
		this.#descriptor = descriptor;
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
	/** Bytes from the keyboard as text. @returns ends it */
	onInput(listener: (text: string) => void): () => void;
	onResize(listener: () => void): () => void;
	/** The terminal is gone, whether or not a signal says so: nobody sees or ends this program any more. @returns ends it */
	onGone(listener: () => void): () => void;
	/** Stops this process and its job until it is continued. */
	stop(): void;
}

const DEFAULT_SIZE: Size = {columns: 80, rows: 24};

/**
 * @param stdout a terminal
 * @param keyboard a terminal; another one than standard input when that carries packets
 */
export function openDevice(stdout: tty.WriteStream & {fd: number}, keyboard: tty.ReadStream): TerminalDevice {
	return {
		output: new DescriptorOutput(stdout.fd),
		size: () => ({columns: stdout.columns || DEFAULT_SIZE.columns, rows: stdout.rows || DEFAULT_SIZE.rows}),
		writeNow(text) {
			try {
				fs.writeSync(stdout.fd, text);
			} catch {
				// the terminal is gone: nothing is left to restore
			}
		},
		setRaw(raw) {
			try {
				keyboard.setRawMode(raw);
			} catch {
				// as above
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
		onResize(listener) {
			stdout.on('resize', listener);
			return () => {
				stdout.off('resize', listener);
			};
		},
		onGone(listener) {
			const events = ['end', 'error', 'close'] as const;
			for (const event of events) {
				keyboard.on(event, listener);
			}
			return () => {
				for (const event of events) {
					keyboard.off(event, listener);
				}
			};
		},
		stop() {
			// the whole job first, as the terminal itself would: `npm start` has a parent that must stop as well
			process.kill(0, 'SIGTSTP');
			// and certainly ourselves: a job without a shell ignores SIGTSTP
			process.kill(process.pid, 'SIGSTOP');
		},
	};
}

/** The keyboard: standard input, or the terminal itself when standard input is something else; null without either. */
export function openKeyboard(): tty.ReadStream | null {
	if (process.stdin.isTTY) {
		return process.stdin;
	}
	try {
		return new tty.ReadStream(fs.openSync('/dev/tty', 'r'));
	} catch {
		return null;
	}
}
