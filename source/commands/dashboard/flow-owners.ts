/** Whose a flow is, in words: the processes that have its socket on this machine. */

import type {FlowOwner} from '../../dashboard/model/details.js';
import {type AccountBook, systemAccounts} from '../../engine/libpcap/accounts.js';
import type {SocketQuery} from '../../engine/libpcap/sockets.js';
import type {Flow, FlowEnd} from '../../engine/snapshot.js';
import {sanitize} from '../../format/sanitize.js';
import type {SocketOwner} from '../../helper/protocol.js';
import {localAddresses} from '../../host/local-addresses.js';

const UNKNOWN = 'not known: its socket is closed, or in another network namespace';

/**
 * @param ask as of `Helper.ownersOf`
 * @returns for each end that is on this machine who has it
 */
export async function flowOwners(
	{transport, a, b}: Pick<Flow, 'transport' | 'a' | 'b'>,
	ask: (query: SocketQuery) => SocketOwner[],
): Promise<FlowOwner[]> {
	// Those that sockets of this network namespace can have; of any other address nothing is asked.
	const own = localAddresses({kind: 'interface', name: 'any'});
	const accounts = await systemAccounts();
	const socketEnd = ({address, port}: FlowEnd) => ({address, port});
	const told = (end: 'a' | 'b', local: FlowEnd, remote: FlowEnd) => {
		const owners = ask({transport, local: socketEnd(local), remote: socketEnd(remote)});
		return {end, text: ownersText(owners, accounts), ...commandsText(owners)};
	};
	return [...(own.includes(a.address) ? [told('a', a, b)] : []), ...(own.includes(b.address) ? [told('b', b, a)] : [])];
}

/** Command lines, each once; none where they are not told. */
export function commandsText(owners: readonly SocketOwner[]): Pick<FlowOwner, 'command'> {
	const told = owners.flatMap(({command}) => (command === undefined ? [] : [sanitize(command ?? '-')]));
	return told.length === 0 ? {} : {command: [...new Set(told)].join('; ')};
}

/** `nginx (pid 812 and 813, www-data, nginx.service)`; processes of other names behind a semicolon. */
export function ownersText(owners: readonly SocketOwner[], accounts: Pick<AccountBook, 'byUid'>): string {
	const kinds = new Map<string, SocketOwner[]>();
	for (const owner of owners) {
		const kind = JSON.stringify([owner.name, owner.uid, owner.unit, owner.otherNetwork && owner.networkNamespace]);
		kinds.set(kind, [...(kinds.get(kind) ?? []), owner]);
	}
	const texts = [...kinds.values()].map(same => {
		const [{name, uid, unit, otherNetwork, networkNamespace}] = same;
		const words = [
			`pid ${same.map(({pid}) => pid).join(' and ')}`,
			accounts.byUid(uid)?.name ?? `uid ${uid}`,
			...(unit === null ? [] : [unit]),
			...(otherNetwork ? [`in network namespace ${networkNamespace ?? 'not known'}`] : []),
		];
		return sanitize(`${name} (${words.join(', ')})`);
	});
	return texts.length === 0 ? UNKNOWN : texts.join('; ');
}
