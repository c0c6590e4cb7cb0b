/**
 * The program in a terminal whose settings are nobody's default, and everything about that terminal that a program can
 * leave behind. The test keeps the terminal open itself, so that its settings can be read whatever has become of the program.
 */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import process from 'node:process';
import pty, {type IPty} from '@lydell/node-pty';
import type {Terminal} from '@xterm/headless';
import {Foreground} from './program.js';
import {createTerminal, screenLines, write} from './screen.js';

/** Milliseconds that a condition may take on a busy machine. */
const PATIENCE = 20_000;
const POLL = 5;
/** A program that restores "the usual" instead of what it found is found out by these. */
const ODD_SETTINGS = ['erase', '^H', 'kill', '^X', '-ixon', '-echoctl', 'quit', '^B'];
/** Private modes that are on in a terminal nobody has touched: wrapping, a seen cursor. */
const ON_BY_DEFAULT = new Set([7, 25]);

export interface TrialOptions {
	/** The program's file, e.g. `dist/cli.js`. */
	program: string;
	args: readonly string[];
	cwd: string;
	/** Node's own flags, e.g. `--import=file`. */
	nodeFlags?: readonly string[];
	/** Words before the program, e.g. `setsid`, `--wait`. */
	before?: readonly string[];
	/** A shell with job control starts it: what is stopped can be continued by `foreground`. */
	jobs?: boolean;
	columns?: number;
	rows?: number;
}

const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

export class TerminalTrial {
	readonly terminal: Terminal;
	/** Everything that was written to the terminal. */
	output = '';
	/** The settings before the program began, in stty's form. */
	#found = '';
	#program = 0;
	#holder = -1;
	readonly #pty: IPty;
	readonly #foreground: Foreground | null;
	readonly #exited: Promise<unknown>;

	readonly cwd: string;

	private constructor(options: TrialOptions) {
		this.cwd = options.cwd;
		const {columns = 100, rows = 30, before = [], nodeFlags = [], program, args} = options;
		this.terminal = createTerminal(columns, rows);
		const command = [...before, process.execPath, ...nodeFlags, program, ...args].map(quote).join(' ');
		this.#foreground = options.jobs ? new Foreground() : null;
		const run = this.#foreground?.words(command) ?? `${command}; s=$?`;
		const script = `echo ready; read _; ${run}; echo "after $s"; read _`;
		const {PATH = ''} = process.env;
		this.#pty = pty.spawn('/bin/sh', ['-c', script], {
			cols: columns,
			rows,
			cwd: options.cwd,
			// not the settings of whoever runs the tests
			env: {PATH, HOME: options.cwd, TERM: 'xterm-256color', COLORTERM: 'truecolor', LC_ALL: 'C.UTF-8'},
		});
		this.#exited = new Promise(resolve => this.#pty.onExit(resolve));
		this.#pty.onData(data => {
			this.output += data;
			this.terminal.write(data);
		});
	}

	/** Starts the program and waits until its screen says `shown`. */
	static async start(options: TrialOptions, shown: string | RegExp): Promise<TerminalTrial> {
		const trial = new TerminalTrial(options);
		try {
			await trial.until('the shell', () => trial.screen.includes('ready'));
			trial.#holder = fs.openSync(trial.device, fs.constants.O_RDWR | fs.constants.O_NOCTTY);
			stty(trial.device, ...ODD_SETTINGS);
			trial.#found = trial.settings;
			trial.press('\r');
			await trial.until(String(shown), () => trial.screen.search(shown) !== -1);
			trial.#program = youngest(trial.#pty.pid);
			return trial;
		} catch (error) {
			trial.close();
			throw error;
		}
	}

	get screen(): string {
		return screenLines(this.terminal).join('\n');
	}

	/** The program itself. */
	get pid(): number {
		return this.#program;
	}

	/** Settings and keyboard as a shell makes them when a program has stopped. */
	makeSane(): void {
		stty(this.device, this.#found);
	}

	get device(): string {
		return fs.readlinkSync(`/proc/${this.#pty.pid}/fd/0`);
	}

	/** The terminal's settings, in stty's form. */
	get settings(): string {
		return stty(this.device, '-g');
	}

	press(keys: string): void {
		this.#pty.write(keys);
	}

	/** The shell's `fg`. Of a program started with `jobs`. */
	async foreground(): Promise<void> {
		await this.#foreground!.go();
	}

	resize(columns: number, rows: number): void {
		this.terminal.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	async until(what: string, condition: () => boolean, patience = PATIENCE): Promise<void> {
		const deadline = performance.now() + patience;
		while (!condition()) {
			if (performance.now() > deadline) {
				throw new Error(`waited for ${what}; the screen is\n${this.screen}`);
			}
			await new Promise(resolve => {
				setTimeout(resolve, POLL);
			});
		}

		await write(this.terminal, '');
	}

	/** Waits until the program is over. @returns its exit status as the shell saw it */
	async status(): Promise<number> {
		await this.until('the end of the program', () => /^after \d+$/m.test(this.screen));
		return Number(/^after (\d+)$/m.exec(this.screen)![1]);
	}

	/** What is not as it was found, one line each; empty = the terminal is restored byte for byte. */
	leftovers(): string[] {
		const found: string[] = [];
		const {settings} = this;
		if (settings !== this.#found) {
			found.push(`settings: ${this.#found} became ${settings}`);
		}
		const {active} = this.terminal.buffer;
		if (active.type !== 'normal') {
			found.push('the alternate screen is on');
		}
		if (!this.screen.startsWith('ready\n')) {
			found.push(`the main screen has changed:\n${this.screen}`);
		}
		for (const [mode, on] of privateModes(this.output)) {
			if (on !== ON_BY_DEFAULT.has(mode)) {
				found.push(`mode ?${mode} is ${on ? 'on' : 'off'}`);
			}
		}

		const keyboard = keyboardStack(this.output);
		if (keyboard !== 0) {
			found.push(`${keyboard} keyboard modes are still pushed`);
		}
		if (/\u001b\[\d*;\d*r/.test(this.output)) {
			found.push('a scroll region was set');
		}
		const last = active.getLine(active.baseY + active.cursorY - 1);
		const cell = last?.getCell(0);
		if (cell && !cell.isAttributeDefault()) {
			found.push('text is written with attributes');
		}
		return found;
	}

	/** The terminal takes nothing any more and is full, as at the end of a connection that is broken and does not know it yet. */
	async stall(): Promise<void> {
		this.#pty.pause();
		const {O_WRONLY, O_NONBLOCK, O_NOCTTY} = fs.constants;
		const descriptor = fs.openSync(this.device, O_WRONLY | O_NONBLOCK | O_NOCTTY);
		// the kernel moves on what it has taken, and what is read already is not paused
		for (let full = 0; full < 5; full++) {
			if (fill(descriptor) > 0) {
				full = 0;
			}
			await new Promise(resolve => {
				setTimeout(resolve, 20);
			});
		}
		fs.closeSync(descriptor);
	}

	/** A stopped job does not have the terminal any more: the shell has taken it back. @see proc_pid_stat(5) */
	get shellIsInFront(): boolean {
		const stat = fs.readFileSync(`/proc/${this.#pty.pid}/stat`, 'utf8');
		const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return group === foreground;
	}

	get areSettingsRestored(): boolean {
		return this.settings === this.#found;
	}

	/** The terminal goes away, as when its window is closed or the connection breaks. The shell is not told by us. */
	vanish(): void {
		fs.closeSync(this.#holder);
		this.#holder = -1;
		// node-pty's own `destroy` would send a signal besides
		(this.#pty as unknown as {_socket: {destroy(): void}})._socket.destroy();
	}

	/**
	 * Milliseconds until no process of these is left, less those in which the program, or who looks, was ready to run and the
	 * machine had no processor for it. @throws after `patience`
	 */
	async goneAfter(pids: readonly number[], patience = PATIENCE): Promise<number> {
		const started = performance.now();
		const before = [this.pid, process.pid].map(starved);
		let waited = 0;
		const over = () => {
			const since = [this.pid, process.pid].map((pid, index) => starved(pid) - before[index]);
			waited = Math.max(waited, ...since);
			return pids.every(isOver);
		};
		await this.until('the end of the processes', over, patience);
		return performance.now() - started - waited;
	}

	/** The shell and everything under it. */
	get processes(): number[] {
		return descendants(this.#pty.pid);
	}

	/** Lets the shell end, and makes sure of it. */
	close(): void {
		for (const pid of this.processes.reverse()) {
			try {
				process.kill(pid, 'SIGKILL');
			} catch {
				// it has ended by itself
			}
		}

		if (this.#holder !== -1) {
			fs.closeSync(this.#holder);
		}
		this.#holder = -1;
		this.terminal.dispose();
		this.#foreground?.close();
	}

	async closed(): Promise<void> {
		this.close();
		await this.#exited;
	}
}

/** @returns bytes that the terminal took before it was full */
function fill(descriptor: number): number {
	for (let taken = 0; ; taken++) {
		try {
			fs.writeSync(descriptor, ' ');
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
				throw error;
			}
			return taken;
		}
	}
}

function stty(device: string, ...args: string[]): string {
	const {status, stdout, stderr} = spawnSync('stty', ['-F', device, ...args], {encoding: 'utf8'});
	if (status !== 0) {
		throw new Error(`stty ${args.join(' ')}: ${stderr}`);
	}
	return stdout.trim();
}

/** Every private mode that was ever switched, and whether it is on at the end. */
export function privateModes(output: string): Map<number, boolean> {
	const modes = new Map<number, boolean>();
	for (const [, numbers, how] of output.matchAll(/\u001b\[\?([\d;]+)([hl])/g)) {
		for (const number of numbers.split(';')) {
			modes.set(Number(number), how === 'h');
		}
	}

	return modes;
}

/** How many keyboard modes (kitty's protocol) were pushed and not popped. */
function keyboardStack(output: string): number {
	return (output.match(/\u001b\[>\d*u/g) ?? []).length - (output.match(/\u001b\[<\d*u/g) ?? []).length;
}

function children(pid: number): number[] {
	try {
		return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
	} catch {
		return [];
	}
}

function descendants(pid: number): number[] {
	return [pid, ...children(pid).flatMap(descendants)];
}

/** The program is the last of shell, `setsid` and the like. */
function youngest(pid: number): number {
	return descendants(pid).at(-1)!;
}

/** Milliseconds that a process's main thread has waited for a processor; 0 when it is over. @see proc_pid_schedstat(5) */
function starved(pid: number): number {
	try {
		return Number(fs.readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
	} catch {
		return 0;
	}
}

/** Ended; a zombie that nobody has asked about is one that has. */
export function isOver(pid: number): boolean {
	return state(pid) === null || state(pid) === 'Z';
}

/** The kernel's letter: R, S, T … @see proc_pid_stat(5) */
export function state(pid: number): string | null {
	try {
		return /\) (\w)/.exec(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'))![1];
	} catch {
		return null;
	}
}
