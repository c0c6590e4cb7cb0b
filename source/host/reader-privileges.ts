/** Root for a dashboard on a file or a pipe: what is read may be hostile, and what is written is for who called sudo. */
import {closeSync, constants, fstatSync, openSync} from 'node:fs';
import {Grant} from '../engine/grant.js';
import {isRoot} from '../engine/libpcap/privileges.js';
import type {Privileges} from '../engine/options.js';
import type {EngineSettings, OpenFileSource, SettingsSource} from '../engine/settings.js';
import {pathOf} from '../format/raw-name.js';
import {sanitize} from '../format/sanitize.js';
import {isOutOfReach} from './privileges.js';

export interface ReaderPrivileges {
	/** A file is open already, so that it can be read, and read again, by who this becomes. */
	source: SettingsSource;
	/** Whether `drop` will drop root. */
	dropsRoot: boolean;
	/** @returns what this process may do from then on; null where that is not for a reader to tell */
	drop(): Promise<Privileges | null>;
}

/**
 * Opens what is to be read, and finds out who to become. Nothing of it is read yet.
 *
 * @throws NetanalError PRIVILEGES for a `--user` that there is not
 */
export async function readerPrivileges(options: EngineSettings): Promise<ReaderPrivileges> {
	const {source} = options;
	const stays = (privileges: Privileges | null): ReaderPrivileges => ({
		source,
		dropsRoot: false,
		drop: async () => privileges,
	});
	if (!isRoot() || (source.kind !== 'file' && source.kind !== 'stdin')) {
		return stays(null);
	}
	const root = (warning: string | null): Privileges => ({state: 'kept', user: 'root', warning});
	if (options.privileges !== 'drop') {
		return stays(root(null));
	}
	const grant = await Grant.of(source.kind === 'file' ? sanitize(source.path) : 'standard input', options);
	// Workers are loaded later: one for each filter that a file is read with.
	if (isOutOfReach(grant.account)) {
		return stays(root('still root, since no other user may read this program: install it where they may'));
	}

	const opened = source.kind === 'file' ? openedOnce(source) : source;
	if (opened === null) {
		return stays(root('still root: root is given up for plain files and standard input only'));
	}
	return {
		source: opened,
		dropsRoot: true,
		drop: () => grant.dropIfPossible(),
	};
}

/** Null for what cannot be read twice. What cannot be opened is left as it is: reading it says why. */
function openedOnce(source: OpenFileSource): OpenFileSource | null {
	let descriptor: number;
	try {
		// A named pipe must not be waited for.
		descriptor = openSync(pathOf(source.path), constants.O_RDONLY | constants.O_NONBLOCK);
	} catch {
		return source;
	}

	if (fstatSync(descriptor).isFile()) {
		return {...source, descriptor};
	}
	closeSync(descriptor);
	return null;
}
