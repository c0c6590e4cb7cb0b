/**
 * Every file that is written for the user: first a temporary beside the target (random name, O_EXCL, mode 0600), then synced and
 * moved into place. So there is the old file or the whole new one, never a half; an existing file goes only when that was
 * asked for, and no link is ever followed. What cannot be made a second time has its name reserved as well (`claim.ts`).
 */
import {closeSync, ftruncateSync, writeSync} from 'node:fs';
import path from 'node:path';
import {NetanalError} from '../engine/errors.js';
import {create, openForWriting} from './access.js';
import {type Claim, claimName, release, removeQuietly} from './claim.js';
import {type Finished, keep, kept, type Placed, place, refuges} from './placing.js';
import {checkTarget, freeNames, isTaken, temporaryName, unwritable} from './target.js';
import {adopt, forget} from './unfinished.js';

type Content = string | Uint8Array | Iterable<string | Uint8Array>;

export interface AtomicFileOptions {
	/** Replace an existing file. */
	force?: boolean;
	/** What is written cannot be made again: the name is reserved, and whatever happens what was written is kept. */
	once?: boolean;
	/** The name is reserved already. */
	claim?: Claim | null;
}

export class AtomicFile {
	readonly target: string;
	/** Bytes written, all of them in whole pieces. */
	length = 0;
	readonly #force: boolean;
	/** Null for a device or a named pipe, which is written as it is. */
	readonly #temporary: string | null;
	readonly #claim: Claim | null;
	#descriptor: number;
	/** Something of a piece that failed could not be taken back. */
	#broken = false;

	/**
	 * @param target as the user gave it
	 * @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE: one line
	 */
	constructor(target: string, {force = false, once = false, claim = null}: AtomicFileOptions = {}) {
		this.target = target;
		this.#force = force;
		const there = claim === null ? checkTarget(target, force) : null;
		this.#claim = claim ?? (once ? claimName(target, force) : null);
		this.#temporary = there === null || there.kind === 'file' ? temporaryName(target) : null;
		try {
			this.#descriptor = this.#temporary === null ? openForWriting(target) : create(this.#temporary);
		} catch (error) {
			this.#release();
			throw unwritable(error, target);
		}

		if (this.unfinished !== null) {
			adopt(this.unfinished);
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
		return this.#temporary === null
			? null
			: {temporary: this.#temporary, target: this.target, force: this.#force, claim: this.#claim};
	}

	/**
	 * Closes it.
	 * @returns what `publish` takes; null when there is nothing to move into place
	 * @throws NetanalError FILE_UNWRITABLE; nothing is left then: network file systems tell of a full disk only now. What cannot
	 * be made again is still there, and the next call returns it
	 */
	finish(): Finished | null {
		try {
			if (this.#broken && this.#claim === null) {
				throw new NetanalError('FILE_UNWRITABLE', `cannot write ${this.target}: it is damaged`);
			}
			this.#close();
		} catch (error) {
			if (this.#claim === null) {
				this.discard();
			}
			throw unwritable(error, this.target);
		}

		if (this.#temporary !== null) {
			forget({temporary: this.#temporary});
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

		this.#release();
		if (this.#temporary === null) {
			return;
		}
		forget({temporary: this.#temporary});
		removeQuietly(this.#temporary);
	}

	#release(): void {
		if (this.#claim !== null) {
			release(this.target, this.#claim);
		}
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
 *
 * @param descriptor the temporary, open for reading, where it is
 * @returns where it is: what cannot be made again may have another name than it was to have
 * @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE; the temporary is gone then
 */
export async function publish(finished: Finished, descriptor: number | null = null): Promise<Placed> {
	const {claim} = finished;
	if (!claim) {
		// An end of the program from here on leaves it.
		forget(finished);
		return place(finished);
	}
	adopt(finished);
	try {
		return await keep({...finished, claim}, descriptor);
	} finally {
		forget(finished);
	}
}

/** A new file of this content, whole or in pieces. @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE */
export async function writeFileSafely(
	target: string,
	content: Content,
	options: AtomicFileOptions & {partial?: boolean} = {},
): Promise<Placed> {
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
		return {path: target, problem: null};
	}
	adopt(finished);
	try {
		const whole = {...finished, partial: options.partial};
		return await (finished.claim ? keep({...whole, claim: finished.claim}) : place(whole));
	} finally {
		forget(finished);
	}
}

/**
 * A new file of what cannot be made again, under a name that is reserved; where that folder does not take it, in another one.
 *
 * @param content is asked for its pieces anew for each attempt
 * @throws NetanalError FILE_UNWRITABLE when nothing takes it
 */
export async function writeOnce(target: string, claim: Claim, content: () => Content): Promise<Placed> {
	try {
		return await writeFileSafely(target, content(), {claim});
	} catch (first) {
		for (const folder of refuges(claim)) {
			const wanted = path.join(folder, path.basename(target));
			for (const name of [wanted, ...freeNames(wanted)]) {
				try {
					await writeFileSafely(name, content());
					return {path: name, problem: kept(first, target, name)};
				} catch (error) {
					if (!isTaken(error)) {
						break;
					}
				}
			}
		}
		throw first;
	}
}
