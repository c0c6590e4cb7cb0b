/**
 * The real program, `dist/cli.js`, in a pseudo-terminal whose settings are nobody's default: the screen that a person would see,
 * and what is left of the terminal when the program is over.
 */
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import pty, {type IPty} from '@lydell/node-pty';
import type {Terminal} from '@xterm/headless';
import {Foreground} from './foreground.js';
import {descendants, isInFront, isOver, starved, youngest} from './processes.js';
import {createTerminal, screenLines, write} from './screen.js';
import {fill, leftIn, stty} from './terminal-state.js';

export const PROGRAM = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../dist/cli.js');

/** Milliseconds that a condition may take on a busy machine. */
const PATIENCE = 20_000;
/** Milliseconds between looks at what the screen does not tell. */
const POLL = 10;
/** Looks at a full terminal that must find it full still: the kernel moves on what it has taken. */
const FULL = 10;
/** A program that restores "the usual" instead of what it found is found out by these. */
const ODD_SETTINGS = 'erase ^H kill ^X -ixon -echoctl quit ^B';
/** What the shell says at the end: the status, the settings in words, and that this was all. */
const END = /after (\d+)\r?\n[\s\S]*?\nover\r?\n/;
/** No less than the end's text. */
const END_LENGTH = 4096;
/** Around a frame: until its end a terminal that knows these shows what it showed before. */
const FRAME_BEGINS = '\u001b[?2026h';
const FRAME_ENDS = '\u001b[?2026l';

export interface ProgramOptions {
	columns?: number;
	rows?: number;
	cwd?: string;
	env?: Record<string, string>;
	/** Another one than `dist/cli.js`. */
	program?: string;
	/** `program` is no script, but runs without Node. */
	alone?: boolean;
	/** Node's own flags, e.g. `--import=file`. */
	nodeFlags?: readonly string[];
	/** Words before the program, e.g. of `ip netns exec`. */
	before?: readonly string[];
	/** A shell command whose output is the program's standard input, instead of the terminal. */
	stdin?: string;
	/** A shell with job control starts it: what is stopped can be continued by `foreground`. */
	jobs?: boolean;
}

const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

export class Program {
	readonly terminal: Terminal;
	readonly cwd: string;
	/** Everything that was written to the terminal. */
	output = '';
	readonly #pty: IPty;
	readonly #exited: Promise<unknown>;
	readonly #foreground: Foreground | null;
	/** As it was when `started` saw it on the screen. */
	#pid: number | null = null;
	/** The settings before the program began, in stty's form; '' until the shell has told. */
	#found = '';
	#waiting: (() => void)[] = [];
	/** The last of the output: a long one is not to be searched for every piece of it. */
	#tail = '';
	#isHalfDrawn = false;
	/** The lines when the last frame was whole. */
	#shown = '';

	/**
	 * A shell runs the program between lines of its own, so that what is left of the terminal can be seen: `before` above,
	 * `after STATUS` below, the terminal's settings, and `over`. Then it lives on until `kill`: what was written last by a process
	 * that ends can be lost on the way to us.
	 */
	constructor(args: readonly string[], options: ProgramOptions = {}) {
		const {columns = 80, rows = 24, env, before = [], program = PROGRAM, alone, nodeFlags = [], stdin} = options;
		this.cwd = options.cwd ?? process.cwd();
		this.terminal = createTerminal(columns, rows);
		const command = [...before, ...(alone ? [] : [process.execPath, ...nodeFlags]), program, ...args]
			.map(quote)
			.join(' ');
		const piped = stdin === undefined ? command : `${stdin} | ${command}`;
		this.#foreground = options.jobs ? new Foreground() : null;
		const run = this.#foreground?.words(piped) ?? `${piped}; s=$?`;
		// The settings in stty's form are read and wiped away.
		const prepare = `stty ${ODD_SETTINGS}; stty -g; printf '\\033[H\\033[J'; echo before`;
		const end = `echo "after $s"; stty -a; echo over; trap '' INT QUIT TSTP; exec sleep infinity`;
		this.#pty = pty.spawn('/bin/sh', ['-c', `${prepare}; ${run}; ${end}`], {
			cols: columns,
			rows,
			cwd: this.cwd,
			env: {...environment(), ...env},
		});
		this.#exited = new Promise(resolve => this.#pty.onExit(resolve));
		this.#pty.onData(data => {
			this.output += data;
			this.#found ||= /^([\da-f:]+)\r?\n/.exec(this.output)?.[1] ?? '';
			const tail = this.#tail + data;
			this.#tail = tail.slice(-END_LENGTH);
			const [begin, end] = [FRAME_BEGINS, FRAME_ENDS].map(mark => tail.lastIndexOf(mark));
			if (begin !== end) {
				this.#isHalfDrawn = begin > end;
			}
			const isSeen = !this.#isHalfDrawn || END.test(this.#tail);
			this.terminal.write(data, () => {
				// the shell ends no frame of a program that was killed in the middle of it
				if (isSeen) {
					this.#shown = screenLines(this.terminal).join('\n');
				}

				for (const check of this.#waiting) {
					check();
				}
			});
		});
	}

	/** Starts it and waits until its screen says `shown`; whatever becomes of it, `pid` is the program's from then on. */
	static async started(args: readonly string[], options: ProgramOptions, shown: string | RegExp): Promise<Program> {
		const program = new Program(args, options);
		try {
			await program.shows(shown);
			program.#pid = youngest(program.#pty.pid);
			return program;
		} catch (error) {
			program.kill();
			throw error;
		}
	}

	/** What a person sees, one line per row; of a frame that has come in part only, nothing yet. */
	get screen(): string {
		return this.#shown;
	}

	/** Process id of the program itself: the shell's child, or that child's. */
	get pid(): number {
		return this.#pid ?? youngest(this.#pty.pid);
	}

	/** The shell and everything under it. */
	get processes(): number[] {
		return descendants(this.#pty.pid);
	}

	/** A stopped job does not have the terminal any more. */
	get shellIsInFront(): boolean {
		return isInFront(this.#pty.pid);
	}

	get #device(): string {
		return fs.readlinkSync(`/proc/${this.#pty.pid}/fd/0`);
	}

	/** The terminal's settings are those before the program began. */
	get areSettingsRestored(): boolean {
		return stty(this.#device, '-g') === this.#found;
	}

	/** The terminal's settings now, in words: ` onlcr`, or ` -onlcr`. */
	get settings(): string {
		return stty(this.#device, '-a');
	}

	/** Settings as a shell makes them when a program has stopped. */
	makeSane(): void {
		stty(this.#device, this.#found);
	}

	press(keys: string): void {
		this.#pty.write(keys);
	}

	/** The terminal takes nothing any more, as after Ctrl-S, until `release`. */
	hold(): void {
		this.#pty.pause();
	}

	release(): void {
		this.#pty.resume();
	}

	/** The terminal takes nothing any more and is full, as at the end of a connection that is broken and does not know it yet. */
	async stall(): Promise<void> {
		this.hold();
		const device = this.#device;
		let full = 0;
		await this.until('a full terminal', () => {
			full = fill(device) > 0 ? 0 : full + 1;
			return full === FULL;
		});
	}

	/** The terminal goes away, as when its window is closed or the connection breaks. The shell is not told by us. */
	vanish(): void {
		// node-pty's own `destroy` would send a signal besides
		(this.#pty as unknown as {_socket: {destroy(): void}})._socket.destroy();
	}

	/** The shell's `fg`. Of a program started with `jobs`. */
	async foreground(): Promise<void> {
		await this.#foreground?.go();
	}

	resize(columns: number, rows: number): void {
		this.terminal.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	/** Resolves when the screen, or what else is looked at, is so. @throws with the screen, when that takes too long */
	async until(what: string, condition: (screen: string) => boolean, patience = PATIENCE): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const done = () => {
				clearTimeout(timer);
				clearInterval(poll);
				this.#waiting = this.#waiting.filter(other => other !== check);
			};
			const check = () => {
				try {
					if (condition(this.screen)) {
						done();
						resolve();
					}
				} catch (error) {
					done();
					reject(error);
				}
			};
			// a condition on something else than the screen comes true without anything being written
			const poll = setInterval(check, POLL);
			const timer = setTimeout(() => {
				done();
				reject(new Error(`waited for ${what}; the screen is\n${this.screen}`));
			}, patience);
			this.#waiting.push(check);
			check();
		});
	}

	async shows(text: string | RegExp): Promise<void> {
		const matches = (screen: string) => (typeof text === 'string' ? screen.includes(text) : text.test(screen));
		await this.until(String(text), matches);
	}

	/** Resolves when the program is over and all that is left of it is on the screen. @returns its status as the shell saw it */
	async exit(): Promise<number> {
		const said = () => END.exec(this.#tail);
		await this.until('the end of the program', () => said() !== null);
		await write(this.terminal, '');
		return Number(said()?.[1]);
	}

	/** What is not as it was found, one line each; empty = the terminal is restored byte for byte. */
	async leftovers(): Promise<string[]> {
		// what has been read is drawn by and by
		await write(this.terminal, '');
		return [
			...(this.areSettingsRestored ? [] : [`settings: ${this.#found} became ${stty(this.#device, '-g')}`]),
			...(this.screen.startsWith('before\n') ? [] : [`the main screen has changed:\n${this.screen}`]),
			...leftIn(this.terminal, this.output),
		];
	}

	/**
	 * Milliseconds until no process of these is left, less those in which the program, or who looks, was ready to run and the
	 * machine had no processor for it. @throws after `patience`
	 */
	async goneAfter(pids: readonly number[], patience = PATIENCE): Promise<number> {
		const started = performance.now();
		const watched = [this.pid, process.pid];
		const before = watched.map(starved);
		let waited = 0;
		const over = () => {
			const since = watched.map((pid, index) => starved(pid) - before[index]);
			waited = Math.max(waited, ...since);
			return pids.every(isOver);
		};
		await this.until('the end of the processes', over, patience);
		return performance.now() - started - waited;
	}

	/** Ends everything, however the test went. */
	kill(): void {
		// a shell with job control gives its jobs groups of their own; what has lost its parent is in the shell's
		for (const pid of [...this.processes.reverse(), -this.#pty.pid]) {
			try {
				process.kill(pid, 'SIGKILL');
			} catch {
				// it has ended by itself
			}
		}
		this.terminal.dispose();
		this.#foreground?.close();
	}

	async closed(): Promise<void> {
		this.kill();
		await this.#exited;
	}
}

/** A person's terminal: what CI or the test runner set would change what is drawn. */
function environment(): Record<string, string> {
	const {PATH = '', HOME = ''} = process.env;
	return {PATH, HOME, TERM: 'xterm-256color', COLORTERM: 'truecolor', LC_ALL: 'C.UTF-8'};
}
