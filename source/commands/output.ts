/** Standard output and standard error of the commands. */

import {sanitize} from '../format/sanitize.js';

/** Results. Resolves when the text is handed to the system; a reader that went away ends the program quietly. */
export async function print(text: string | Uint8Array): Promise<void> {
	await new Promise<void>(resolve => {
		process.stdout.write(text, () => resolve());
	});
}

/** Results in pieces, each handed on before the next is made. */
export async function printPieces(pieces: Iterable<string>): Promise<void> {
	for (const piece of pieces) await print(piece);
}

/** Everything else, one line, whatever a file or an interface is called. */
export function complain(message: string): void {
	process.stderr.write(`netanal-tui: ${sanitize(message.replaceAll('\n', ' '))}\n`);
}

let atClosedPipe: (() => void) | null = null;

/** What to do instead of ending at once when the reader of standard output went away: a capture has files to close. */
export function whenPipeCloses(action: () => void): void {
	atClosedPipe = action;
}

/** `head` and `less` close the pipe when they have enough: that is no failure. A terminal that is gone answers with EIO. */
export function endQuietlyOnClosedPipe(): void {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
			if (atClosedPipe === null) process.exit(0);
			atClosedPipe();
		});
	}
}
