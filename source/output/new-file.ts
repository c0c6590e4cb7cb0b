/** Files that are written for the user: never over another one, and readable by nobody else. */
import {open} from 'node:fs/promises';
import path from 'node:path';

const MOST = 1000;

/**
 * Creates a file and writes it. A name that is taken gets a number; nothing is ever overwritten, and no link is followed
 * (O_EXCL).
 *
 * @param stem of the name, without extension; path separators in it are not wanted
 * @returns the absolute path
 * @throws NodeJS.ErrnoException
 */
export async function writeNewFile(folder: string, stem: string, extension: string, content: string): Promise<string> {
	for (let number = 1; ; number++) {
		const file = path.resolve(folder, `${stem}${number === 1 ? '' : `-${number}`}.${extension}`);
		try {
			const handle = await open(file, 'wx', 0o600);
			try {
				await handle.writeFile(content);
			} finally {
				await handle.close();
			}
			return file;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number === MOST) {
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
