/** The files that outputs write, on the main thread: synced and moved into place here, so that the analysis never waits for a disk. */
import {closeSync, fstatSync} from 'node:fs';
import {openOwn} from '../files/access.js';
import {publish} from '../files/atomic-file.js';
import type {Lock} from '../files/base-name.js';
import {identity, removeOurs} from '../files/claim.js';
import type {Finished} from '../files/placing.js';
import {adopt, adoptSign, dispose, isEmpty, removeSign} from '../files/unfinished.js';
import {NetanalError} from './errors.js';
import type {KeptFile, OutputFile} from './options.js';
import type {FinishedFile} from './sink/sink.js';
import type {SnapshotError} from './snapshot.js';

/** A temporary that a worker is writing. */
interface Open {
	file: Finished;
	/** It is valid as far as it goes. */
	whole: boolean;
	/** For reading: who removes the folder does not take it along. Null for what can be made again. */
	descriptor: number | null;
}

export class OutputFiles {
	/** In place, in the order in which they were finished; those that rotation has removed are not among them. */
	readonly written: OutputFile[] = [];
	/** The first error of an output that was there from the start. */
	error: SnapshotError | null = null;
	/** Of the outputs that were added later: the first error of each. */
	readonly #errors = new Map<number, SnapshotError>();
	/** By the path of the temporary. */
	readonly #open = new Map<string, Open>();
	/** Output → files in place, oldest first. */
	readonly #rings = new Map<number, {path: string; identity: string | null}[]>();
	/** Output → the sign that its base name is taken. */
	readonly #locks = new Map<number, Lock>();
	#work: Promise<void> = Promise.resolve();
	readonly #tell: (file: KeptFile) => void;
	readonly #tellFailure: (error: SnapshotError) => void;

	/** @param tell told of each file that has another name than it was to have, when that happens; `tellFailure` of each that is lost */
	constructor(tell: (file: KeptFile) => void = () => {}, tellFailure: (error: SnapshotError) => void = () => {}) {
		this.#tell = tell;
		this.#tellFailure = tellFailure;
	}

	began(file: Finished, whole: boolean): void {
		adopt(file);
		this.#open.set(file.temporary, {file, whole, descriptor: file.claim ? openForReading(file.temporary) : null});
	}

	locked(output: number, lock: Lock): void {
		adoptSign(lock);
		this.#locks.set(output, lock);
	}

	/** A file of a rotation is being written under another name. */
	renamed(asked: string, path: string): void {
		this.#tell({asked, path, message: `${asked} exists; what was to be in it is kept as ${path}`});
	}

	/** Moves a finished file into place, one after the other. */
	add(output: number, file: FinishedFile): void {
		const {packets, bytes, finished, keep} = file;
		const descriptor = this.#taken(finished);
		this.#then(output, async () => {
			const path = finished === null ? file.path : await this.#publish(output, finished, descriptor);
			this.written.push({path, packets, bytes});
			if (keep !== null && finished !== null) {
				this.#rotate(output, path, keep);
			}
		});
	}

	/** An output has ended: no more files of its name will come. */
	closed(output: number): void {
		this.#then(output, async () => this.#unlock(output));
	}

	/** @param output negative for those that were there from the start */
	failed(error: SnapshotError, output: number): void {
		if (output < 0) {
			this.error ??= error;
		} else if (!this.#errors.has(output)) {
			this.#errors.set(output, error);
		}
	}

	/** What went wrong with an output that was added later. */
	errorOf(output: number): SnapshotError | null {
		return this.#errors.get(output) ?? null;
	}

	/** Resolves when all is in place that was added. */
	async settled(): Promise<void> {
		await this.#work;
	}

	/** The worker is gone: what cannot be made again, and captures, stay as far as they were written; halves of anything else go. */
	async salvage(): Promise<void> {
		for (const {file, whole, descriptor} of this.#open.values()) {
			this.#then(-1, async () => {
				// not without a head
				if (whole && !(descriptor === null ? isEmpty(file) : fstatSync(descriptor).size === 0)) {
					await this.#publish(-1, {...file, partial: true}, descriptor);
				} else {
					close(descriptor);
					dispose(file);
				}
			});
		}

		this.#open.clear();
		await this.#work;
		for (const output of this.#locks.keys()) {
			this.#unlock(output);
		}
	}

	/** @returns where it is */
	async #publish(output: number, finished: Finished, descriptor: number | null): Promise<string> {
		try {
			const {path, problem} = await publish(finished, descriptor);
			if (path !== finished.target && problem !== null) {
				this.#tell({asked: finished.target, path, message: problem.message});
			}
			// Of several files each is as good under another name; so is one whose end its owner waits for, who is told its name.
			const isHarmless = problem?.code === 'FILE_EXISTS' && (this.#locks.has(output) || output >= 0);
			if (problem !== null && !isHarmless) {
				this.#fail(problem, output);
			}
			return path;
		} finally {
			close(descriptor);
		}
	}

	#then(output: number, action: () => Promise<void>): void {
		this.#work = this.#work.then(action).catch(error => {
			if (!(error instanceof NetanalError)) {
				throw error;
			}
			this.#fail(error, output);
		});
	}

	#fail({code, message}: NetanalError, output: number): void {
		const error = {code, message, offset: null};
		this.failed(error, output);
		this.#tellFailure(error);
	}

	/** It is no longer being written. @returns its descriptor */
	#taken(finished: Finished | null): number | null {
		const open = finished === null ? undefined : this.#open.get(finished.temporary);
		if (open === undefined) {
			return null;
		}
		this.#open.delete(open.file.temporary);
		return open.descriptor;
	}

	#unlock(output: number): void {
		const lock = this.#locks.get(output);
		if (lock !== undefined) {
			this.#locks.delete(output);
			removeSign(lock.path);
		}
	}

	#rotate(output: number, path: string, keep: number): void {
		const ring = this.#rings.get(output) ?? [];
		this.#rings.set(output, ring);
		// Whoever collects finished files may have taken it away already.
		ring.push({path, identity: identity(path)});
		while (ring.length > keep) {
			const oldest = ring.shift()!;
			this.written.splice(
				this.written.findIndex(file => file.path === oldest.path),
				1,
			);
			if (oldest.identity !== null) {
				removeOurs({path: oldest.path, identity: oldest.identity});
			}
		}
	}
}

function openForReading(file: string): number | null {
	try {
		return openOwn(file);
	} catch {
		// It is read by its name then.
		return null;
	}
}

function close(descriptor: number | null): void {
	if (descriptor !== null) {
		closeSync(descriptor);
	}
}
