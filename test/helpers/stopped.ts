/** `netanal-tui fleet`, as a process that is stopped for a while and reads nothing. `npm run build` comes first. */
import {type ChildProcess, spawn} from 'node:child_process';
import fs from 'node:fs';
import {PROGRAM} from './program.js';
import {until} from './until.js';

export class Stopped {
	readonly #child: ChildProcess;
	#said = '';

	private constructor(child: ChildProcess) {
		this.#child = child;
		child.stdout!.on('data', data => {
			this.#said = (this.#said + data).slice(-1_000_000);
		});
	}

	/** One that listens. */
	static async fleet(url: string): Promise<Stopped> {
		const words = [PROGRAM, 'fleet', url, '--format', 'ndjson', '--top', '1'];
		const stopped = new Stopped(spawn(process.execPath, words, {stdio: ['ignore', 'pipe', 'inherit']}));
		await until(() => stopped.#said.includes('\n'));
		return stopped;
	}

	/** Resolves when none of its threads runs any more. */
	async stop(): Promise<void> {
		this.#child.kill('SIGSTOP');
		await until(() => /^State:\s+T/m.test(fs.readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')));
	}

	goOn(): void {
		this.#child.kill('SIGCONT');
	}

	/** That it told of last. */
	sensors(): number {
		const line = this.#said.slice(0, this.#said.lastIndexOf('\n')).split('\n').at(-1) ?? '';
		return line.startsWith('{') ? JSON.parse(line).fleet.sensors.length : 0;
	}

	end(): void {
		this.#child.kill('SIGKILL');
	}
}
