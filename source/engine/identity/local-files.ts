/** What the system's own files call addresses, ports and neighbours. */
import {readFileSync} from 'node:fs';
import {networkInterfaces} from 'node:os';
import {sanitize} from '../../format/sanitize.js';

/** Address → its first name (hosts(5)). Nothing when there is no such file. */
export function hostNames(file = '/etc/hosts'): Map<string, string> {
	const names = new Map<string, string>();
	for (const [address, name] of rows(file)) {
		const known = normalised(address);
		if (name !== undefined && known !== null && !names.has(known)) {
			names.set(known, sanitize(name));
		}
	}
	return names;
}

/** `443/tcp` → its name (services(5)). */
export function serviceNames(file = '/etc/services'): Map<string, string> {
	const names = new Map<string, string>();
	for (const [name, port] of rows(file)) {
		if (port !== undefined && !names.has(port)) {
			names.set(port, sanitize(name));
		}
	}
	return names;
}

/** Address → hardware address of this machine's own interfaces, and of whom Linux has met lately. */
export function systemNeighbours(file = '/proc/net/arp'): Map<string, string> {
	const neighbours = new Map<string, string>();
	for (const [address, type, flags, mac] of rows(file)) {
		// Ethernet, and complete
		if (type === '0x1' && (Number(flags) & 2) !== 0) {
			neighbours.set(address, mac);
		}
	}
	for (const {address, mac, internal} of Object.values(networkInterfaces()).flatMap(list => list ?? [])) {
		if (!internal) {
			neighbours.set(address, mac);
		}
	}
	return neighbours;
}

/** Words of each line, without comments. */
function rows(file: string): string[][] {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		return [];
	}
	return text
		.split('\n')
		.map(line => line.replace(/#.*/, '').trim().split(/\s+/))
		.filter(([first]) => first !== '');
}

/** As `formatAddress` writes it; null when it is none. */
function normalised(address: string): string | null {
	if (/^\d+\.\d+\.\d+\.\d+$/.test(address)) {
		return address;
	}
	try {
		return new URL(`http://[${address}]`).hostname.slice(1, -1);
	} catch {
		return null;
	}
}
