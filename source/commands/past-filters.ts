/** Capture filters used before, kept across runs: one a line, the newest first, in the XDG state folder. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {writeFileSafely} from '../files/new-file.js';

const MOST = 100;
/** Bytes that are read at most: the file is ours, but anyone may have written it. */
const LARGEST = 256 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/** XDG Base Directory Specification: `$XDG_STATE_HOME`, else `~/.local/state`; relative paths in it are ignored. */
export function pastFiltersFile(environment: Environment, home = os.homedir()): string {
	const state = environment.XDG_STATE_HOME ?? '';
	return path.join(path.isAbsolute(state) ? state : path.join(home, '.local', 'state'), 'netanal-tui', 'filters');
}

/** None when there is no such file or it cannot be read: a convenience must not stand in the way. */
export function readPastFilters(file: string): string[] {
	try {
		const {size} = fs.statSync(file);
		return size > LARGEST ? [] : parsePastFilters(fs.readFileSync(file, 'utf8'));
	} catch {
		return [];
	}
}

export function parsePastFilters(content: string): string[] {
	const lines = content.split('\n').map(line => line.replace(/\p{Cc}/gu, '').trim());
	return [...new Set(lines)].filter(line => line !== '').slice(0, MOST);
}

/** Writes the whole list, readable by its user only; an old file stays whole when that fails. @throws NetanalError */
export async function writePastFilters(file: string, past: readonly string[]): Promise<void> {
	fs.mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
	const lines = past.map(filter => filter.replace(/\s+/g, ' ').trim()).slice(0, MOST);
	await writeFileSafely(file, lines.map(line => `${line}\n`).join(''), {force: true});
}
