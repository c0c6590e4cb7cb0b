/** Users of the system, and which of them a program started as root is to become. */
import {NetanalError} from '../errors.js';
import {loadKoffi, type Pointer} from './library.js';

export interface Account {
	uid: number;
	gid: number;
	/** Null for a number without an account. */
	name: string | null;
	/** Its folder; absent where none is known. */
	home?: string;
}

/** (uid_t) -2 as the kernel writes it, where no account is called nobody. */
const NOBODY = 65_534;

/** Set by what lends root for one command, never by what makes a root shell of a login. */
const INVOKERS: readonly {uid?: string; name?: string; gid?: string}[] = [
	{uid: 'SUDO_UID', gid: 'SUDO_GID'},
	{uid: 'PKEXEC_UID'},
	{name: 'DOAS_USER'},
];

export interface AccountBook {
	byName(name: string): Account | null;
	byUid(uid: number): Account | null;
}

/**
 * @param wanted `--user`: a name or a number
 * @throws NetanalError PRIVILEGES for a user that does not exist, and for root
 */
export function chooseAccount(
	wanted: string | undefined,
	environment: NodeJS.ProcessEnv,
	accounts: AccountBook,
): Account {
	if (wanted !== undefined) {
		const account = /^\d+$/.test(wanted) ? byNumber(Number(wanted), accounts) : accounts.byName(wanted);
		if (account === null) {
			throw new NetanalError('PRIVILEGES', `no user ${wanted}; getent passwd lists them`);
		}
		if (account.uid === 0) {
			throw new NetanalError('PRIVILEGES', `${wanted} is root: to keep root, --keep-privileges instead of --user`);
		}
		return account;
	}

	return invokingAccount(environment, accounts) ?? accounts.byName('nobody') ?? {uid: NOBODY, gid: NOBODY, name: null};
}

/** Whether somebody else called this program as root (sudo, doas, pkexec), as far as the environment says so; root itself is no such user. */
export const hasInvokingUser = (environment: NodeJS.ProcessEnv): boolean =>
	INVOKERS.some(({uid, name}) => !['', '0', 'root', undefined].includes(environment[uid ?? name ?? '']));

/** Who called sudo or the like; null when nobody did but root. */
export function invokingAccount(environment: NodeJS.ProcessEnv, accounts: AccountBook): Account | null {
	for (const invoker of INVOKERS) {
		const account = invokedBy(invoker, environment, accounts);
		if (account !== null && account.uid !== 0) {
			return account;
		}
	}

	return null;
}

function invokedBy(
	{uid, gid, name}: (typeof INVOKERS)[number],
	environment: NodeJS.ProcessEnv,
	accounts: AccountBook,
): Account | null {
	if (name !== undefined) {
		return accounts.byName(environment[name] ?? '');
	}
	const number = asId(environment[uid ?? '']);
	if (number === null) {
		return null;
	}
	const account = byNumber(number, accounts);
	return {...account, gid: asId(environment[gid ?? '']) ?? account.gid};
}

function asId(text: string | undefined): number | null {
	return text !== undefined && /^\d{1,10}$/.test(text) && Number(text) < 0xffffffff ? Number(text) : null;
}

/** A number needs no account. */
function byNumber(uid: number, accounts: AccountBook): Account {
	return accounts.byUid(uid) ?? {uid, gid: uid, name: null};
}

/** The system's accounts, those of directory services included (getpwnam(3)). */
export async function systemAccounts(): Promise<AccountBook> {
	const koffi = await loadKoffi();
	// <pwd.h>: the BSDs, and macOS with them, have two more fields before the folder.
	const between: Record<string, string> = process.platform === 'linux' ? {} : {pw_change: 'long', pw_class: 'str'};
	const passwd = koffi.struct({
		...{pw_name: 'str', pw_passwd: 'str', pw_uid: 'uint', pw_gid: 'uint'},
		...between,
		...{pw_gecos: 'str', pw_dir: 'str'},
	});
	const library = koffi.load(null);
	const byName = library.func('getpwnam', 'void *', ['str']);
	const byUid = library.func('getpwuid', 'void *', ['uint']);
	const read = (at: Pointer | null): Account | null => {
		if (at === null) {
			return null;
		}
		const {pw_name, pw_uid, pw_gid, pw_dir} = koffi.decode(at, passwd) as {
			pw_name: string;
			pw_uid: number;
			pw_gid: number;
			pw_dir: string | null;
		};
		return {name: pw_name, uid: pw_uid, gid: pw_gid, ...(pw_dir ? {home: pw_dir} : {})};
	};
	return {byName: name => read(byName(name) as Pointer | null), byUid: uid => read(byUid(uid) as Pointer | null)};
}
