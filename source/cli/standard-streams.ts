/** Standard output and standard error of the commands. */
import {fstatSync, writeSync} from 'node:fs';
import {reason} from '../files/reason.js';
import {sanitize} from '../format/sanitize.js';

/** Why standard output takes nothing any more; null while it does. */
let closed: 'reader' | 'failure' | null = null;

/** Whether something of the result is missing because standard output could not be written: a full disk. */
export const resultIsCut = () => closed === 'failure';

/** Results. Resolves when the text is handed to the system; a reader that went away ends the program quietly. */
export async function print(text: string | Uint8Array): Promise<void> {
	if (closed !== null) {
		return;
	}
	if (isFile()) {
		printToFile(typeof text === 'string' ? Buffer.from(text) : text);
		return;
	}

	await new Promise<void>(resolve => {
		process.stdout.write(text, error => {
			if (error) {
				outputEnded(error);
			}
			resolve();
		});
	});
}

/** Node's stream takes a write that a full disk cut short for a whole one. */
function printToFile(bytes: Uint8Array): void {
	try {
		for (let at = 0; at < bytes.length; ) {
			at += writeSync(1, bytes, at);
		}
	} catch (error) {
		outputEnded(error as NodeJS.ErrnoException);
	}
}

let file: boolean | null = null;

/** A file or a device, which are not waited for: no terminal, pipe or socket. */
function isFile(): boolean {
	if (file === null) {
		const stats = fstatSync(1);
		file = stats.isFile() || (stats.isCharacterDevice() && !process.stdout.isTTY);
	}

	return file;
}

/** Results in pieces, each handed on before the next is made. */
export async function printPieces(pieces: Iterable<string>): Promise<void> {
	for (const piece of pieces) {
		await print(piece);
	}
}

/** Everything else, one line, whatever a file or an interface is called. */
export function complain(message: string): void {
	process.stderr.write(`netanal-tui: ${sanitize(message.replaceAll('\n', ' '))}\n`);
}

let atClosedOutput: (() => void) | null = null;

/** What to do instead of ending at once when standard output takes nothing any more: a capture has files to close. */
export function whenOutputCloses(action: () => void): void {
	atClosedOutput = action;
}

/** `head` and `less` close the pipe when they have enough: that is no failure. A terminal that is gone answers with EIO. */
export function endOnClosedOutput(): void {
	process.stdout.on('error', outputEnded);
	process.stderr.on('error', (error: NodeJS.ErrnoException) => {
		// Nobody can be told that the words found no room; the result counts.
		if (error.code === 'EPIPE' || error.code === 'EIO') {
			readerLeft();
		}
	});
}

function outputEnded(error: NodeJS.ErrnoException): void {
	if (closed !== null) {
		return;
	}
	if (error.code === 'EPIPE' || (error.code === 'EIO' && process.stdout.isTTY)) {
		closed = 'reader';
		readerLeft();
		return;
	}

	closed = 'failure';
	complain(`cannot write standard output: ${reason(error)}`);
	if (atClosedOutput === null) {
		process.exit(1);
	}
	atClosedOutput();
}

function readerLeft(): void {
	if (atClosedOutput === null) {
		process.exit(0);
	}
	atClosedOutput();
}
