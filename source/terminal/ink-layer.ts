import {Writable} from 'node:stream';
import type {Size} from './frame-stream.js';

/**
 * What Ink is given as its standard output: each frame that it writes is the base layer of what the terminal shows. It is no
 * terminal to Ink, which leaves its cursor and modes alone then: the screen has one owner.
 */
export class InkLayer extends Writable {
	/** The lines of Ink's last frame; none before the first. */
	lines: readonly string[] = [];
	#size: Size;
	readonly #onFrame: () => void;

	constructor(size: Size, onFrame: () => void) {
		super({decodeStrings: false});
		this.#size = size;
		this.#onFrame = onFrame;
	}

	/** Ink lays its boxes out within so many cells. */
	get columns(): number {
		return this.#size.columns;
	}

	get rows(): number {
		return this.#size.rows;
	}

	/** Ink lays out anew with its next change. */
	resize(size: Size): void {
		this.#size = size;
	}

	override _write(frame: string, _encoding: BufferEncoding, done: () => void): void {
		this.lines = frame.split('\n');
		this.#onFrame();
		done();
	}
}
