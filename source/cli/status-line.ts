/** Progress on standard error: one line that is drawn over and over on a terminal, plain lines elsewhere. */
import {cut} from '../format/cells.js';
import type {OptionSpec} from './command.js';

export const QUIET: OptionSpec = {name: 'quiet', short: 'q', help: 'no progress and no summary on standard error'};

export class StatusLine {
	readonly live: boolean;
	#shown = false;
	readonly #stream: NodeJS.WriteStream;

	constructor(stream: NodeJS.WriteStream = process.stderr) {
		this.#stream = stream;
		this.live = stream.isTTY === true && process.env.TERM !== 'dumb';
	}

	show(text: string): void {
		if (this.live) {
			this.#stream.write(`\r${cut(text, Math.max(1, (this.#stream.columns || 80) - 1))}\u001b[K`);
			this.#shown = true;
		} else {
			this.#stream.write(`${text}\n`);
		}
	}

	/** Takes a line on a terminal away, so that what follows stands alone. */
	clear(): void {
		if (this.#shown) {
			this.#stream.write('\r\u001b[K');
		}
		this.#shown = false;
	}
}
