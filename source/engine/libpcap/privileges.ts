/**
 * Giving root up. setuid(2) and its kin reach every thread through the C library (nptl(7)); no_new_privs and capabilities
 * belong to one thread each (prctl(2), capabilities(7)), so the first is spread by seccomp(2) and the second is dropped by
 * each of our threads. What came of it is read back from proc(5), and nothing is analysed when it is not so.
 */
import fs from 'node:fs';
import {NetanalError} from '../errors.js';
import type {Account} from './accounts.js';
import {keepCapabilities, loadPrctl, MOST_CAPABILITIES, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS} from './capabilities.js';
import {loadKoffi} from './library.js';
import {filterCalls, RETURN, SECCOMP_RET_ALLOW} from './seccomp.js';

/** Of seccomp(2): all threads of the process, and no slower speculation for their sake. */
const SECCOMP_FLAGS = 1 | 4;

/** `struct vfs_cap_data` with its namespace's root, <linux/capability.h>. */
const FILE_CAPABILITIES_SIZE = 24;

const LINUX = process.platform === 'linux';

/** Whether this process is root, really or in effect. */
export function isRoot(): boolean {
	return process.geteuid?.() === 0 || process.getuid?.() === 0;
}

/**
 * Whether this thread has capabilities without being root: from a systemd unit, or by setcap.
 * @throws NetanalError PRIVILEGES where the kernel cannot be asked
 */
export function hasCapabilities(): boolean {
	if (!LINUX || isRoot()) {
		return false;
	}
	requireProc();
	return /^CapPrm:\s*0*[1-9a-f]/m.test(fs.readFileSync('/proc/thread-self/status', 'utf8'));
}

/** What is given up must be seen to be given up. @throws NetanalError PRIVILEGES where proc(5) is not mounted */
function requireProc(): void {
	if (!fs.existsSync('/proc/self/task')) {
		throw new NetanalError(
			'PRIVILEGES',
			'privileges cannot be checked without /proc: mount -t proc proc /proc, or --keep-privileges to do without the check',
		);
	}
}

/**
 * Makes this process that user for good, on every thread. Call it on the main thread.
 *
 * @throws NetanalError PRIVILEGES when any thread is left with more than the user has, or, with nothing given up, when that could
 * not be seen
 */
export async function becomeUser(account: Account): Promise<void> {
	if (LINUX) {
		requireProc();
	}
	const {initgroups} = process as unknown as {initgroups(user: string, group: number): void};
	try {
		if (account.name === null) {
			process.setgroups!([]);
		} else {
			initgroups(account.name, account.gid);
		}
		process.setgid!(account.gid);
		process.setuid!(account.uid);
	} catch (error) {
		throw kept((error as Error).message);
	}
	if (isRoot()) {
		throw kept('the system says it was, and it was not');
	}
	const wrong = LINUX ? privilegedThread(account) : null;
	if (wrong !== null) {
		throw kept(wrong);
	}
}

function kept(why: string): NetanalError {
	return new NetanalError(
		'PRIVILEGES',
		`root cannot be given up (${why}); to capture as root all the same: --keep-privileges`,
	);
}

/**
 * No thread can gain anything by running a program any more: setuid bits and file capabilities mean nothing, and for a
 * process that is root still there is no capability left to gain. Linux only.
 * @throws NetanalError PRIVILEGES
 */
export async function setNoNewPrivileges(): Promise<void> {
	if (!LINUX) {
		return;
	}
	const prctl = await loadPrctl();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1) !== 0) {
		throw kept('no_new_privs');
	}
	// Of this thread, which would be the one to start a program; it needs root, and does nothing without it.
	for (let one = 0; one < MOST_CAPABILITIES && prctl(PR_CAPBSET_DROP, one) === 0; one++) {}
	// A filter that allows everything: what it brings to the other threads is no_new_privs. Where the kernel has none, or the call's number
	// is not known, it is left to the main thread and what that starts; root is given up in any case.
	await filterCalls(SECCOMP_FLAGS, [[RETURN, 0, 0, SECCOMP_RET_ALLOW]]);
}

/** What is wrong with one of the threads, or null. */
function privilegedThread({uid, gid}: Account): string | null {
	for (const thread of fs.readdirSync('/proc/self/task')) {
		let status: string;
		try {
			status = fs.readFileSync(`/proc/self/task/${thread}/status`, 'utf8');
		} catch {
			// It has ended since.
			continue;
		}
		const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
		if (
			field('Uid')
				.split('\t')
				.some(each => Number(each) !== uid)
		) {
			return `thread ${thread} has uid ${field('Uid')}`;
		}
		if (
			field('Gid')
				.split('\t')
				.some(each => Number(each) !== gid)
		) {
			return `thread ${thread} has gid ${field('Gid')}`;
		}
		for (const set of ['CapPrm', 'CapEff', 'CapAmb']) {
			if (/[^0]/.test(field(set))) {
				return `thread ${thread} has ${set} ${field(set)}`;
			}
		}
	}
	return null;
}

/** Gives up the calling thread's capabilities, those that threads started by it would inherit included. Linux only. */
export async function dropCapabilities(): Promise<void> {
	if (hasCapabilities() && !(await keepCapabilities([]))) {
		throw kept('capset');
	}
}

/** Whether a file has capabilities of its own (`setcap`). */
export async function hasFileCapabilities(file: string): Promise<boolean> {
	if (!LINUX) {
		return false;
	}
	const getxattr = (await loadKoffi()).load(null).func('getxattr', 'long', ['str', 'str', 'void *', 'size_t']);
	return (
		(getxattr(file, 'security.capability', Buffer.alloc(FILE_CAPABILITIES_SIZE), FILE_CAPABILITIES_SIZE) as number) > 0
	);
}
