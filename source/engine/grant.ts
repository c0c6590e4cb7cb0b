/** What the process was granted for opening an interface, and how that is given up again. */
import {isDelegated} from '../files/access.js';
import {NetanalError} from './errors.js';
import {type Account, chooseAccount, hasInvokingUser, systemAccounts} from './libpcap/accounts.js';
import {becomeUser, dropCapabilities, hasCapabilities, isRoot, setNoNewPrivileges} from './libpcap/privileges.js';
import type {PrivilegeOptions, Privileges} from './options.js';

/** For what this process gave root or its capabilities up; there is no way back. */
let givenUpFor: string | null = null;

export class Grant {
	readonly #dropsCapabilities: boolean;
	readonly #account: Account | null;
	readonly #device: string;
	readonly #drops: boolean;
	/** Somebody said who to become. */
	#isNamed = false;

	private constructor(device: string, drops: boolean, account: Account | null) {
		this.#device = device;
		this.#drops = drops;
		this.#dropsCapabilities = drops && hasCapabilities();
		this.#account = account;
	}

	/** @throws NetanalError PRIVILEGES when there is no such user to become */
	static async of(device: string, {privileges, user}: PrivilegeOptions): Promise<Grant> {
		if (privileges !== 'drop') {
			return new Grant(device, false, null);
		}
		const account = isRoot() ? chooseAccount(user, process.env, await systemAccounts()) : null;
		const grant = new Grant(device, true, account);
		grant.#isNamed = user !== undefined;
		return grant;
	}

	/** Whether the threads that capture and analyse keep no capability once the interface is open. */
	static dropsCapabilities({privileges}: PrivilegeOptions): boolean {
		return privileges === 'drop' && hasCapabilities();
	}

	/** Whether what opening an interface takes was given up already. */
	static get isGivenUp(): boolean {
		return givenUpFor !== null;
	}

	/** Who this process becomes; null when it is not root, or stays root. */
	get account(): Account | null {
		return this.#account;
	}

	get dropsRoot(): boolean {
		return this.#account !== null;
	}

	/** An error of opening the interface; in other words where nothing is granted any more. */
	explained(error: NetanalError): NetanalError {
		if (givenUpFor === null || error.code !== 'PERMISSION_DENIED') {
			return error;
		}
		const device = this.#device;
		return new NetanalError(
			'PERMISSION_DENIED',
			`${device} needs root, given up since ${givenUpFor} is open: start on ${device}, or with --keep-privileges`,
		);
	}

	/** Capabilities of this thread, before it starts those that would inherit them. */
	async dropOwn(): Promise<void> {
		if (!this.#dropsCapabilities) {
			return;
		}
		await dropCapabilities();
		givenUpFor = this.#device;
	}

	/** Root, on every thread. @throws NetanalError PRIVILEGES */
	async drop(): Promise<Omit<Privileges, 'warning'>> {
		const account = this.#account;
		if (this.#drops) {
			await setNoNewPrivileges();
		}
		if (account === null) {
			const state = isRoot() ? 'kept' : this.#dropsCapabilities ? 'dropped' : 'none';
			return {state, user: await ownName()};
		}

		await becomeUser(account);
		givenUpFor = this.#device;
		return {state: 'dropped', user: account.name ?? String(account.uid)};
	}

	/**
	 * The same where nothing but files is read: some containers have no other user, and then it stays root, with a warning.
	 *
	 * @throws NetanalError PRIVILEGES when it was said who to become: whoever names one is not to get root
	 */
	async dropIfPossible(): Promise<Privileges> {
		return this.#isNamed ? {...(await this.drop()), warning: null} : orRoot(() => this.drop());
	}
}

/**
 * For a root process that reads files in this thread: it becomes `user`, or who called sudo, or nobody.
 *
 * @returns null where this is no root, or root is not to be given up
 * @throws NetanalError PRIVILEGES, as `Grant.dropIfPossible`
 */
export async function becomeReader(options: PrivilegeOptions): Promise<Privileges | null> {
	if (options.privileges !== 'drop' || !isRoot()) {
		return null;
	}
	if (options.user === undefined && !hasInvokingUser(process.env) && !isDelegated()) {
		return becomeNobody();
	}
	return (await Grant.of('a file', options)).dropIfPossible();
}

/** Numbers are enough for what only prints: the system's accounts would cost the time of a library. */
async function becomeNobody(): Promise<Privileges> {
	const nobody = chooseAccount(undefined, {}, {byName: () => null, byUid: () => null});
	return orRoot(async () => {
		await becomeUser(nobody);
		return {state: 'dropped', user: 'nobody'};
	});
}

/** Root stays root, with the reason as a warning, where it cannot be given up. */
async function orRoot(drop: () => Promise<Omit<Privileges, 'warning'>>): Promise<Privileges> {
	try {
		return {...(await drop()), warning: null};
	} catch (error) {
		return {state: 'kept', user: 'root', warning: (error as Error).message};
	}
}

async function ownName(): Promise<string> {
	const uid = process.geteuid?.() ?? 0;
	return (await systemAccounts()).byUid(uid)?.name ?? String(uid);
}

/** A warning: what was found, and what mends it. */
export function nodeIsPrivileged(node: string): string {
	return `every program that Node runs here may capture, because ${node} has capabilities of its own; take them away: sudo setcap -r ${node}`;
}
