/** Captures by name, and in folders. */
import fs from 'node:fs';
import path from 'node:path';
import {NetanalError} from '../../engine/errors.js';
import {unreadable} from '../../engine/unreadable.js';
import type {CaptureFile} from '../../fleet/jobs/job.js';
import {isRawName} from '../../format/raw-name.js';

/** As captures are named, rotated (`a.pcap3`, `a.pcap.3`) and compressed ones as well. */
const NAMED = /\.(pcap|pcapng|cap|dmp|snoop|ntar)(\.?\d+)?(\.(gz|zst))?$/i;
/** Of a job: its list of files is one message. */
export const MOST_FILES = 20_000;

/**
 * Files as they are named; of folders, and the folders in them, those that have the name of a capture. Each once, by its real path.
 *
 * @throws NetanalError FILE_UNREADABLE, INVALID_ARGUMENT for too many, or none
 */
export function capturesIn(names: readonly string[]): CaptureFile[] {
	const found = new Map<string, CaptureFile>();
	const enter = (file: string, stats: fs.Stats) => {
		if (found.size === MOST_FILES) {
			throw new NetanalError('INVALID_ARGUMENT', `more than ${MOST_FILES} captures: make several jobs of them`);
		}
		found.set(file, {path: file, size: stats.size, modified: stats.mtimeMs});
	};
	const look = (name: string, isNamed: boolean) => {
		try {
			const file = fs.realpathSync(name);
			const stats = fs.statSync(file);
			if (stats.isDirectory()) {
				return file;
			}
			if (stats.isFile() && (isNamed || NAMED.test(name))) {
				enter(file, stats);
			} else if (isNamed) {
				throw new NetanalError('INVALID_ARGUMENT', `${name} is neither a file nor a folder: workers could not read it`);
			}
		} catch (error) {
			if (isNamed || error instanceof NetanalError) {
				throw unreadable(error, name, 'capture file or folder');
			}
			// a link to nothing, or gone meanwhile
		}
		return null;
	};
	const walked = new Set<string>();
	const walk = (folder: string) => {
		if (walked.has(folder)) {
			return;
		}
		walked.add(folder);
		for (const entry of entriesOf(folder)) {
			const inner = look(path.join(folder, entry), false);
			if (inner !== null) {
				walk(inner);
			}
		}
	};
	const raw = names.find(isRawName);
	if (raw !== undefined) {
		throw new NetanalError(
			'INVALID_ARGUMENT',
			`${raw}: its name is not UTF-8, and workers are told names as text; rename it`,
		);
	}
	for (const name of names) {
		const folder = look(name, true);
		if (folder !== null) {
			walk(folder);
		}
	}
	if (found.size === 0) {
		throw new NetanalError('INVALID_ARGUMENT', `no captures (.pcap, .pcapng, .cap …) in ${names.join(', ')}`);
	}
	return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function entriesOf(folder: string): string[] {
	try {
		return fs.readdirSync(folder).sort();
	} catch (error) {
		throw unreadable(error, folder, 'folder');
	}
}
