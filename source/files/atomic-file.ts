/**
 * Every file that is written for the user: first a temporary beside the target (random name, O_EXCL, mode 0600), then synced and
 * moved into place. So there is the old file or the whole new one, never a half; an existing file goes only when that was
 * asked for, and no link is ever followed.
 */
import {randomBytes} from 'node:crypto';
import {
	accessSync,
	closeSync,
	constants,
	ftruncateSync,
	linkSync,
	lstatSync,
	openSync,
	renameSync,
	type Stats,
	unlinkSync,
	writeSync,
} from 'node:fs';
import {open} from 'node:fs/promises';
import path from 'node:path';
import {NetanalError} from '../engine/errors.js';
import {reason, systemName} from './reason.js';

const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** A temporary that is whole, and what it is to become: plain data, so that another thread can move it into place. */
export interface Finished {
	temporary: string;
	target: string;
	/** Replace an existing file. */
	force: boolean;
	/** Of what it was to be, a part is in it: it takes the place of no file. */
	partial?: boolean;
}

export class AtomicFile {
	readonly target: string;
	/** Bytes written, all of them in whole pieces. */
	length = 0;
	readonly #force: boolean;
	/** Null for a device or a named pipe, which is written as it is. */
	readonly #temporary: string | null;
	#descriptor: number;
	/** Something of a piece that failed could not be taken back. */
	#broken = false;

	/**
	 * @param target as the user gave it
	 * @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE: one line
	 */
	constructor(target: string, {force = false}: {force?: boolean} = {}) {
		this.target = target;
		this.#force = force;
		const there = checkTarget(target, force);
		this.#temporary = there === null || there.isFile() ? temporaryName(target) : null;
		try {
			this.#descriptor =
				this.#temporary === null
					? openSync(target, constants.O_WRONLY | NO_FOLLOW)
					: openSync(this.#temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW, 0o600);
		} catch (error) {
			throw unwritable(error, target);
		}

		if (this.#temporary !== null) {
			unfinished.add(this.#temporary);
		}
	}

	/**
	 * Writes all of it. After a failure (a full disk) what was written before is still whole.
	 * @throws NetanalError FILE_UNWRITABLE
	 */
	write(bytes: Uint8Array): void {
		try {
			for (let at = 0; at < bytes.length; ) {
				at += writeSync(this.#descriptor, bytes, at, bytes.length - at);
			}
			this.length += bytes.length;
		} catch (error) {
			if (this.#temporary !== null) {
				this.#takeBack();
			}
			throw unwritable(error, this.target);
		}
	}

	/** Where it is written for now; null for a device or a pipe. */
	get unfinished(): Finished | null {
		return this.#temporary === null ? null : {temporary: this.#temporary, target: this.target, force: this.#force};
	}

	/**
	 * Closes it.
	 * @returns what `publish` takes; null when there is nothing to move into place
	 * @throws NetanalError FILE_UNWRITABLE; nothing is left then: network file systems tell of a full disk only now
	 */
	finish(): Finished | null {
		try {
			if (this.#broken) {
				throw new NetanalError('FILE_UNWRITABLE', `cannot write ${this.target}: it is damaged`);
			}
			this.#close();
		} catch (error) {
			this.discard();
			throw unwritable(error, this.target);
		}

		if (this.#temporary !== null) {
			unfinished.delete(this.#temporary);
		}
		return this.unfinished;
	}

	/** Throws away what was written. */
	discard(): void {
		try {
			this.#close();
		} catch {
			// what could not be written is not wanted
		}

		if (this.#temporary === null) {
			return;
		}
		unfinished.delete(this.#temporary);
		removeQuietly(this.#temporary);
	}

	#takeBack(): void {
		try {
			ftruncateSync(this.#descriptor, this.length);
		} catch {
			this.#broken = true;
		}
	}

	#close(): void {
		const descriptor = this.#descriptor;
		this.#descriptor = -1;
		if (descriptor !== -1) {
			closeSync(descriptor);
		}
	}
}

/**
 * Syncs a finished temporary and gives it its name, all or nothing.
 * @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE; the temporary is gone then
 */
export async function publish(finished: Finished): Promise<void> {
	// An end of the program from here on leaves it: packets that were captured once are not thrown away.
	unfinished.delete(finished.temporary);
	await place(finished);
}

async function place({temporary, target, force, partial}: Finished): Promise<void> {
	try {
		if (partial && lstatSync(target, {throwIfNoEntry: false}) !== undefined) {
			throw new NetanalError(
				'FILE_EXISTS',
				`${target} stays as it was: only a part of what would replace it was written`,
			);
		}

		const handle = await open(temporary, constants.O_RDONLY | NO_FOLLOW);
		try {
			await handle.sync();
		} finally {
			await handle.close();
		}

		const there = checkTarget(target, force);
		if (there === null) {
			nameWithoutReplacing(temporary, target);
		} else if (there.isFile()) {
			renameSync(temporary, target);
		} else {
			throw new NetanalError('FILE_EXISTS', `${target} exists, and is no regular file; choose another name`);
		}
		await syncFolder(path.dirname(target));
	} catch (error) {
		removeQuietly(temporary);
		throw unwritable(error, target);
	}
}

/** Nothing was written into it yet, or it is gone. */
export function isEmpty({temporary}: Finished): boolean {
	const stats = lstatSync(temporary, {throwIfNoEntry: false});
	return stats === undefined || stats.size === 0;
}

/** Removes a temporary that is not wanted. */
export function dispose({temporary}: Finished): void {
	unfinished.delete(temporary);
	removeQuietly(temporary);
}

/** A new file of this content, whole or in pieces. @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE */
export async function writeFileSafely(
	target: string,
	content: string | Uint8Array | Iterable<string | Uint8Array>,
	options: {force?: boolean; partial?: boolean} = {},
): Promise<void> {
	const file = new AtomicFile(target, options);
	try {
		const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
		for (const piece of pieces) {
			file.write(typeof piece === 'string' ? Buffer.from(piece) : piece);
		}
	} catch (error) {
		file.discard();
		throw error;
	}

	const finished = file.finish();
	if (finished === null) {
		return;
	}
	adopt(finished);
	try {
		await place({...finished, partial: options.partial});
	} finally {
		unfinished.delete(finished.temporary);
	}
}

/** Temporaries that a process which ends early takes along. A worker hears nothing of that end: the main thread adopts its. */
const unfinished = new Set<string>();

export function adopt({temporary}: Finished): void {
	unfinished.add(temporary);
}

process.on('exit', () => {
	for (const temporary of unfinished) {
		removeQuietly(temporary);
	}
});

/** Says before the work begins that its result could not be written. @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE */
export function refuseTaken(target: string, {force = false}: {force?: boolean} = {}): void {
	checkTarget(target, force);
}

/** Says so as well where the folder cannot be written to by whom this process is now. @throws NetanalError FILE_UNWRITABLE */
export function refuseUnwritable(target: string): void {
	try {
		accessSync(path.dirname(target), constants.W_OK | constants.X_OK);
	} catch (error) {
		throw unwritable(error, target);
	}
}

/** @returns what is there already and may be replaced or written to; null for nothing */
function checkTarget(target: string, force: boolean): Stats | null {
	let stats: Stats;
	try {
		stats = lstatSync(target);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !/[\\/]$/.test(target)) {
			return null;
		}
		throw unwritable(error, target);
	}

	if (stats.isSymbolicLink()) {
		const hint = /^\/dev\/(std|fd\/)/.test(target) ? '; for standard output give -' : '; name the file itself';
		throw new NetanalError('FILE_UNWRITABLE', `cannot write ${target}: it is a symbolic link${hint}`);
	}

	if (stats.isDirectory()) {
		throw new NetanalError('FILE_UNWRITABLE', `cannot write ${target}: it is a directory`);
	}
	if (stats.isCharacterDevice() || stats.isFIFO()) {
		return stats;
	}
	if (!stats.isFile()) {
		throw new NetanalError('FILE_UNWRITABLE', `cannot write ${target}: it is no regular file`);
	}
	if (!force) {
		throw new NetanalError('FILE_EXISTS', `${target} exists; choose another name, or --force to replace it`);
	}
	return stats;
}

function temporaryName(target: string): string {
	// A long name must not become too long by what is added; what limits it is bytes.
	const stem = Buffer.from(path.basename(target))
		.subarray(0, 100)
		.toString()
		.replace(/\ufffd$/, '');
	return path.join(path.dirname(target), `.${stem}.${randomBytes(8).toString('hex')}.tmp`);
}

/** A rename would replace a file that came up meanwhile; a second name does not. */
function nameWithoutReplacing(temporary: string, target: string): void {
	try {
		linkSync(temporary, target);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
			throw error;
		}
		// FAT and some network file systems know one name per file.
		checkTarget(target, false);
		renameSync(temporary, target);
		return;
	}

	removeQuietly(temporary);
}

async function syncFolder(folder: string): Promise<void> {
	// Not every system lets a folder be opened; the file itself is safe by now.
	const handle = await open(folder, constants.O_RDONLY).catch(() => null);
	if (handle === null) {
		return;
	}
	try {
		await handle.sync();
	} catch {
		// as above
	} finally {
		await handle.close().catch(() => {});
	}
}

function removeQuietly(file: string): void {
	try {
		unlinkSync(file);
	} catch {
		// it is gone, which is what was wanted
	}
}

/** One line for a system's error: what, where, and what to do. */
function unwritable(error: unknown, target: string): NetanalError {
	if (error instanceof NetanalError) {
		return error;
	}
	const failure = error as NodeJS.ErrnoException;
	if (failure.code === 'EEXIST') {
		return new NetanalError('FILE_EXISTS', `${target} exists; choose another name, or --force to replace it`);
	}

	return new NetanalError('FILE_UNWRITABLE', `cannot write ${target}: ${reason(failure)}`, null, systemName(failure));
}

/** Tells a file from another one that took its name: device and inode; null when it is gone. */
export function identity(file: string): string | null {
	try {
		const {dev, ino} = lstatSync(file);
		return `${dev}:${ino}`;
	} catch {
		return null;
	}
}

/** Removes a file if it is still the one that had this identity. */
export function removeOurs({path: file, identity: known}: {path: string; identity: string}): void {
	try {
		if (identity(file) === known) {
			unlinkSync(file);
		}
	} catch {
		// somebody was faster
	}
}
