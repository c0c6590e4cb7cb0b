/** Capture filters used before, kept across runs: one a line, the newest first, in the XDG state folder. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {isDelegated} from '../files/access.js';
import {writeFileSafely} from '../files/atomic-file.js';
import {type Home, readSmallFile} from './home.js';

const MOST = 100;
/** Bytes that are read at most: the file is ours, but anyone may have written it. */
const LARGEST = 256 * 1024;
const PRIVATE_FILE = 0o600;

type Environment = Readonly<Record<string, string | undefined>>;

/** XDG Base Directory Specification: `$XDG_STATE_HOME`, else `~/.local/state`; relative paths in it are ignored. */
export function pastFiltersFile(environment: Environment, home = os.homedir()): string {
	const state = environment.XDG_STATE_HOME ?? '';
	return path.join(path.isAbsolute(state) ? state : path.join(home, '.local', 'state'), 'netanal-tui', 'filters');
}

/** None when there is no such file or it cannot be read: a convenience must not stand in the way. */
export function readPastFilters(file: string, home: Pick<Home, 'invokingUid'> = {invokingUid: null}): string[] {
	try {
		const bytes = readSmallFile(file, LARGEST, home);
		return bytes === null || bytes.length > LARGEST ? [] : parsePastFilters(bytes.toString('utf8'));
	} catch {
		return [];
	}
}

export function parsePastFilters(content: string): string[] {
	const lines = content.split('\n').map(line => line.replace(/\p{Cc}/gu, '').trim());
	return [...new Set(lines)].filter(line => line !== '').slice(0, MOST);
}

const textOf = (past: readonly string[]) =>
	past
		.slice(0, MOST)
		.map(filter => `${filter.replace(/\s+/g, ' ').trim()}\n`)
		.join('');

/** Writes the whole list, readable by its user only; an old file stays whole when that fails. @throws NetanalError */
export async function writePastFilters(file: string, past: readonly string[]): Promise<void> {
	makeFolder(file);
	await writeFileSafely(file, textOf(past), {force: true});
}

/** The list of one run. */
export class PastFilters {
	/** As it was when the run began. */
	readonly list: readonly string[];
	readonly #file: string;
	/** Of root's own file, which who this becomes could not open, where nobody else writes it. */
	readonly #descriptor: number | null;

	/** @param dropsRoot this is root, and will not be when there is something to be written */
	constructor(file: string, home: Home, dropsRoot: boolean) {
		this.#file = file;
		this.list = readPastFilters(file, home);
		const isOwn = dropsRoot && home.invokingUid === null;
		if (isOwn && isDelegated() && !isForeign(file)) {
			makeFolder(file);
		}
		this.#descriptor = isOwn && !isDelegated() ? openOwn(file) : null;
	}

	/** @throws Error when it cannot be kept */
	async write(past: readonly string[]): Promise<void> {
		if (this.#descriptor !== null) {
			fs.writeSync(this.#descriptor, textOf(past), 0);
			fs.ftruncateSync(this.#descriptor, Buffer.byteLength(textOf(past)));
			return;
		}
		if (isForeign(this.#file)) {
			return;
		}
		await (isDelegated()
			? writeFileSafely(this.#file, textOf(past), {force: true})
			: writePastFilters(this.#file, past));
	}
}

function makeFolder(file: string): void {
	fs.mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
}

/** Whether root would leave a file in somebody else's folder, who could neither change nor remove it. */
function isForeign(file: string): boolean {
	if (process.geteuid?.() !== 0) {
		return false;
	}
	for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
		const stats = fs.statSync(folder, {throwIfNoEntry: false});
		if (stats !== undefined || folder === path.dirname(folder)) {
			return stats?.uid !== 0;
		}
	}
}

/** For reading and writing, made when it is not there; null when that fails. */
function openOwn(file: string): number | null {
	if (isForeign(file)) {
		return null;
	}
	const {O_RDWR, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0} = fs.constants;
	try {
		makeFolder(file);
		const descriptor = fs.openSync(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, PRIVATE_FILE);
		if (fs.fstatSync(descriptor).isFile()) {
			return descriptor;
		}
		fs.closeSync(descriptor);
	} catch {
		// not being remembered costs nothing but typing
	}
	return null;
}
