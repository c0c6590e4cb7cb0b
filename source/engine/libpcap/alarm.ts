/**
 * Ends the capture loop's wait for packets, so that it can be a long one and a command is heard at once all the same: a pipe, which is
 * waited on beside the packets. The capture worker makes it, the main thread rings, and closes it when the worker is gone.
 */
import fs from 'node:fs';
import type {CLibrary} from './library.js';

/** Descriptors of the two ends. */
export interface Alarm {
	waitedOn: number;
	rung: number;
}

/** <bits/fcntl-linux.h> */
const O_CLOEXEC = 0o2000000;

/** @returns null where there is none: on other systems than Linux, and where no more files may be open */
export function makeAlarm(c: Pick<CLibrary, 'pipe2'>): Alarm | null {
	const ends = Buffer.alloc(8);
	return c.pipe2(ends, fs.constants.O_NONBLOCK | O_CLOEXEC) === 0
		? {waitedOn: ends.readInt32LE(0), rung: ends.readInt32LE(4)}
		: null;
}

export function ring({rung}: Alarm): void {
	try {
		fs.writeSync(rung, '!');
	} catch {
		// it has been rung so often that no more goes in
	}
}

/** After it was heard. */
export function hush(waitedOn: number): void {
	fs.readSync(waitedOn, Buffer.alloc(64));
}

export function closeAlarm({waitedOn, rung}: Alarm): void {
	fs.closeSync(waitedOn);
	fs.closeSync(rung);
}
