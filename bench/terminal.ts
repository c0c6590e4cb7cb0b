/** The built dashboard in a pseudo-terminal, with what it sends counted, and a terminal that can be slow. */
import fs from 'node:fs';
import path from 'node:path';
import pty, {type IPty} from '@lydell/node-pty';
import headless from '@xterm/headless';

/** Each frame begins with it: synchronized output. */
const FRAME = '\u001b[?2026h';
/** Milliseconds between looks at what a slow terminal may take. */
const LOOK = 100;

export class DashboardTerminal {
	readonly terminal: headless.Terminal;
	/** Milliseconds from the start to the first frame; NaN before. */
	firstFrame = Number.NaN;
	/** Milliseconds of user and system time until then, of the program that was started directly. */
	firstFrameCpu = Number.NaN;
	bytes = 0;
	frames = 0;
	#text = '';
	#taken = 0;
	#timer: NodeJS.Timeout | null = null;
	readonly #pty: IPty;
	readonly #exited: Promise<unknown>;

	constructor(
		args: readonly string[],
		{
			columns = 120,
			rows = 40,
			before = [] as readonly string[],
			dist = 'dist',
			program = [process.execPath, path.resolve(dist, 'cli.js')],
		} = {},
	) {
		this.terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
		const [first, ...rest] = [...before, ...program, ...args];
		const started = performance.now();
		const {PATH = '', HOME = ''} = process.env;
		this.#pty = pty.spawn(first, rest, {
			cols: columns,
			rows,
			env: {PATH, HOME, TERM: 'xterm-256color', COLORTERM: 'truecolor', LC_ALL: 'C.UTF-8'},
		});
		this.#exited = new Promise(resolve => {
			this.#pty.onExit(resolve);
		});
		this.#pty.onData(data => {
			if (Number.isNaN(this.firstFrame) && data.includes(FRAME)) {
				this.firstFrame = performance.now() - started;
				this.firstFrameCpu = cpuTime(this.#pty.pid);
			}
			this.bytes += Buffer.byteLength(data);
			this.#taken += Buffer.byteLength(data);
			this.frames +=
				this.#text
					.slice(-FRAME.length + 1)
					.concat(data)
					.split(FRAME).length - 1;
			this.#text = data.slice(-FRAME.length);
			this.terminal.write(data);
		});
	}

	/** Process id of the program, which what was put before it may have started; not that of a process of its own. */
	get pid(): number {
		let {pid} = this.#pty;
		for (;;) {
			const [, script = ''] = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
			const [child] = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
			if (path.basename(script) === 'cli.js' || child === undefined) {
				return pid;
			}
			pid = Number(child);
		}
	}

	get screen(): string {
		const {active} = this.terminal.buffer;
		return Array.from(
			{length: this.terminal.rows},
			(_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
		).join('\n');
	}

	press(keys: string): void {
		this.#pty.write(keys);
	}

	/** Takes so many bytes per second and no more; 0 = nothing at all, null = as they come. */
	takes(bytesPerSecond: number | null): void {
		if (this.#timer) {
			clearInterval(this.#timer);
		}
		this.#timer = null;
		this.#pty.resume();
		if (bytesPerSecond === null) {
			return;
		}
		const begin = performance.now();
		this.#taken = 0;
		const look = () => {
			const allowed = ((performance.now() - begin) / 1000) * bytesPerSecond;
			if (this.#taken >= allowed) {
				this.#pty.pause();
			} else {
				this.#pty.resume();
			}
		};
		look();
		this.#timer = setInterval(look, LOOK);
	}

	/** @returns milliseconds until the screen was so. @throws with the screen after a minute */
	async shows(what: RegExp): Promise<number> {
		const begin = performance.now();
		while (!what.test(this.screen)) {
			if (performance.now() - begin > 60_000) {
				throw new Error(`waited for ${what}; the screen is\n${this.screen}`);
			}
			await pause(10);
		}
		return performance.now() - begin;
	}

	async quit(): Promise<void> {
		this.takes(null);
		this.press('\u0003');
		await this.#exited;
		this.terminal.dispose();
	}
}

export async function pause(milliseconds: number): Promise<void> {
	await new Promise(resolve => setTimeout(resolve, milliseconds));
}

/** Milliseconds of user and system time of a process, all threads, proc(5). */
export function cpuTime(pid: number): number {
	const fields = fs
		.readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /, '')
		.split(' ');
	return 10 * (Number(fields[11]) + Number(fields[12]));
}
