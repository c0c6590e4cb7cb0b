/** Gives a finished temporary its name, all or nothing; what cannot be made again stays under some name in any case. */
import {closeSync, readlinkSync, readSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {NetanalError} from '../engine/errors.js';
import {create, fsync, identityOfOpen, link, look, openOwn, rename, syncFile, syncFolder} from './access.js';
import {type Claim, identity, isClaimed, release, removeQuietly} from './claim.js';
import {reason, systemName} from './reason.js';
import {checkTarget, freeNames, isTaken, unwritable} from './target.js';

const COPIED_AT_ONCE = 1 << 20;

/** A temporary that is whole, and what it is to become: plain data, so that another thread can move it into place. */
export interface Finished {
	temporary: string;
	target: string;
	/** Replace an existing file. */
	force: boolean;
	/** Of what it was to be, a part is in it: it takes the place of no file. */
	partial?: boolean;
	/** Its content cannot be made a second time: whatever stands in its way, it is kept, under another name if need be. */
	claim?: Claim | null;
}

/** Where a file lies now. */
export interface Placed {
	path: string;
	/** Why that is not where it was to be, or not safe on the disk; one line that names both. Null when all is well. */
	problem: NetanalError | null;
}

/** What can be made again: it is gone when it cannot be placed. @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE */
export async function place({temporary, target, force, partial}: Finished): Promise<Placed> {
	try {
		if (partial && look(target) !== null) {
			throw staysAsItWas(target);
		}
		await syncFile(temporary);
		const there = checkTarget(target, force);
		if (there === null) {
			nameWithoutReplacing(temporary, target);
		} else if (there.kind === 'file') {
			rename(temporary, target);
		} else {
			throw new NetanalError('FILE_EXISTS', `${target} exists, and is no regular file; choose another name`);
		}
		await syncFolder(path.dirname(target));
		return {path: target, problem: null};
	} catch (error) {
		removeQuietly(temporary);
		throw unwritable(error, target);
	}
}

type Kept = Finished & {claim: Claim};

/**
 * What cannot be made again: under its own name, else a free one beside it, else where it lies, else, if that was removed, in a
 * folder that is left.
 *
 * @param given the temporary, open for reading: it leads to the content when its folder is gone
 * @throws NetanalError FILE_UNWRITABLE when nothing is left of it, or no folder takes it
 */
export async function keep(finished: Kept, given: number | null = null): Promise<Placed> {
	const descriptor = given ?? openQuietly(finished.temporary);
	try {
		const unsynced = descriptor === null ? null : await sync(descriptor, finished.target);
		const placed = keepNow(finished, descriptor) ?? (await rescue(finished, descriptor));
		await syncFolder(path.dirname(placed.path));
		return {path: placed.path, problem: placed.problem ?? unsynced};
	} finally {
		if (given === null && descriptor !== null) {
			closeSync(descriptor);
		}
	}
}

/** The same without waiting for the disk. @returns null when the temporary was removed */
export function keepNow(finished: Kept, descriptor: number | null): Placed | null {
	const {temporary, target, claim} = finished;
	const known = descriptor === null ? identity(temporary) : identityOfOpen(descriptor);
	// A worker that ended may have been faster.
	if (known !== null && identity(target) === known) {
		return {path: target, problem: null};
	}
	const from = whereIs(temporary, descriptor, known);
	if (from === null) {
		return null;
	}
	const folder = path.dirname(from);
	let why: unknown = null;
	const names = new Set([target, path.join(folder, path.basename(target))]);
	for (const name of names) {
		try {
			takePlace(from, name, finished);
			return {path: name, problem: why === null ? null : kept(why, target, name)};
		} catch (error) {
			why ??= error;
		}
	}

	for (const name of names) {
		release(name, claim);
	}
	for (const name of freeNames(path.join(folder, path.basename(target)))) {
		try {
			nameWithoutReplacing(from, name);
			return {path: name, problem: kept(why, target, name)};
		} catch (error) {
			if (!isTaken(error)) {
				break;
			}
		}
	}
	return {path: from, problem: kept(why, target, from)};
}

/** Where else something may lie whose folder is gone: the nearest that is left, where the program was started, `/tmp`. */
export function refuges({folder}: Claim): Set<string> {
	const folders = new Set<string>();
	for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
		folders.add(at);
	}
	try {
		folders.add(process.cwd());
	} catch {
		// it is the one that is gone
	}
	return folders.add(tmpdir());
}

/** What was to be written to `target` lies somewhere else. */
export function kept(why: unknown, target: string, name: string): NetanalError {
	const {code, message} = unwritable(why, target);
	const instead = `kept as ${name}`;
	return new NetanalError(
		code,
		code === 'FILE_EXISTS' && !message.includes('stays as it was')
			? `${target} is taken by now; what was to be in it is ${instead}`
			: `${message}; what was to be in it is ${instead}`,
	);
}

/** By its content: the file was removed, and only who has it open can still read it. */
async function rescue({target, claim}: Kept, descriptor: number | null): Promise<Placed> {
	const gone = new NetanalError('FILE_UNWRITABLE', `cannot write ${target}: it was removed while it was written`);
	if (descriptor === null) {
		throw gone;
	}
	release(target, claim);
	for (const folder of refuges(claim)) {
		const wanted = path.join(folder, path.basename(target));
		for (const name of [wanted, ...freeNames(wanted)]) {
			try {
				const unsynced = await copy(descriptor, name);
				const isThere = name === path.join(claim.folder, path.basename(target));
				return isThere ? {path: target, problem: unsynced} : {path: name, problem: kept(gone, target, name)};
			} catch (error) {
				if (!isTaken(error)) {
					break;
				}
			}
		}
	}
	throw new NetanalError('FILE_UNWRITABLE', `${gone.message}, and no other folder takes it`);
}

/** Null when all that was written is safe on the disk, else one line that says why not. */
async function sync(descriptor: number, name: string): Promise<NetanalError | null> {
	try {
		await fsync(descriptor);
		return null;
	} catch (error) {
		const failure = error as NodeJS.ErrnoException;
		return new NetanalError(
			'FILE_UNWRITABLE',
			`${name} may not be whole: ${reason(failure)}`,
			null,
			systemName(failure),
		);
	}
}

/** @returns as of `sync` */
async function copy(from: number, name: string): Promise<NetanalError | null> {
	const to = create(name);
	try {
		const buffer = Buffer.allocUnsafe(COPIED_AT_ONCE);
		for (let at = 0; ; ) {
			const read = readSync(from, buffer, 0, buffer.length, at);
			if (read === 0) {
				break;
			}
			for (let written = 0; written < read; ) {
				written += writeSync(to, buffer, written, read - written);
			}
			at += read;
		}
		return await sync(to, name);
	} catch (error) {
		removeQuietly(name);
		throw error;
	} finally {
		closeSync(to);
	}
}

/** The temporary, or where it was moved to; null when it was removed. */
function whereIs(temporary: string, descriptor: number | null, known: string | null): string | null {
	if (known !== null && identity(temporary) === known) {
		return temporary;
	}
	try {
		const now = readlinkSync(`/proc/self/fd/${descriptor}`);
		return identity(now) === known ? now : null;
	} catch {
		// only Linux tells
		return null;
	}
}

function takePlace(from: string, target: string, {claim, partial}: Kept): void {
	const there = look(target);
	if (there === null) {
		nameWithoutReplacing(from, target);
	} else if (!isClaimed(there, claim)) {
		throw Object.assign(new Error(target), {code: 'EEXIST'});
	} else if (partial && !claim.made) {
		throw staysAsItWas(target);
	} else {
		rename(from, target);
	}
}

function staysAsItWas(target: string): NetanalError {
	return new NetanalError('FILE_EXISTS', `${target} stays as it was: only a part of what would replace it was written`);
}

/** A rename would replace a file that came up meanwhile; a second name does not. */
function nameWithoutReplacing(temporary: string, target: string): void {
	try {
		link(temporary, target);
	} catch (error) {
		if (isTaken(error)) {
			throw error;
		}
		// FAT and some network file systems know one name per file.
		checkTarget(target, false);
		rename(temporary, target);
		return;
	}

	removeQuietly(temporary);
}

function openQuietly(file: string): number | null {
	try {
		return openOwn(file);
	} catch {
		return null;
	}
}
