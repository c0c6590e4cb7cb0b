/** What lets a shell continue a stopped job when it is told to, and not by a key: that would be echoed. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

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
		return `set -m; ${command}; s=$?; while ${stopped}; do read _ <'${this.#pipe}'; fg >/dev/null; s=$?; done`;
	}

	async go(): Promise<void> {
		await fs.promises.writeFile(this.#pipe, '\n');
	}

	close(): void {
		fs.rmSync(this.#folder, {recursive: true, force: true});
	}
}
