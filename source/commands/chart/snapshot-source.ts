/** Where a chart's figures come from: a snapshot saved as JSON, or a capture that is read. */
import {constants} from 'node:buffer';
import {statSync} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import type {Parsed} from '../../cli/command.js';
import {complain} from '../../cli/standard-streams.js';
import {UsageError} from '../../cli/usage-error.js';
import {becomeReader} from '../../engine/grant.js';
import {createEngine, type EngineSettings} from '../../engine/internal.js';
import {unreadable} from '../../engine/unreadable.js';
import {pathOf} from '../../format/raw-name.js';
import {explained} from '../../host/privileges.js';
import {readSnapshot} from '../../output/read-snapshot.js';
import {readAll} from '../shared/read-captures.js';

type Reading = Pick<EngineSettings, 'privileges' | 'user' | 'opened'>;

/** What a saved snapshot says, or what a capture holds. */
export async function snapshotOf(
	parsed: Parsed,
	name: string,
	cut: Pick<EngineSettings, 'filter' | 'from' | 'to' | 'once'>,
	reading: Reading,
): ReturnType<typeof readAll> {
	const saved = name === '-' ? null : await savedText(name, reading);
	if (saved !== null) {
		const [flag] = Object.entries(cut).find(([, value]) => value !== undefined) ?? [];
		if (flag === 'once') {
			throw new UsageError(`--once counts captures, and ${name} is a snapshot: it has been counted`);
		}
		if (flag !== undefined) {
			throw new UsageError(`--${flag} cuts captures, and ${name} is a snapshot: nothing is left to cut`);
		}
		return {snapshot: readSnapshot(saved, name), interrupted: null};
	}

	await using engine = createEngine({
		...cut,
		...reading,
		source: name === '-' ? {kind: 'stdin'} : {kind: 'file', path: name},
		interval: 0,
		inThread: true,
		progressInterval: 200,
	});
	try {
		// Awaited here: disposing of the engine stops it.
		const result = await readAll(parsed, engine);
		if (engine.privileges?.warning) {
			complain(engine.privileges.warning);
		}
		return result;
	} catch (error) {
		throw explained(error, engine.privileges);
	}
}

/**
 * The text of a file that is JSON by its first character, as no capture is; null for any other, also one that cannot be read.
 * Root is given up before more than that is read.
 */
async function savedText(name: string, reading: Reading): Promise<string | null> {
	const file = await openSaved(name);
	if (file === null) {
		return null;
	}
	try {
		const privileges = await becomeReader(reading);
		try {
			reading.opened?.();
		} catch (error) {
			throw explained(error, privileges);
		}

		if (privileges?.warning) {
			complain(privileges.warning);
		}
		const text = await file.readFile('utf8').catch(error => {
			throw unreadable(error, name);
		});
		return text.replace(/^\ufeff/, '');
	} finally {
		await file.close();
	}
}

/** Null where there is no JSON, or nothing: the engine meets the same, and has the words for it. */
async function openSaved(name: string): Promise<FileHandle | null> {
	let file: FileHandle | null = null;
	try {
		// Asked before it is opened: a named pipe would be waited for here, and its writer lost.
		const stats = statSync(pathOf(name));
		if (!stats.isFile() || stats.size > constants.MAX_STRING_LENGTH) {
			return null;
		}
		file = await open(pathOf(name));
		const {buffer, bytesRead} = await file.read(Buffer.alloc(64), 0, 64, 0);
		if (/^\ufeff?\s*\{/.test(buffer.toString('utf8', 0, bytesRead))) {
			return file;
		}
	} catch {
		// told above
	}

	await file?.close();
	return null;
}
