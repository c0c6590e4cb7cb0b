/** Captures by name, and in folders. */
import fs from 'node:fs';
import path from 'node:path';
import {NetanalError} from '../../engine/errors.js';
import {unreadable} from '../../engine/unreadable.js';
import type {CaptureFile} from '../../fleet/jobs/job.js';
import {isRawName, nameOfBytes, pathOf, typedName} from '../../format/raw-name.js';
import {realPath} from './real-path.js';

/** As captures are named, rotated (`a.pcap3`, `a.pcap.3`) and compressed ones as well. */
const NAMED = /\.(pcap|pcapng|cap|dmp|snoop|ntar)(\.?\d+)?(\.(gz|zst))?$/i;
/** Of a job: its list of files is one message. */
export const MOST_FILES = 20_000;

/**
 * Files as they are named; of folders, and the folders in them, those that have the name of a capture. Each once, by its real path.
 *
 * @param passOver is told of captures and folders in those whose names are not UTF-8, before anything is thrown for there being none
 * @throws NetanalError FILE_UNREADABLE, INVALID_ARGUMENT for too many, or none
 */
export function capturesIn(
	names: readonly string[],
	passOver: (raw: readonly string[]) => void = () => {},
): CaptureFile[] {
	const found = new Map<string, CaptureFile>();
	const raw = new Set<string>();
	const enter = (file: string, stats: fs.Stats) => {
		if (found.size === MOST_FILES) {
			throw new NetanalError('INVALID_ARGUMENT', `more than ${MOST_FILES} captures: make several jobs of them`);
		}
		found.set(file, {path: file, size: stats.size, modified: stats.mtimeMs});
	};
	const look = (name: string, isNamed: boolean) => {
		try {
			const file = realPath(name);
			const stats = fs.statSync(pathOf(file));
			const isWanted = isNamed || NAMED.test(name);
			if (isRawName(file)) {
				if (isNamed) {
					throw new NetanalError('INVALID_ARGUMENT', `${notText([file])}; rename it: mv ${typedName(file)} NAME`);
				}
				if (stats.isDirectory() || (stats.isFile() && isWanted)) {
					raw.add(file);
				}
				return null;
			}
			if (stats.isDirectory()) {
				return file;
			}
			if (stats.isFile() && isWanted) {
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
	for (const name of names) {
		const folder = look(name, true);
		if (folder !== null) {
			walk(folder);
		}
	}
	if (raw.size > 0) {
		passOver([...raw].sort());
	}
	if (found.size === 0) {
		throw new NetanalError('INVALID_ARGUMENT', `no captures (.pcap, .pcapng, .cap …) in ${names.join(', ')}`);
	}
	return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function entriesOf(folder: string): string[] {
	try {
		return fs.readdirSync(folder, {encoding: 'buffer'}).map(nameOfBytes).sort();
	} catch (error) {
		throw unreadable(error, folder, 'folder');
	}
}

/** One line for what workers could not be told. @param raw names, one or more */
export function passedOverText(raw: readonly string[]): string {
	const [first] = raw;
	return `passed over: ${notText(raw)}; rename them and hand the folder in again: mv ${typedName(first)} NAME`;
}

function notText(raw: readonly string[]): string {
	const [first] = raw;
	const more = raw.length === 1 ? '' : ` and ${raw.length - 1} more`;
	return `${typedName(first)}${more}: ${raw.length === 1 ? 'its name is' : 'their names are'} not UTF-8, and workers are told names as text`;
}
