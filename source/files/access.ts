/**
 * What is done with the names of files. A process that gave root up has it done by somebody who did not, where that is granted
 * (`delegate`); the rest it does itself, with its own rights. What an open file holds is read and written here in any case.
 */
import {
	accessSync,
	type BigIntStats,
	closeSync,
	constants,
	fstatSync,
	fsync as fsyncWithCallback,
	linkSync,
	lstatSync,
	openSync,
	renameSync,
	unlinkSync,
} from 'node:fs';
import {open} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';

export const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** Resolves when what an open file holds is on the disk. */
export const fsync = promisify(fsyncWithCallback);

/** Of whoever may read and write it: the user. A lock names its process to everyone. */
export const PRIVATE_MODE = 0o600;
export const LOCK_MODE = 0o644;

/** What a name leads to; a link is not followed. Plain data. */
export interface Entry {
	kind: 'file' | 'folder' | 'link' | 'pipe' | 'device' | 'other';
	/** Bytes. */
	size: number;
	/** @see identityOf */
	identity: string;
}

/** Paths are absolute. */
export type FileRequest =
	| {type: 'look' | 'create' | 'open' | 'remove' | 'sync' | 'writable'; path: string}
	| {type: 'link' | 'rename'; path: string; to: string};

export type FileAnswer =
	/** `entry` answers `look`: null for nothing. `descriptor` answers `create` and `open`. */
	| {ok: true; entry?: Entry | null; descriptor?: number}
	/** The system's name of an error, as EACCES. */
	| {ok: false; code: string};

/** A named pipe that is there and is to be written to; main thread and workers only. */
interface WriteRequest {
	type: 'write';
	path: string;
}

/** @returns null for what is not granted: the caller does it itself */
export type Delegate = (request: FileRequest | WriteRequest) => FileAnswer | null;

/** Named pipes that were opened for writing before root was given up. */
const opened = new Map<string, number>();

/** @param descriptor is handed to whoever opens this file for writing next, in whichever thread, and is that one's then */
export function keepForWriting(file: string, descriptor: number): void {
	opened.set(path.resolve(file), descriptor);
}

let delegated: Delegate | null = null;

/** Has names of files handled by somebody else, in this thread. */
export function delegate(to: Delegate | null): void {
	delegated = to;
}

/** Whether somebody else handles names of files for this thread. */
export const isDelegated = (): boolean => delegated !== null;

/** @param request as it arrived from another thread @returns as of `Delegate` */
export const handOn: Delegate = request => takeKept(request) ?? delegated?.(request) ?? null;

function takeKept({type, path: file}: FileRequest | WriteRequest): FileAnswer | null {
	const descriptor = type === 'write' ? opened.get(file) : undefined;
	if (descriptor === undefined) {
		return null;
	}
	opened.delete(file);
	return {ok: true, descriptor};
}

/** Tells a file from another one that took its name: device, inode, and since numbers of inodes are used again, when it was made. */
const identityOf = ({dev, ino, birthtimeNs}: BigIntStats): string => `${dev}:${ino}:${birthtimeNs}`;

/** Of an open file. */
export const identityOfOpen = (descriptor: number): string => identityOf(fstatSync(descriptor, {bigint: true}));

/** `look` with this process's own rights. */
export function lookHere(file: string): Entry | null {
	const stats = lstatSync(file, {bigint: true, throwIfNoEntry: false});
	return stats === undefined ? null : {kind: kindOf(stats), size: Number(stats.size), identity: identityOf(stats)};
}

function kindOf(stats: BigIntStats): Entry['kind'] {
	if (stats.isFile()) {
		return 'file';
	}
	if (stats.isSymbolicLink()) {
		return 'link';
	}
	if (stats.isDirectory()) {
		return 'folder';
	}
	return stats.isFIFO() ? 'pipe' : stats.isCharacterDevice() ? 'device' : 'other';
}

/** @returns null when there is nothing @throws Error of the system */
export function look(file: string): Entry | null {
	const answer = ask({type: 'look', path: file});
	return answer === null ? lookHere(file) : (answer.entry ?? null);
}

/** A new file (O_EXCL), open for reading and writing. @throws Error of the system */
export function create(file: string, mode = PRIVATE_MODE): number {
	return ask({type: 'create', path: file})?.descriptor ?? createHere(file, mode);
}

/** `create` with this process's own rights. */
export const createHere = (file: string, mode: number): number =>
	openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW, mode);

/** A pipe or a device that is there, for writing. @throws Error of the system */
export function openForWriting(file: string): number {
	const answer = handOn({type: 'write', path: path.resolve(file)});
	return answer?.ok && answer.descriptor !== undefined
		? answer.descriptor
		: openSync(file, constants.O_WRONLY | NO_FOLLOW);
}

/** A file of ours, for reading. @throws Error of the system */
export function openOwn(file: string): number {
	return ask({type: 'open', path: file})?.descriptor ?? openSync(file, constants.O_RDONLY | NO_FOLLOW);
}

/** @throws Error of the system */
export function link(file: string, to: string): void {
	if (ask({type: 'link', path: file, to}) === null) {
		linkSync(file, to);
	}
}

/** @throws Error of the system */
export function rename(file: string, to: string): void {
	if (ask({type: 'rename', path: file, to}) === null) {
		renameSync(file, to);
	}
}

/** @throws Error of the system */
export function remove(file: string): void {
	if (ask({type: 'remove', path: file}) === null) {
		unlinkSync(file);
	}
}

/** Whether new files can be made in a folder. @throws Error of the system when not */
export function checkWritable(folder: string): void {
	if (ask({type: 'writable', path: folder}) === null) {
		accessSync(folder, constants.W_OK | constants.X_OK);
	}
}

/** Resolves when a file of ours is on the disk. @throws Error of the system */
export async function syncFile(file: string): Promise<void> {
	const descriptor = ask({type: 'open', path: file})?.descriptor;
	if (descriptor === undefined) {
		const handle = await open(file, constants.O_RDONLY | NO_FOLLOW);
		try {
			await handle.sync();
		} finally {
			await handle.close();
		}
		return;
	}
	try {
		await fsync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

/** Resolves when the names in a folder are on the disk, where the system lets a folder be synced. */
export async function syncFolder(folder: string): Promise<void> {
	try {
		if (ask({type: 'sync', path: folder}) !== null) {
			return;
		}
		const handle = await open(folder, constants.O_RDONLY);
		try {
			await handle.sync();
		} finally {
			await handle.close();
		}
	} catch {
		// Not every system lets a folder be opened; the file itself is safe by now.
	}
}

/** @returns null when it is to be done here @throws Error of the system */
function ask(request: FileRequest): Extract<FileAnswer, {ok: true}> | null {
	if (delegated === null) {
		return null;
	}
	const absolute = {...request, path: path.resolve(request.path)};
	const answer = delegated('to' in absolute ? {...absolute, to: path.resolve(absolute.to)} : absolute);
	if (answer === null || answer.ok) {
		return answer;
	}
	throw Object.assign(new Error(`${answer.code}: ${request.type}`), {code: answer.code});
}
