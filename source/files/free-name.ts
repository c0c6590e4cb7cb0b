/** Names for files that the program chooses itself: never over another one. */
import path from 'node:path';
import {NetanalError} from '../engine/errors.js';
import {writeFileSafely} from './atomic-file.js';

const MOST = 1000;

/**
 * Creates a file and writes it, whole or not at all. A name that is taken gets a number; nothing is ever overwritten.
 *
 * @param stem of the name, without extension; path separators in it are not wanted
 * @returns the absolute path
 * @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE
 */
export async function writeNewFile(
	folder: string,
	stem: string,
	extension: string,
	content: string | Uint8Array,
): Promise<string> {
	for (let number = 1; ; number++) {
		const file = path.resolve(folder, `${stem}${number === 1 ? '' : `-${number}`}.${extension}`);
		try {
			await writeFileSafely(file, [content]);
			return file;
		} catch (error) {
			const taken =
				error instanceof NetanalError &&
				(error.code === 'FILE_EXISTS' || / symbolic link| directory/.test(error.message));
			if (!taken || number === MOST) {
				throw error;
			}
		}
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
