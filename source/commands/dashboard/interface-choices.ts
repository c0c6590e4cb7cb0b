/** Interfaces as the dashboard offers them. */
import {listDevices} from '../../engine/libpcap/devices.js';
import {loadLibpcap} from '../../engine/libpcap/library.js';
import {typedName} from '../../format/raw-name.js';
import {type InterfaceRecord, toRecord} from '../interfaces.js';

const STATES: Readonly<Record<InterfaceRecord['state'], string>> = {
	up: 'up',
	'no-link': 'no link',
	down: 'down',
	none: '',
};

const RANKS: Readonly<Record<InterfaceRecord['state'], number>> = {up: 0, 'no-link': 2, down: 3, none: 4};

/** The loopback is up as well, but seldom what is looked for. */
const rank = ({state, loopback}: InterfaceRecord) => (loopback && state === 'up' ? 1 : RANKS[state]);

export const networksFirst = (records: readonly InterfaceRecord[]): InterfaceRecord[] =>
	[...records].sort((a, b) => rank(a) - rank(b));

/** What can be captured on: what is a network first, and what is up of that; else in libpcap's order. @throws NetanalError when libpcap is missing */
export async function interfaceList(): Promise<{id: string; label: string; detail: string}[]> {
	return networksFirst(listDevices(await loadLibpcap()).map(toRecord)).map(({name, state, addresses, description}) => ({
		id: name,
		label: typedName(name),
		detail: [STATES[state], addresses.slice(0, 2).join(', '), description ?? ''].filter(Boolean).join('  '),
	}));
}
