/** Commands of the documents, run as they stand: in a folder of their own, where `netanal-tui` is the build and `sudo` needs no password. */
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The texts of a document's blocks of a language, in order. */
export function blocksOf(document: string, language: string): string[] {
	const text = fs.readFileSync(path.join(root, document), 'utf8');
	return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block]) => block);
}

export interface Started {
	pid: number;
	output(): string;
	end(signal?: NodeJS.Signals): Promise<number | null>;
	/** What it printed, once it ended by itself with status 0. @throws with what it printed when it does not, or goes on for long */
	succeeded(): Promise<string>;
}

/** Milliseconds after which it is said what a command printed that should have ended: less than a test may take. */
const PATIENCE = 40_000;

export class Workplace {
	/** Where the commands run. */
	readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-documented-'));
	readonly #namespace: string | null;
	readonly #running = new Set<number>();

	/** @param namespace network namespace that the commands run in; the machine's own when null */
	constructor(namespace: string | null) {
		this.#namespace = namespace;
		// root is given up before some files are opened
		fs.chmodSync(this.folder, 0o777);
		const commands = path.join(this.folder, '.commands');
		fs.mkdirSync(commands);
		const shim = (name: string, line: string) =>
			fs.writeFileSync(path.join(commands, name), `#!/bin/sh\nexec ${line}"$@"\n`, {mode: 0o755});
		shim('sudo', '');
		shim('netanal-tui', `'${process.execPath}' '${path.join(root, 'dist/cli.js')}' `);
	}

	file(name: string): string {
		return path.join(this.folder, name);
	}

	/** Runs a shell command to its end. @returns what it printed, standard error after standard output */
	run(command: string): {status: number | null; output: string} {
		const [program, ...parameters] = this.#words(command);
		const {status, stdout, stderr} = spawnSync(program, parameters, {...this.#options(), encoding: 'utf8'});
		return {status, output: stdout + stderr};
	}

	/** Starts one that goes on until `end`, or until it ends by itself. */
	start(command: string): Started {
		const [program, ...parameters] = this.#words(command);
		const child = spawn(program, parameters, {...this.#options(), detached: true, stdio: ['ignore', 'pipe', 'pipe']});
		const pid = child.pid ?? 0;
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', text => {
				output += text;
			});
		}
		this.#running.add(pid);
		const closed = new Promise<number | null>(resolve => child.once('close', resolve));
		void closed.then(() => this.#running.delete(pid));
		const tooLong = async () => {
			await setTimeout(PATIENCE, undefined, {ref: false});
			return 'goes on';
		};
		return {
			succeeded: async () => {
				const status = await Promise.race([closed, tooLong()]);
				if (status !== 0) {
					const sockets = status === 'goes on' ? fs.readFileSync(`/proc/${pid}/net/packet`, 'utf8') : '';
					throw new Error(`${command}: ${status}\n${output}\n${sockets}`);
				}
				return output;
			},
			pid,
			output: () => output,
			end: (signal = 'SIGTERM') => {
				if (this.#running.has(pid)) {
					process.kill(-pid, signal);
				}
				return closed;
			},
		};
	}

	/** Ends what runs, and removes the folder. */
	close(): void {
		for (const pid of this.#running) {
			process.kill(-pid, 'SIGKILL');
		}
		fs.rmSync(this.folder, {recursive: true, force: true});
	}

	#words(command: string): string[] {
		const shell = ['/bin/sh', '-c', command];
		return this.#namespace === null ? shell : ['ip', 'netns', 'exec', this.#namespace, ...shell];
	}

	#options() {
		const PATH = `${path.join(this.folder, '.commands')}:${process.env.PATH}:/usr/sbin`;
		return {cwd: this.folder, env: {...process.env, PATH}};
	}
}
