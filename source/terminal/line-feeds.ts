/**
 * Line feeds that reach a terminal as they are. Node's raw mode leaves the driver's ONLCR on, by which each gets a carriage
 * return; without it, a line feed is the shortest way one row down.
 */
import {spawnSync} from 'node:child_process';

/** Not looked for: a program of another folder would be run as root. Where it is elsewhere, more bytes are sent. */
const STTY = '/bin/stty';
/** Milliseconds that it may take: it waits until a terminal has taken what was sent before. */
const PATIENCE = 300;

/**
 * Turns ONLCR off at a terminal, which is in raw mode; whoever ends that mode puts it back.
 * @returns whether it is off
 */
export function passLineFeeds(descriptor: number): boolean {
	const {status} = spawnSync(STTY, ['-onlcr'], {
		stdio: [descriptor, 'ignore', 'ignore'],
		env: {},
		timeout: PATIENCE,
		killSignal: 'SIGKILL',
	});
	return status === 0;
}
