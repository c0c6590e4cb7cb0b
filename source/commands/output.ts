/** Standard output and standard error of the commands. */

/** Results. Resolves when the text is handed to the system; a reader that went away ends the program quietly. */
export async function print(text: string): Promise<void> {
	await new Promise<void>(resolve => {
		process.stdout.write(text, () => resolve());
	});
}

/** Everything else, one line. */
export function complain(message: string): void {
	process.stderr.write(`netanal-tui: ${message.replaceAll('\n', ' ')}\n`);
}

/** `head` and `less` close the pipe when they have enough: that is no failure. */
export function endQuietlyOnClosedPipe(): void {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'EPIPE') process.exit(0);
			throw error;
		});
	}
}
