/**
 * Files for those who want a path: the dynamic linker, and native code that opens fonts. They are there only for as long as they
 * are used, in a folder made for this one use, where nobody but this user and root can have put or changed anything.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {NetanalError} from '../engine/errors.js';

export interface PackedFile {
	name: string;
	bytes: Uint8Array;
}

const READ_ONLY = 0o400;
const WRITABLE_BY_OTHERS = 0o022;
const STICKY = 0o1000;

/** Where a folder can be made; the first that will do is taken. */
export function temporaryFolders(environment: NodeJS.ProcessEnv = process.env): string[] {
	const runtime = environment.XDG_RUNTIME_DIR;
	return [...new Set([os.tmpdir(), '/dev/shm', '/var/tmp', ...(runtime ? [runtime] : [])])];
}

/**
 * @param use is given their paths, which are gone when it returns
 * @throws NetanalError FILE_UNWRITABLE, with the reason for each folder; else what `use` throws
 */
export function withUnpacked<T>(
	files: readonly PackedFile[],
	use: (paths: string[]) => T,
	folders: readonly string[] = temporaryFolders(),
): T {
	const reasons: string[] = [];
	for (const folder of folders) {
		let made: string | null = null;
		try {
			made = privateFolder(folder);
			const paths = files.map(file => unpack(made as string, file));
			return use(paths);
		} catch (error) {
			const {code, message} = error as NodeJS.ErrnoException;
			// Without a code it is no refusal of the system's, but a failure of who uses them.
			if (code === undefined) {
				throw error;
			}
			reasons.push(`${folder}: ${code === 'ERR_DLOPEN_FAILED' ? linkerWords(message) : message.split(',')[0]}`);
		} finally {
			if (made !== null) {
				fs.rmSync(made, {recursive: true, force: true});
			}
		}
	}

	const what = files.map(({name}) => name).join(' and ');
	throw new NetanalError(
		'FILE_UNWRITABLE',
		`no folder to load ${what} from (${reasons.join('; ')}); set TMPDIR to a folder of your own from which programs may run`,
	);
}

/**
 * A new folder for this user alone. Whoever can write to a folder above it could put another one in its place; so could their owners.
 * A file system without modes shows as one that everybody can write to.
 * @throws an error with a code where that is so
 */
function privateFolder(parent: string): string {
	const real = fs.realpathSync(parent);
	for (let folder = real; ; folder = path.dirname(folder)) {
		const {uid, mode} = fs.statSync(folder);
		const isOpen = (mode & WRITABLE_BY_OTHERS) !== 0 && (mode & STICKY) === 0;
		if ((uid !== 0 && uid !== process.geteuid?.()) || isOpen) {
			throw refusal(`${folder === parent ? '' : `${folder} `}may be changed by other users`);
		}
		if (folder === path.dirname(folder)) {
			break;
		}
	}

	return fs.mkdtempSync(path.join(real, 'netanal-'));
}

function unpack(folder: string, {name, bytes}: PackedFile): string {
	const file = path.join(folder, name);
	fs.writeFileSync(file, bytes, {flag: 'wx', mode: READ_ONLY});
	return file;
}

function refusal(message: string): NodeJS.ErrnoException {
	return Object.assign(new Error(message), {code: 'EACCES'});
}

/** The dynamic linker's own, without the path that is gone by then. */
function linkerWords(message: string): string {
	return message.split('\n')[0].replace(/^\S*\/netanal-\S+: /, '');
}
