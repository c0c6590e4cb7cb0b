/** Drives a CaptureReader from standard input. */
import {fstatSync, type Stats} from 'node:fs';
import {isatty} from 'node:tty';
import {NetanalError} from '../errors.js';
import type {CaptureReader} from './capture-reader.js';
import {type ReadOptions, readDescriptor, readStream} from './descriptor.js';
import {type OpenCapture, readable, refuseDirectory} from './file.js';

const NAME = 'standard input';

/**
 * The capture on `descriptor`. Pipes and sockets are read through the event loop: a blocked read in the thread pool would
 * keep the process from ending.
 *
 * @throws NetanalError FILE_UNREADABLE
 */
export function openCaptureStdin(descriptor = 0): OpenCapture {
	const stats = statistics(descriptor);
	refuseDirectory(stats, NAME);
	if (isatty(descriptor)) {
		throw new NetanalError(
			'FILE_UNREADABLE',
			`cannot read ${NAME}: it is a terminal; pipe a capture in, for example: tcpdump -w - | netanal-tui analyze -`,
		);
	}
	const read = stats.isFIFO() || stats.isSocket() ? readStream : readDescriptor;
	return {
		read: (reader, options = {}) => readable(NAME, () => read(descriptor, '-', reader, options)),
		close() {},
	};
}

/** `openCaptureStdin` and `OpenCapture.read` in one. */
export async function readCaptureStdin(
	reader: CaptureReader,
	options: ReadOptions = {},
	descriptor = 0,
): Promise<void> {
	await openCaptureStdin(descriptor).read(reader, options);
}

function statistics(descriptor: number): Stats {
	try {
		return fstatSync(descriptor);
	} catch {
		throw new NetanalError('FILE_UNREADABLE', `cannot read ${NAME}: it is closed; pipe a capture in or give a path`);
	}
}
