/**
 * A name that is taken for a file whose content cannot be made a second time: an empty file of our own (O_EXCL, 0600) stands there
 * until the content takes its place.
 */
import {closeSync} from 'node:fs';
import path from 'node:path';
import {create, type Entry, identityOfOpen, look, remove} from './access.js';
import {checkTarget, unwritable} from './target.js';

/** Plain data: another thread may put the content in its place. */
export interface Claim {
	/** Of what may be replaced: the empty file, or the old one that is to go. */
	identity: string;
	/** It is the empty one, and ours. */
	made: boolean;
	/** Absolute: the working directory may be gone by then. */
	folder: string;
}

/**
 * @param force an existing file is to be replaced: that one, and none that comes after it
 * @returns null for a device or a named pipe, which is written as it is
 * @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE
 */
export function claimName(target: string, force: boolean): Claim | null {
	const there = checkTarget(target, force);
	if (there !== null && there.kind !== 'file') {
		return null;
	}
	try {
		const folder = path.resolve(path.dirname(target));
		if (there !== null) {
			return {identity: there.identity, made: false, folder};
		}
		const descriptor = create(target);
		try {
			return {identity: identityOfOpen(descriptor), made: true, folder};
		} finally {
			closeSync(descriptor);
		}
	} catch (error) {
		throw unwritable(error, target);
	}
}

/** Whether what is there now may be replaced: somebody may have written into our file, or put another one there. */
export function isClaimed(there: Entry, claim: Claim): boolean {
	return there.kind === 'file' && there.identity === claim.identity && (!claim.made || there.size === 0);
}

/** The name is free again, unless it is somebody else's by now. */
export function release(target: string, claim: Claim): void {
	try {
		const there = claim.made ? look(target) : null;
		if (there !== null && isClaimed(there, claim)) {
			remove(target);
		}
	} catch {
		// it is gone, which is what was wanted
	}
}

/** Null when it is gone. */
export function identity(file: string): string | null {
	try {
		return look(file)?.identity ?? null;
	} catch {
		return null;
	}
}

/** Removes a file if it is still the one that had this identity. */
export function removeOurs({path: file, identity: known}: {path: string; identity: string}): void {
	if (identity(file) === known) {
		removeQuietly(file);
	}
}

export function removeQuietly(file: string): void {
	try {
		remove(file);
	} catch {
		// it is gone, which is what was wanted
	}
}
