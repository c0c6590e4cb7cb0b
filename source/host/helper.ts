/** Who does for this process what takes root, once it has given root up. */
import {chooseAccount, hasInvokingUser, systemAccounts} from '../engine/libpcap/accounts.js';
import {hasCapabilities, isRoot} from '../engine/libpcap/privileges.js';
import {hasUnixMessages} from '../engine/libpcap/unix-socket.js';
import type {PrivilegeOptions} from '../engine/options.js';
import type {OwnerLookup} from '../engine/owners.js';
import {delegate} from '../files/access.js';
import type {Granted} from '../helper/protocol.js';
import type {Helper} from './helper-process.js';

/** Whether a root shell's files are written by a helper: nobody lent root, and nobody else is named to write as. */
export const writesAsRoot = ({privileges, user}: PrivilegeOptions): boolean =>
	privileges === 'drop' && user === undefined && isRoot() && !hasInvokingUser(process.env) && hasUnixMessages();

/**
 * Begins a helper where there is something for it to do: this process has root or capabilities, and gives them up. From then on
 * names of files are handled by it, as far as they are granted.
 *
 * @returns null where there is nothing; a line of words when it could not be begun. Until then root must not be given up
 */
export async function beginHelper(options: PrivilegeOptions, wishes: Granted): Promise<Helper | string | null> {
	if (options.privileges !== 'drop' || !hasUnixMessages() || !(isRoot() || hasCapabilities())) {
		return null;
	}
	const writes = writesAsRoot(options);
	const granted = writes ? wishes : {...wishes, names: [], folder: null};
	if (granted.names.length === 0 && granted.folder === null && !granted.sockets && !granted.processes) {
		return null;
	}
	let begun: Helper | null = null;
	// From now on, though nothing is asked before it has begun: workers are told where to ask as they start.
	if (writes) {
		delegate(request => begun?.files(request) ?? null);
	}
	try {
		const account = isRoot() && !writes ? chooseAccount(options.user, process.env, await systemAccounts()) : null;
		const {Helper} = await import('./helper-process.js');
		begun = await Helper.start({
			type: 'begin',
			account: account === null ? null : {uid: account.uid, gid: account.gid},
			...granted,
		});
		return begun;
	} catch (error) {
		return `the privileged helper did not start: ${(error as Error).message}`;
	}
}

/** Who tells whose flows are: the helper; null without one, for whatever reason. */
export const ownerLookup = (helping: Promise<Helper | string | null>): Promise<OwnerLookup | null> =>
	helping.then(
		helper => (helper === null || typeof helper === 'string' ? null : helper.owners),
		() => null,
	);
