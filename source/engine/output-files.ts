/** The files that outputs write, on the main thread: synced and moved into place here, so that the analysis never waits for a disk. */
import {adopt, dispose, type Finished, identity, isEmpty, publish, removeOurs} from '../files/atomic-file.js';
import {NetanalError} from './errors.js';
import type {OutputFile} from './options.js';
import type {FinishedFile} from './sink/sink.js';
import type {SnapshotError} from './snapshot.js';

export class OutputFiles {
	/** In place, in the order in which they were finished; those that rotation has removed are not among them. */
	readonly written: OutputFile[] = [];
	/** The first error of an output. */
	error: SnapshotError | null = null;
	/** Temporaries that a worker is writing: path → whether it is valid as far as it goes. */
	readonly #open = new Map<string, {file: Finished; whole: boolean}>();
	/** Output → files in place, oldest first. */
	readonly #rings = new Map<number, {path: string; identity: string | null}[]>();
	#work: Promise<void> = Promise.resolve();

	began(file: Finished, whole: boolean): void {
		adopt(file);
		this.#open.set(file.temporary, {file, whole});
	}

	/** Moves a finished file into place, one after the other. */
	add(output: number, file: FinishedFile): void {
		const {path, packets, bytes, finished, keep} = file;
		if (finished !== null) {
			this.#open.delete(finished.temporary);
		}
		this.#then(async () => {
			if (finished !== null) {
				await publish(finished);
			}
			this.written.push({path, packets, bytes});
			if (keep !== null && finished !== null) {
				this.#rotate(output, path, keep);
			}
		});
	}

	failed(error: SnapshotError): void {
		this.error ??= error;
	}

	/** Resolves when all is in place that was added. */
	async settled(): Promise<void> {
		await this.#work;
	}

	/** The worker is gone: captures stay as far as they were written, halves of anything else go. */
	async salvage(): Promise<void> {
		for (const {file, whole} of this.#open.values()) {
			// not in the place of a whole one, and not without a head
			if (whole && !isEmpty(file)) {
				this.#then(() => publish({...file, partial: true}));
			} else {
				dispose(file);
			}
		}

		this.#open.clear();
		await this.#work;
	}

	#then(action: () => Promise<void>): void {
		this.#work = this.#work.then(action).catch(error => {
			if (!(error instanceof NetanalError)) {
				throw error;
			}
			this.failed({code: error.code, message: error.message, offset: null});
		});
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
