/** Files that the dashboard writes, into the folder that the program was started in and never over another one. */
import {statSync} from 'node:fs';
import path from 'node:path';
import {NetanalError} from '../../engine/errors.js';
import type {OutputFile} from '../../engine/options.js';
import type {Snapshot} from '../../engine/snapshot.js';
import {writeFileSafely} from '../../files/atomic-file.js';
import {fileNamePart, underFreeName} from '../../files/free-name.js';
import {refuseUnwritable} from '../../files/target.js';
import {fileStamp} from '../../format/durations.js';
import {count} from '../../format/numbers.js';
import {CSV_TABLES, formatCsv} from '../../output/csv.js';
import {formatJson} from '../../output/json.js';

/** From here alone: once it is loaded, Node finds it again for this file, and for no other, where nobody may look for it. */
export const loadCharts = () => import('../../output/chart/render.js');

/** `netanal-eth0-20260213-140501`. */
function stem(source: string): string {
	return `netanal-${fileNamePart(path.basename(source))}-${fileStamp(new Date())}`;
}

/** @returns what was written, in words: a path, or the first of several */
export async function exportSnapshot(
	folder: string,
	snapshot: Snapshot,
	format: 'json' | 'csv' | 'svg' | 'png',
): Promise<string> {
	const name = stem(snapshot.source.name);
	const write = (stem: string, content: string | Uint8Array) =>
		underFreeName(folder, stem, format, file => writeFileSafely(file, content));
	if (format === 'json') {
		return write(name, formatJson(snapshot));
	}
	if (format === 'csv') {
		const files: string[] = [];
		for (const table of CSV_TABLES) {
			files.push(await write(`${name}-${table}`, [...formatCsv(snapshot, table)].join('')));
		}

		return `${files[0]} and ${files.length - 1} more tables`;
	}

	const {renderChart} = await loadCharts();
	return write(name, await renderChart(snapshot, {format, timezone: localTimeZone()}));
}

const localTimeZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/**
 * The folder that somebody means, who sees no shell: `~` is understood.
 *
 * @param from where files went until now
 * @param isGranted whether somebody else can write there for us
 * @throws NetanalError FILE_UNWRITABLE where files cannot be written
 */
export function writableFolder(
	from: string,
	name: string,
	home: string,
	isGranted: (folder: string) => boolean = () => false,
): string {
	const folder = path.resolve(from, name.replace(/^~(?=\/|$)/, home));
	if (isGranted(folder)) {
		return folder;
	}
	refuseUnwritable(`${folder}/.`);
	if (!statSync(folder).isDirectory()) {
		throw new NetanalError('FILE_UNWRITABLE', `${folder} is no folder`);
	}
	return folder;
}

/** Begins a capture file under a name that is free. @returns its path */
export function startWriting(folder: string, source: string, begin: (file: string) => Promise<void>): Promise<string> {
	return underFreeName(folder, stem(source), 'pcap', begin);
}

/** What the last capture file came to, in words. */
export function written(files: readonly OutputFile[]): string {
	const file = files.at(-1);
	return file === undefined ? 'nothing was written' : `written ${file.path}: ${count(file.packets)} packets`;
}
