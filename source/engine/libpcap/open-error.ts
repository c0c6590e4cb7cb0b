/** What libpcap answers when an interface cannot be opened, as one line that says what mends it. */
import {isRawName, shownName, typedName} from '../../format/raw-name.js';
import {NetanalError} from '../errors.js';
import {listDevices} from './devices.js';
import type {Libpcap} from './library.js';
import {meaningOf} from './words.js';

/** Negative results of `pcap_activate`, <pcap/pcap.h>. */
const NO_SUCH_DEVICE = -5;
const PERMISSION_DENIED = -8;
const INTERFACE_NOT_UP = -9;
const PROMISCUOUS_PERMISSION_DENIED = -11;

/**
 * @param status result of `pcap_activate`
 * @param detail libpcap's own words, may be empty
 */
export function openError(
	library: Libpcap,
	device: string,
	status: number,
	detail: string,
	platform: NodeJS.Platform = process.platform,
): NetanalError {
	switch (status) {
		case PERMISSION_DENIED:
		case PROMISCUOUS_PERMISSION_DENIED:
			return new NetanalError('PERMISSION_DENIED', permissionMessage(device, process.geteuid?.() === 0, platform));
		case NO_SUCH_DEVICE:
			return unknownDevice(library, device);
		case INTERFACE_NOT_UP:
			return new NetanalError('DEVICE_DOWN', `${device} is down: ${rootPrefix()}${takeUp(device, platform)}`);
		default:
			return new NetanalError(
				meaningOf(detail) === 'denied' ? 'PERMISSION_DENIED' : 'CAPTURE_FAILED',
				`cannot capture on ${device}: ${oneLine(detail) || library.statusText(status)}`,
			);
	}
}

/** The ways in, the best first. @param root already, as in a container that keeps capabilities from it */
export function permissionMessage(device: string, root: boolean, platform: NodeJS.Platform = process.platform): string {
	if (platform === 'darwin') {
		// There each capture is one of the devices /dev/bpf*, which have an owner and a group as files do.
		const ways = root
			? 'each of /dev/bpf* is in use or closed to it'
			: 'run the same with sudo, or be in a group that may read /dev/bpf* (ChmodBPF)';
		return `no permission to capture on ${device}: ${ways}`;
	}
	const ways = root
		? 'this is root without CAP_NET_RAW; for a container: docker run --cap-add=NET_RAW --cap-add=NET_ADMIN'
		: 'run the same with sudo; as a service, a systemd unit with AmbientCapabilities=CAP_NET_RAW (docs/security.md); never setcap on node';
	return `no permission to capture on ${device}: ${ways}`;
}

function unknownDevice(library: Libpcap, device: string): NetanalError {
	let names: string[] = [];
	try {
		names = listDevices(library).map(each => each.name);
	} catch (error) {
		// The list only helps; that the device is unknown is the news.
		if (!(error instanceof NetanalError)) {
			throw error;
		}
	}
	const raw = names.find(name => isRawName(name) && shownName(name) === shownName(device));
	if (raw !== undefined) {
		return new NetanalError(
			'NO_SUCH_DEVICE',
			`cannot capture on ${typedName(raw)}: its name is not UTF-8; rename it: ${rootPrefix()}ip link set ${typedName(raw)} name NAME`,
		);
	}
	const similar = similarNames(device, names);
	const hint = similar.length > 0 ? `did you mean ${similar.map(typedName).join(' or ')}? ` : '';
	return new NetanalError('NO_SUCH_DEVICE', `no interface ${device}; ${hint}list them: netanal-tui interfaces`);
}

/** At most three of `names` that are one or two typing mistakes away from `name`, or begin alike; nearest first. */
export function similarNames(name: string, names: readonly string[]): string[] {
	const wanted = name.toLowerCase();
	const letters = wanted.replace(/\d+$/, '');
	const found: {name: string; distance: number}[] = [];
	for (const candidate of names) {
		const lower = candidate.toLowerCase();
		const distance = editDistance(wanted, lower);
		const limit = Math.max(1, Math.min(2, Math.floor(Math.min(wanted.length, lower.length) / 2)));
		if (distance <= limit) {
			found.push({name: candidate, distance});
		} else if (letters.length >= 2 && lower.startsWith(letters)) {
			found.push({name: candidate, distance: distance + 3});
		}
	}
	found.sort((a, b) => a.distance - b.distance);
	return found.slice(0, 3).map(each => each.name);
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
	const rows: number[][] = [Array.from({length: b.length + 1}, (_, index) => index)];
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1] ? 0 : 1;
			let best = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + same);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				best = Math.min(best, rows[i - 2][j - 2] + 1);
			}
			row.push(best);
		}
		rows.push(row);
	}
	return rows[a.length][b.length];
}

function takeUp(device: string, platform: NodeJS.Platform): string {
	return platform === 'darwin' ? `ifconfig ${device} up` : `ip link set ${device} up`;
}

function rootPrefix(): string {
	return process.getuid?.() === 0 ? '' : 'sudo ';
}

/** libpcap's words without line breaks. */
export function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}
