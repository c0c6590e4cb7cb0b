/** Whose settings and filters are used: under sudo those of who called it, not root's. */
import fs from 'node:fs';
import os from 'node:os';
import {type AccountBook, hasInvokingUser, invokingAccount, systemAccounts} from '../engine/libpcap/accounts.js';

export interface Home {
	folder: string;
	/** The invoking user (who called sudo), while this is root; null = the folder is this user's own. */
	invokingUid: number | null;
}

/** @param isRoot of this process, now */
export async function homeOf(
	environment: NodeJS.ProcessEnv,
	isRoot = process.geteuid?.() === 0,
	accounts: () => Promise<AccountBook> = systemAccounts,
): Promise<Home> {
	const own: Home = {folder: os.homedir(), invokingUid: null};
	if (!isRoot || !hasInvokingUser(environment)) {
		return own;
	}
	const account = invokingAccount(environment, await accounts());
	return account?.home === undefined ? own : {folder: account.home, invokingUid: account.uid};
}

/**
 * The content of a small file. Root reads for somebody else only what is that user's: a link to what they may not read
 * would show it to them.
 *
 * @param limit bytes; one more is read, so that a longer file can be told
 * @returns null where there is none
 * @throws Error whose message says in a few words why it cannot be read
 */
export function readSmallFile(file: string, limit: number, {invokingUid}: Pick<Home, 'invokingUid'>): Buffer | null {
	let descriptor: number;
	try {
		// a named pipe must not be waited for
		descriptor = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') {
			return null;
		}
		throw new Error(code === 'EACCES' ? 'permission denied' : `${code}`);
	}

	try {
		const stats = fs.fstatSync(descriptor);
		if (!stats.isFile()) {
			throw new Error('no regular file');
		}
		if (invokingUid !== null && stats.uid !== invokingUid) {
			throw new Error(`it belongs to uid ${stats.uid}, and not to uid ${invokingUid}, who called`);
		}

		const bytes = Buffer.alloc(Math.min(stats.size, limit) + 1);
		return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, bytes.length, 0));
	} finally {
		fs.closeSync(descriptor);
	}
}
