/** What a file's name leads to before anything is written, and the words for what stands in its way. */
import path from 'node:path';
import {NetanalError} from '../engine/errors.js';
import {checkWritable, type Entry, look} from './access.js';
import {reason, systemName} from './reason.js';
import {uniqueWord} from './unique-word.js';

/** Names that are tried when one is taken. */
const MOST_NAMES = 1000;

/** Says before the work begins that its result could not be written. @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE */
export function refuseTaken(target: string, {force = false}: {force?: boolean} = {}): void {
	checkTarget(target, force);
}

/** Says so as well where the folder cannot be written to by whom this process is now. @throws NetanalError FILE_UNWRITABLE */
export function refuseUnwritable(target: string): void {
	try {
		checkWritable(path.dirname(target));
	} catch (error) {
		throw unwritable(error, target);
	}
}

/** @returns what is there already and may be replaced or written to; null for nothing */
export function checkTarget(target: string, force: boolean): Entry | null {
	let there: Entry | null;
	try {
		there = look(target);
	} catch (error) {
		throw unwritable(error, target);
	}

	if (there === null) {
		if (/[\\/]$/.test(target)) {
			throw unwritable(Object.assign(new Error(target), {code: 'ENOENT'}), target);
		}
		return null;
	}
	if (there.kind === 'link') {
		const hint = /^\/dev\/(std|fd\/)/.test(target) ? '; for standard output give -' : '; name the file itself';
		throw new NetanalError('FILE_UNWRITABLE', `cannot write ${target}: it is a symbolic link${hint}`);
	}

	if (there.kind === 'folder') {
		throw new NetanalError('FILE_UNWRITABLE', `cannot write ${target}: it is a directory`);
	}
	if (there.kind === 'device' || there.kind === 'pipe') {
		return there;
	}
	if (there.kind !== 'file') {
		throw new NetanalError('FILE_UNWRITABLE', `cannot write ${target}: it is no regular file`);
	}
	if (!force) {
		throw there.size === 0 ? reserved(target) : exists(target);
	}
	return there;
}

/** `a.pcap` → `a-2.pcap`, `a-3.pcap` and so on. */
export function* freeNames(target: string): Generator<string> {
	const {dir, name, ext} = path.parse(target);
	for (let number = 2; number <= MOST_NAMES; number++) {
		yield path.join(dir, `${name}-${number}${ext}`);
	}
}

export function temporaryName(target: string): string {
	// A long name must not become too long by what is added; what limits it is bytes.
	const stem = Buffer.from(path.basename(target))
		.subarray(0, 100)
		.toString()
		.replace(/\ufffd$/, '');
	return path.join(path.dirname(target), `.${stem}.${uniqueWord()}.tmp`);
}

export function isTaken(error: unknown): boolean {
	return (
		(error instanceof NetanalError && error.code === 'FILE_EXISTS') ||
		(error as NodeJS.ErrnoException | null)?.code === 'EEXIST'
	);
}

/** One line for a system's error: what, where, and what to do. */
export function unwritable(error: unknown, target: string): NetanalError {
	if (error instanceof NetanalError) {
		return error;
	}
	if (isTaken(error)) {
		return exists(target);
	}
	const failure = error as NodeJS.ErrnoException;
	return new NetanalError('FILE_UNWRITABLE', `cannot write ${target}: ${reason(failure)}`, null, systemName(failure));
}

function reserved(target: string): NetanalError {
	const why = 'and is empty: a capture may be on its way there';
	return new NetanalError('FILE_EXISTS', `${target} exists, ${why}; choose another name, or --force to replace it`);
}

function exists(target: string): NetanalError {
	return new NetanalError('FILE_EXISTS', `${target} exists; choose another name, or --force to replace it`);
}
