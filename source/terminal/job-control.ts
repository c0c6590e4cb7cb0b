/** Whose turn it is at a terminal that several jobs of a shell share. */
import fs from 'node:fs';

/** Of `/dev/tty`, which is whatever terminal controls the process. */
const DEV_TTY = 0x05_00;

/**
 * Whether this terminal controls us and belongs to another job now: to touch its settings would stop us (SIGTTOU), and what
 * is written lands on somebody else's screen. Elsewhere than on Linux never known, and false. @see proc_pid_stat(5)
 */
export function isInBackground(descriptor: number): boolean {
	try {
		const stat = fs.readFileSync('/proc/self/stat', 'utf8');
		const [, , group, , terminal, foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const {rdev} = fs.fstatSync(descriptor);
		const controls = rdev === DEV_TTY || rdev === Number(terminal);
		return controls && foreground !== '-1' && foreground !== group;
	} catch {
		return false;
	}
}
