/** What is left of root to a process that keeps a part of it: capabilities(7), prctl(2). Linux only. */
import {NetanalError} from '../errors.js';
import {loadKoffi} from './library.js';

/** <linux/capability.h> */
export const Capability = {
	DAC_OVERRIDE: 1,
	DAC_READ_SEARCH: 2,
	SETGID: 6,
	SETUID: 7,
	NET_RAW: 13,
	SYS_PTRACE: 19,
} as const;

/** More than there are; the kernel refuses the first that it does not know. */
export const MOST_CAPABILITIES = 64;

/** <linux/prctl.h> */
export const PR_CAPBSET_DROP = 24;
export const PR_SET_NO_NEW_PRIVS = 38;
const PR_SET_KEEPCAPS = 8;
const PR_CAP_AMBIENT = 47;
const PR_CAP_AMBIENT_LOWER = 3;

/** `_LINUX_CAPABILITY_VERSION_3`: two sets of three words. */
const VERSION = 0x2008_0522;
const DATA = 24;

type Prctl = (option: number, first?: number, second?: number) => number;

/** @returns prctl(2): 0, or below when the kernel refuses */
export async function loadPrctl(): Promise<Prctl> {
	const prctl = (await loadKoffi()).load(null).func('int prctl(int, ...)');
	return (option, first = 0, second = 0) =>
		prctl(option, ...['ulong', first], ...['ulong', second], 'ulong', 0, 'ulong', 0) as number;
}

/**
 * Programs that this thread starts from now on have these capabilities at most, on all of their threads, and gain nothing by setuid
 * bits or capabilities of files. What this process may do itself stays as it is.
 */
export async function limitPrograms(capabilities: readonly number[]): Promise<void> {
	const prctl = await loadPrctl();
	prctl(PR_SET_NO_NEW_PRIVS, 1);
	for (let one = 0; one < MOST_CAPABILITIES; one++) {
		if (!capabilities.includes(one)) {
			prctl(PR_CAPBSET_DROP, one);
			prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, one);
		}
	}
}

/**
 * Makes this process that user for good, with these capabilities of those that it has, on this thread; the others lose all of theirs when
 * it becomes somebody.
 *
 * @param account null: it stays who it is
 * @throws NetanalError PRIVILEGES
 */
export async function becomeWith(
	account: {uid: number; gid: number} | null,
	capabilities: readonly number[],
): Promise<void> {
	const prctl = await loadPrctl();
	prctl(PR_SET_NO_NEW_PRIVS, 1);
	if (account !== null) {
		prctl(PR_SET_KEEPCAPS, 1);
		process.setgroups!([]);
		process.setgid!(account.gid);
		process.setuid!(account.uid);
		prctl(PR_SET_KEEPCAPS, 0);
	}
	if (!(await keepCapabilities(capabilities))) {
		throw new NetanalError('PRIVILEGES', 'capabilities cannot be given up (capset)');
	}
}

/** Of those that the calling thread has it keeps these, and hands none on. @returns false when the kernel refuses */
export async function keepCapabilities(capabilities: readonly number[]): Promise<boolean> {
	const library = (await loadKoffi()).load(null);
	const capget = library.func('capget', 'int', ['void *', 'void *']);
	const capset = library.func('capset', 'int', ['void *', 'void *']);
	const header = Buffer.alloc(8);
	header.writeUInt32LE(VERSION, 0);
	const data = Buffer.alloc(DATA);
	if (capget(header, data) !== 0) {
		return false;
	}
	// Effective, permitted, inheritable; the first three words are of the lower 32.
	for (const word of [0, 1]) {
		const wanted = capabilities.filter(one => one >> 5 === word).reduce((bits, one) => bits | (1 << (one & 31)), 0);
		const left = (data.readUInt32LE(12 * word + 4) & wanted) >>> 0;
		data.writeUInt32LE(left, 12 * word);
		data.writeUInt32LE(left, 12 * word + 4);
		data.writeUInt32LE(0, 12 * word + 8);
	}
	header.writeUInt32LE(VERSION, 0);
	return capset(header, data) === 0;
}
