/** What giving root up means for the files that are written, in words. */
import {constants, statSync} from 'node:fs';
import path from 'node:path';
import {NetanalError} from '../engine/errors.js';
import type {Account} from '../engine/libpcap/accounts.js';
import type {Privileges} from '../engine/options.js';
import {checkWritable} from '../files/access.js';
import {sanitize} from '../format/sanitize.js';
import {codeFile} from '../parts/parts.js';

const WAYS = 'another folder, --user NAME or --keep-privileges';

/** An error about a file that may not be written, with why that is so for root. */
export function explained(error: unknown, privileges: Privileges | null): unknown {
	if (!(error instanceof NetanalError) || error.code !== 'FILE_UNWRITABLE' || privileges?.state !== 'dropped') {
		return error;
	}
	if (error.cause !== 'EACCES' && error.cause !== 'EPERM') {
		return error;
	}
	return new NetanalError(
		'FILE_UNWRITABLE',
		`${error.message} for ${privileges.user}, whom root was given up to: ${WAYS}`,
	);
}

/** The same of a file in that folder, short enough for a line of the screen. */
export function explainedShortly(error: unknown, folder: string, privileges: Privileges | null): unknown {
	const other = explained(error, privileges);
	const obstacle = other === error ? null : exportObstacle(folder, privileges);
	return obstacle === null ? other : new NetanalError('FILE_UNWRITABLE', obstacle);
}

/** Why exports into that folder will fail; null when they will not, or when root has nothing to do with it. */
export function exportObstacle(folder: string, privileges: Privileges | null): string | null {
	if (privileges?.state !== 'dropped') {
		return null;
	}
	try {
		checkWritable(folder);
		return null;
	} catch {
		return `${privileges.user} may not write to ${sanitize(folder)}: :cd FOLDER, --user NAME or --keep-privileges`;
	}
}

/**
 * Whether root runs a program that others may not read, as from root's own home: what is needed later must be loaded before.
 *
 * @param account the one among the others that counts; anybody when null
 */
export function isOutOfReach(account: Account | null = null, file = codeFile()): boolean {
	if (file === null || process.geteuid?.() !== 0) {
		return false;
	}
	const isClosed = (place: string, bit: number) => {
		const {mode, uid, gid} = statSync(place);
		const shift = uid === account?.uid ? 6 : gid === account?.gid ? 3 : 0;
		return ((mode >> shift) & bit) === 0;
	};

	if (isClosed(file, constants.S_IROTH)) {
		return true;
	}
	for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
		if (isClosed(folder, constants.S_IXOTH)) {
			return true;
		}
		if (folder === path.dirname(folder)) {
			return false;
		}
	}
}
