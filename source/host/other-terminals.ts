/** What Node does to terminals when it ends, and should not. */
import fs from 'node:fs';
import tty from 'node:tty';
import {isInBackground} from '../terminal/job-control.js';

/**
 * Node puts the terminals behind its first three descriptors back as it found them. Where one is gone (a closed window, a
 * broken SSH connection) it aborts over that, with a native stack trace and a core dump; from the background it would
 * overwrite what another job has set. It leaves alone what is closed.
 */
export function leaveTerminalsOfOthers(): void {
	const terminals = [0, 1, 2].filter(descriptor => tty.isatty(descriptor));
	process.on('exit', () => {
		for (const descriptor of terminals) {
			if (!tty.isatty(descriptor) || isInBackground(descriptor)) {
				fs.closeSync(descriptor);
			}
		}
	});
}
