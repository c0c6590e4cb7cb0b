/** Where the bytes of an output go: into a file, or to whoever started the engine, who says when they were taken. */
import {AtomicFile} from '../../files/atomic-file.js';
import type {Finished} from '../../files/placing.js';

export interface Destination {
	/** @throws NetanalError FILE_UNWRITABLE */
	write(bytes: Uint8Array): void;
	/** More is waiting to be taken than should be. */
	readonly full: boolean;
	/** What is written cannot be made again: what of it is whole stays, whatever fails. */
	readonly once: boolean;
	/** All of it is written. @returns what is to be moved into place, if anything */
	finish(): Finished | null;
	/** It failed: takes back what can be taken back. */
	discard(): void;
}

/** After a failure that has been told: closes it as it is. @returns what is to be moved into place. @throws NetanalError nothing is left */
export function salvage(destination: Destination): Finished | null {
	try {
		return destination.finish();
	} catch (error) {
		if (!destination.once) {
			throw error;
		}
		return destination.finish();
	}
}

export class FileDestination implements Destination {
	readonly full = false;
	readonly once: boolean;
	readonly #file: AtomicFile;

	/** @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE */
	constructor(path: string, options: {force: boolean; once: boolean}) {
		this.once = options.once;
		this.#file = new AtomicFile(path, options);
	}

	/** The file as it lies there for now. */
	get unfinished(): Finished | null {
		return this.#file.unfinished;
	}

	write(bytes: Uint8Array): void {
		this.#file.write(bytes);
	}

	finish(): Finished | null {
		return this.#file.finish();
	}

	discard(): void {
		this.#file.discard();
	}
}

/** Bytes that may wait on the way to the main thread. */
const PATIENCE = 1024 * 1024;

/** A stream that is read elsewhere, standard output for instance: what was sent and not yet taken is counted. */
export class StreamDestination implements Destination {
	readonly once = false;
	#waiting = 0;
	#wake: (() => void) | null = null;
	readonly #send: (bytes: Uint8Array) => void;
	readonly #lossless: boolean;

	/**
	 * @param send takes an array of its own
	 * @param lossless the source waits for `room`, so nothing needs to be left out
	 */
	constructor(send: (bytes: Uint8Array) => void, lossless: boolean) {
		this.#send = send;
		this.#lossless = lossless;
	}

	get full(): boolean {
		return !this.#lossless && this.#waiting > PATIENCE;
	}

	write(bytes: Uint8Array): void {
		if (bytes.length === 0) {
			return;
		}
		this.#waiting += bytes.length;
		this.#send(Uint8Array.from(bytes));
	}

	/** The other side has written `count` bytes. */
	taken(count: number): void {
		this.#waiting -= count;
		if (this.#waiting > PATIENCE) {
			return;
		}
		this.#wake?.();
		this.#wake = null;
	}

	/** Resolves when there is room; null when there is. */
	room(): Promise<void> | null {
		if (this.#waiting <= PATIENCE) {
			return null;
		}
		return new Promise(resolve => {
			this.#wake = resolve;
		});
	}

	finish(): null {
		return null;
	}

	discard(): void {}
}
