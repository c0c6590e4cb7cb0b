/** Takes whole frames and sends the terminal only what changed, no faster than it takes it. */
import {FrameDiff} from './diff.js';
import type {Piece} from './piece.js';
import {type Down, INDEX} from './ways.js';

/** Where the bytes go. One write is under way at a time. */
export interface TerminalOutput {
	/** Starts a write and calls back when the terminal has taken it, or never will. */
	write(text: string, taken: () => void): void;
}

export interface Size {
	columns: number;
	rows: number;
}

export class FrameStream {
	/** Bytes sent and frames that changed something, since the start. */
	readonly sent = {frames: 0, bytes: 0};
	readonly #output: TerminalOutput;
	readonly #diff: FrameDiff;
	#latest: readonly Piece[] | null = null;
	#shown: readonly Piece[] | null = null;
	/** To be sent between two frames, by purpose. */
	readonly #codes = new Map<string, string>();
	#busy = false;
	#open = false;
	#idle: (() => void) | null = null;

	constructor(output: TerminalOutput, size: Size) {
		this.#output = output;
		this.#diff = new FrameDiff(size.columns, size.rows);
	}

	/** The whole of the screen, whatever it showed before. */
	draw(frame: readonly Piece[]): void {
		this.#latest = frame;
		this.#flush();
	}

	/** The screen is ours: the next frame is drawn whole, from a cleared screen, and IND moves a row down. */
	open(): void {
		this.#open = true;
		this.#diff.invalidate();
		this.#diff.moveDownBy(INDEX);
		this.#latest ??= this.#shown;
		this.#flush();
	}

	/** The screen is not ours any more: frames are kept, the newest only, and not drawn. */
	close(): void {
		this.#open = false;
	}

	/** Sends a code that draws nothing, between two frames. Of several for one purpose that wait, the newest goes. */
	send(code: string, purpose: string): void {
		this.#codes.set(purpose, code);
		this.#flush();
	}

	/** @param down what moves the cursor one row down from now on, as long as the screen is ours */
	moveDownBy(down: Down): void {
		this.#diff.moveDownBy(down);
	}

	/** The terminal has another size, or was written to by someone else. */
	resize(size: Size): void {
		this.#diff.invalidate(size.columns, size.rows);
	}

	/**
	 * Closes, and resolves when no write is under way any more, or after `patience` milliseconds: a dead terminal is not
	 * waited for. What is written next comes after the last frame and not into it.
	 */
	async settle(patience: number): Promise<void> {
		this.close();
		if (!this.#busy) {
			return;
		}
		await new Promise<void>(resolve => {
			const timer = setTimeout(resolve, patience);
			this.#idle = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	#flush(): void {
		if (!this.#open || this.#busy || (this.#latest === null && this.#codes.size === 0)) {
			return;
		}
		let update = [...this.#codes.values()].join('');
		this.#codes.clear();
		if (this.#latest !== null) {
			update += this.#diff.update(this.#latest);
			this.#shown = this.#latest;
			this.#latest = null;
		}
		if (update === '') {
			return;
		}
		this.sent.frames++;
		this.sent.bytes += Buffer.byteLength(update);
		this.#busy = true;
		this.#output.write(update, () => {
			this.#busy = false;
			this.#idle?.();
			this.#idle = null;
			// only the newest of the frames that came meanwhile
			this.#flush();
		});
	}
}
