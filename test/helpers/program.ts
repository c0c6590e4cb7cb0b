/** The real program, `dist/cli.js`, in a pseudo-terminal, and the screen that a person would see. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import pty, {type IPty} from '@lydell/node-pty';
import type {Terminal} from '@xterm/headless';
import {createTerminal, screenLines} from './screen.js';

export const PROGRAM = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../dist/cli.js');

/** Milliseconds that a condition may take on a busy machine. */
const PATIENCE = 20_000;
/** Milliseconds between looks at what the screen does not tell. */
const POLL = 50;

export interface ProgramOptions {
	columns?: number;
	rows?: number;
	cwd?: string;
	env?: Record<string, string>;
	/** Another one than `dist/cli.js`. */
	program?: string;
	/** Words before the program, e.g. of `ip netns exec`. */
	before?: readonly string[];
	/** A shell command whose output is the program's standard input, instead of the terminal. */
	stdin?: string;
	/** A shell with job control starts it: what is stopped can be continued by `foreground`. */
	jobs?: boolean;
}

const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

/** What lets a shell continue a stopped job when it is told to, and not by a key: that would be echoed. */
export class Foreground {
	readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-jobs-'));
	readonly #pipe = path.join(this.#folder, 'pipe');

	constructor() {
		const {status} = spawnSync('mkfifo', [this.#pipe]);
		if (status !== 0) {
			throw new Error('mkfifo failed');
		}
	}

	/** @returns the shell's words for a command that may be stopped (SIGSTOP, SIGTSTP) any number of times; `$s` is its status */
	words(command: string): string {
		const stopped = '[ $s -eq 147 ] || [ $s -eq 148 ]';
		return `set -m; ${command}; s=$?; while ${stopped}; do read _ <${quote(this.#pipe)}; fg >/dev/null; s=$?; done`;
	}

	async go(): Promise<void> {
		await fs.promises.writeFile(this.#pipe, '\n');
	}

	close(): void {
		fs.rmSync(this.#folder, {recursive: true, force: true});
	}
}

export class Program {
	readonly terminal: Terminal;
	/** Everything that was written to the terminal. */
	output = '';
	readonly #pty: IPty;
	readonly #exited: Promise<number>;
	readonly #foreground: Foreground | null;
	#waiting: (() => void)[] = [];

	/**
	 * A shell runs the program between two lines of its own, so that what is left of the terminal can be seen: `before`
	 * above, `after STATUS` below, and the terminal's modes.
	 */
	constructor(args: readonly string[], options: ProgramOptions = {}) {
		const {columns = 80, rows = 24, cwd, env, before = [], program = PROGRAM, stdin, jobs} = options;
		this.terminal = createTerminal(columns, rows);
		const command = [...before, process.execPath, program, ...args].map(quote).join(' ');
		const piped = stdin === undefined ? command : `${stdin} | ${command}`;
		this.#foreground = jobs ? new Foreground() : null;
		const run = this.#foreground?.words(piped) ?? `${piped}; s=$?`;
		const script = `stty -a >/dev/null; echo before; ${run}; echo after $s; stty -a`;
		this.#pty = pty.spawn('/bin/sh', ['-c', script], {
			cols: columns,
			rows,
			cwd: cwd ?? process.cwd(),
			env: {...environment(), ...env},
		});
		this.#exited = new Promise(resolve => {
			this.#pty.onExit(({exitCode}) => resolve(exitCode));
		});
		this.#pty.onData(data => {
			this.output += data;
			this.terminal.write(data, () => {
				for (const check of this.#waiting) {
					check();
				}
			});
		});
	}

	get screen(): string {
		return screenLines(this.terminal).join('\n');
	}

	/** Process id of the program itself: the shell's child, or that child's. */
	get pid(): number {
		const pid = this.#youngest();
		if (pid === null) {
			throw new Error('the shell has ended');
		}
		return pid;
	}

	#youngest(): number | null {
		let pid = this.#pty.pid;
		for (;;) {
			let children: string[];
			try {
				children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
			} catch {
				return null;
			}
			if (children[0] === undefined) {
				return pid;
			}
			pid = Number(children[0]);
		}
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

	/** The shell's `fg`. Of a program started with `jobs`. */
	async foreground(): Promise<void> {
		await this.#foreground!.go();
	}

	resize(columns: number, rows: number): void {
		this.terminal.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	/** Resolves when the screen, or what else is looked at, is so. @throws with the screen, when that takes too long */
	async until(what: string, condition: (screen: string) => boolean): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const done = () => {
				clearTimeout(timer);
				clearInterval(poll);
				this.#waiting = this.#waiting.filter(other => other !== check);
			};
			const check = () => {
				if (condition(this.screen)) {
					done();
					resolve();
				}
			};
			// a condition on something else than the screen comes true without anything being written
			const poll = setInterval(check, POLL);
			const timer = setTimeout(() => {
				done();
				reject(new Error(`waited for ${what}; the screen is\n${this.screen}`));
			}, PATIENCE);
			this.#waiting.push(check);
			check();
		});
	}

	async shows(text: string | RegExp): Promise<void> {
		const matches = (screen: string) => (typeof text === 'string' ? screen.includes(text) : text.test(screen));
		await this.until(String(text), matches);
	}

	/** Resolves when the shell is done: the program's exit status is on the screen. */
	async exit(): Promise<void> {
		await this.#exited;
		await new Promise<void>(resolve => {
			this.terminal.write('', resolve);
		});
	}

	/** Ends everything, however the test went. */
	kill(): void {
		// a shell with job control gives its jobs groups of their own
		for (const pid of [this.#foreground === null ? null : this.#youngest(), -this.#pty.pid]) {
			try {
				if (pid !== null) {
					process.kill(pid, 'SIGKILL');
				}
			} catch {
				// it has ended by itself
			}
		}
		this.terminal.dispose();
		this.#foreground?.close();
	}
}

/** A person's terminal: what CI or the test runner set would change what is drawn. */
function environment(): Record<string, string> {
	const {PATH = '', HOME = ''} = process.env;
	return {PATH, HOME, TERM: 'xterm-256color', COLORTERM: 'truecolor', LC_ALL: 'C.UTF-8'};
}
