/** Interfaces as the dashboard offers them. */
import {listDevices} from '../../engine/libpcap/devices.js';
import {loadLibpcap} from '../../engine/libpcap/library.js';
import {type InterfaceRecord, toRecord} from '../interfaces.js';

const STATES: Readonly<Record<InterfaceRecord['state'], string>> = {
	up: 'up',
	'no-link': 'no link',
	down: 'down',
	none: '',
};

/** What can be captured on, in libpcap's order. @throws NetanalError when libpcap is missing */
export async function interfaceList(): Promise<{id: string; label: string; detail: string}[]> {
	return listDevices(await loadLibpcap())
		.map(toRecord)
		.map(({name, state, addresses, description}) => ({
			id: name,
			label: name,
			detail: [STATES[state], addresses.slice(0, 2).join(', '), description ?? ''].filter(Boolean).join('  '),
		}));
}
