import {Writable} from 'node:stream';

/**
 * What Ink is given as its standard output. Panels draw on the canvas, so all that Ink would write is its own housekeeping,
 * such as hiding the cursor: the screen has one owner, and it is not Ink.
 */
export class InkOutput extends Writable {
	readonly isTTY = true;
	/** Ink asks the real terminal where there is no size. */
	readonly columns = 1;
	readonly rows = 1;

	override _write(_chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
		done();
	}
}
