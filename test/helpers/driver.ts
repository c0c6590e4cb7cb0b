/** Starts a driver inside a network namespace and talks to it in lines of JSON. */
import type {ChildProcess} from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';
import {fileURLToPath} from 'node:url';
import {buildSync} from 'esbuild';
import type {NetworkPair} from './netns.js';

/** What a driver is given to load the library from. */
export const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** Bundles a driver of test/live into a folder. @returns its file */
export function bundleDriver(name: string, folder: string): string {
	const file = path.join(folder, `${name}.mjs`);
	buildSync({
		entryPoints: [fileURLToPath(new URL(`../live/${name}.ts`, import.meta.url))],
		outfile: file,
		bundle: true,
		platform: 'node',
		format: 'esm',
		packages: 'external',
		logLevel: 'error',
	});
	return file;
}

interface Line {
	type: string;
}

export class Driver<L extends Line, C> {
	/** Everything said so far. */
	readonly lines: L[] = [];
	readonly #child: ChildProcess;
	#waiting: {accept: (line: L) => boolean; resolve: (line: L) => void; reject: (error: Error) => void}[] = [];
	#errors = '';

	/**
	 * @param options JSON for the driver
	 * @param how another build than `dist/`; variables of the environment
	 */
	constructor(
		network: NetworkPair,
		file: string,
		options: unknown,
		how: {dist?: string; environment?: Record<string, string>} = {},
	) {
		const variables = Object.entries(how.environment ?? {}).map(([name, value]) => `${name}=${value}`);
		const command = [process.execPath, file, how.dist ?? DIST, JSON.stringify(options)];
		this.#child = network.spawn(network.receiver, 'env', [...variables, ...command]);
		this.#child.stderr?.on('data', chunk => {
			this.#errors += chunk;
		});
		readline.createInterface({input: this.#child.stdout!}).on('line', text => this.#heard(JSON.parse(text)));
		this.#child.once('close', () => {
			for (const {reject} of this.#waiting) {
				reject(new Error(`the driver ended\n${this.#errors}`));
			}
			this.#waiting = [];
		});
	}

	get pid(): number {
		return this.#child.pid!;
	}

	send(command: C): void {
		this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
	}

	/** The first line of this kind, said already or next. */
	first<T extends L['type']>(type: T, accept: (line: Extract<L, {type: T}>) => boolean = () => true) {
		const wanted = (line: L): boolean => line.type === type && accept(line as Extract<L, {type: T}>);
		const said = this.lines.find(wanted);
		return (said ? Promise.resolve(said) : this.#expect(wanted)) as Promise<Extract<L, {type: T}>>;
	}

	/** The next line of this kind that is said from now on. */
	next<T extends L['type']>(type: T, accept: (line: Extract<L, {type: T}>) => boolean = () => true) {
		return this.#expect(line => line.type === type && accept(line as Extract<L, {type: T}>)) as Promise<
			Extract<L, {type: T}>
		>;
	}

	#expect(accept: (line: L) => boolean): Promise<L> {
		if (this.#child.exitCode !== null) {
			return Promise.reject(new Error(`the driver has ended\n${this.#errors}`));
		}
		return new Promise((resolve, reject) => this.#waiting.push({accept, resolve, reject}));
	}

	#heard(line: L): void {
		this.lines.push(line);
		this.#waiting = this.#waiting.filter(({accept, resolve}) => {
			if (!accept(line)) {
				return true;
			}
			resolve(line);
			return false;
		});
	}
}
