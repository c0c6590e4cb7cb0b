/** Names for files that the program chooses itself: never over another one. */
import path from 'node:path';
import {NetanalError} from '../engine/errors.js';
import {look} from './access.js';

const MOST = 1000;

/**
 * Writes a file under a name that nothing has: a name that is taken gets a number.
 *
 * @param stem of the name, without extension; path separators in it are not wanted
 * @param write fails with FILE_EXISTS where something else took the name meanwhile
 * @returns the absolute path
 * @throws NetanalError what `write` throws; FILE_EXISTS when a thousand names are taken
 */
export async function underFreeName(
	folder: string,
	stem: string,
	extension: string,
	write: (file: string) => Promise<unknown>,
): Promise<string> {
	for (let number = 1; ; number++) {
		const file = path.resolve(folder, `${stem}${number === 1 ? '' : `-${number}`}.${extension}`);
		if (number < MOST && isTaken(file)) {
			continue;
		}
		try {
			await write(file);
			return file;
		} catch (error) {
			if (!(error instanceof NetanalError && error.code === 'FILE_EXISTS') || number === MOST) {
				throw error;
			}
		}
	}
}

/** By a link that leads nowhere as well. What cannot be looked at is for `write` to tell of. */
function isTaken(file: string): boolean {
	try {
		return look(file) !== null;
	} catch {
		return false;
	}
}

/** A piece of a file's name: letters, digits, dot, dash and underscore; no hidden file comes of it. */
export function fileNamePart(text: string): string {
	return (
		text
			.replace(/[^A-Za-z0-9._-]+/g, '-')
			.replace(/^[-.]+|[-.]+$/g, '')
			.slice(0, 60) || 'capture'
	);
}
