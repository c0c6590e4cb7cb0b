/**
 * The program's own parts, inside one executable (https://nodejs.org/docs/latest-v24.x/api/single-executable-applications.html).
 * Nothing is loaded from outside: threads run from text, native code is unpacked anew each time (`unpacked.ts`).
 */
import {type ChildProcess, type SpawnOptions, spawn} from 'node:child_process';
import {getAsset, getRawAsset} from 'node:sea';
import {Worker, type WorkerOptions} from 'node:worker_threads';
import {load} from './load.js';
import type * as parts from './parts.js';
import {withUnpacked} from './unpacked.js';
import {workerArguments} from './worker-arguments.js';

export const ONE_FILE: boolean = true;

export function startThread(name: parts.ThreadName, options: WorkerOptions = {}): Worker {
	const text = `${getAsset('load.js', 'utf8')}load(${JSON.stringify(name)});`;
	return new Worker(text, {...options, eval: true, execArgv: workerArguments()});
}

export function startProgram(args: readonly string[], options: SpawnOptions): ChildProcess {
	return spawn(process.execPath, args, options);
}

/** Its bytes lie in the program itself and must not be written to. */
export function readPart(name: string): Buffer {
	return Buffer.from(getRawAsset(name) as ArrayBuffer);
}

/** They are open for as long as the program runs. */
export function keepOpen(_names: readonly parts.FileName[]): void {}

export function withPaths<T>(names: readonly parts.FileName[], use: (paths: string[]) => T): T {
	return withUnpacked(
		names.map(name => ({name, bytes: readPart(name)})),
		use,
	);
}

export function codeFile(): string | null {
	return null;
}

/** What `require` gives for a package's binary; scripts/package/code.js has the packages call it. */
export function loadNative(name: string): unknown {
	const loaded = {exports: {}};
	withUnpacked([{name, bytes: readPart(name)}], ([file]) => process.dlopen(loaded, file));
	return loaded.exports;
}

const packages = new Map<string, object>();

/** A package that few starts need: a script of its own, run once; scripts/package/apart.js puts this in its place. */
export function loadPackage(name: string): object {
	const loaded = packages.get(name) ?? load(name);
	packages.set(name, loaded);
	return loaded;
}

({startThread, startProgram, readPart, keepOpen, withPaths, codeFile, ONE_FILE}) satisfies typeof parts;
