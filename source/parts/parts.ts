/**
 * The program's own parts, as npm installs them: files beside this one. `scripts/package/code.js` puts `packed-parts.ts` in its place
 * where all of them are inside one executable. Nobody else may know where a part lies, and nobody else starts a thread or
 * this program.
 */
import {type ChildProcess, type SpawnOptions, spawn} from 'node:child_process';
import {accessSync, constants, openSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {Worker, type WorkerOptions} from 'node:worker_threads';
import {workerArguments} from './worker-arguments.js';

/** Set by scripts/bundle.js and vitest.config.ts: the folder of the font files, relative to this module. */
declare const NETANAL_FONTS: string;
/** The same of the files that the build makes. */
declare const NETANAL_FILES: string;

/** The entries of the build that run as threads. */
export type ThreadName = 'analysis-worker' | 'capture-worker' | 'filter-worker';

/** The files that the program reads. */
export type FileName =
	| 'DejaVuSans.ttf'
	| 'DejaVuSans-Bold.ttf'
	| 'snapshot.schema.json'
	| 'THIRD-PARTY-LICENSES.txt'
	| 'vendors.br';

/** Whether Node is part of the program: what the file may, no other program may. */
export const ONE_FILE: boolean = false;

/** A thread of ours, with the flags of this process that a thread can take. */
export function startThread(name: ThreadName, options: WorkerOptions = {}): Worker {
	return new Worker(new URL(`./${name}.js`, import.meta.url), {...options, execArgv: workerArguments()});
}

/** The program anew, by the same Node with the same flags. */
export function startProgram(args: readonly string[], options: SpawnOptions): ChildProcess {
	return spawn(
		process.execPath,
		[...process.execArgv, fileURLToPath(new URL('./cli.js', import.meta.url)), ...args],
		options,
	);
}

/** @throws what reading a file throws, when this user may not */
export function readPart(name: FileName): Buffer {
	return readFileSync(pathOf(name));
}

const open = new Map<FileName, number>();

/** For `withPaths` by a user who may not reach the program's own folder, which this one may. */
export function keepOpen(names: readonly FileName[]): void {
	for (const name of names.filter(each => !open.has(each))) {
		open.set(name, openSync(pathOf(name), constants.O_RDONLY));
	}
}

/** For native code, which opens files by their path. */
export function withPaths<T>(names: readonly FileName[], use: (paths: string[]) => T): T {
	return use(names.map(reachablePath));
}

/** An open file can be opened again by whoever may read it, wherever it lies (proc(5)). */
function reachablePath(name: FileName): string {
	const descriptor = open.get(name);
	try {
		accessSync(pathOf(name), constants.R_OK);
	} catch {
		return descriptor === undefined ? pathOf(name) : `/proc/self/fd/${descriptor}`;
	}
	return pathOf(name);
}

/** Where the code lies that may be needed after root was given up; null where all of it is open already. */
export function codeFile(): string | null {
	return fileURLToPath(import.meta.url);
}

function pathOf(name: FileName): string {
	const folder = name.endsWith('.ttf') ? NETANAL_FONTS : NETANAL_FILES;
	return fileURLToPath(new URL(`${folder}${name}`, import.meta.url));
}
