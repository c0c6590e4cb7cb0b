/** The small network of the demonstration: addresses and names that are reserved for documentation (RFC 5737, 3849, 2606). */
import type {Station} from './frames.js';
import type {Random} from './random.js';

export interface Host extends Station {
	name: string;
	/** Its servers are reached over IPv6 too. */
	dual: boolean;
	local: boolean;
}

export interface Network {
	/** Router, DNS server, time source and DHCP server. */
	gateway: Host;
	clients: Host[];
	nas: Host;
	printer: Host;
	/** Most used first. */
	servers: Host[];
}

const CLIENT_NAMES = [
	'anna-laptop', 'ben-laptop', 'carla-desktop', 'david-phone', 'emil-tablet', 'fatma-laptop', 'greta-phone', 'hugo-desktop',
	'ines-laptop', 'jonas-phone', 'kitchen-display', 'living-room-tv', 'meeting-room', 'build-01', 'build-02', 'camera-door',
	'camera-yard', 'thermostat', 'lena-phone', 'mats-laptop', 'nora-desktop', 'otto-tablet', 'paula-phone', 'quentin-laptop',
]; // biome-ignore format: a table
const SERVER_LABELS = [
	'cdn', 'video', 'www', 'api', 'images', 'static', 'mail', 'git', 'updates', 'storage', 'chat', 'news', 'maps', 'music',
	'shop', 'telemetry', 'login', 'docs', 'search', 'backup', 'packages', 'registry', 'fonts', 'wiki', 'photos', 'calendar',
]; // biome-ignore format: a table
const DOMAINS = ['example.com', 'example.net', 'example.org'];

const BROADCAST_MAC = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

export function createNetwork(random: Random): Network {
	const gatewayMac = Uint8Array.of(0x02, 0x00, 0x5e, 0x10, 0x00, 0x01);
	const local = (number: number, name: string): Host => ({
		name,
		dual: true,
		local: true,
		ttl: 64,
		mac: Uint8Array.of(0x02, 0x00, 0x5e, 0x10, random.between(0, 255), number),
		v4: Uint8Array.of(192, 0, 2, number),
		v6: address6(0x0db8, 0x0001, number, random.word()),
	});
	const gateway = {...local(1, 'gateway'), mac: gatewayMac};
	const servers: Host[] = [];
	for (const [index, label] of SERVER_LABELS.entries()) {
		for (const [which, domain] of DOMAINS.entries()) {
			servers.push({
				name: `${label}.${domain}`,
				dual: random.chance(0.4),
				local: false,
				ttl: 64 - random.between(6, 18),
				mac: gatewayMac,
				v4: Uint8Array.of(
					which === 1 ? 198 : 203,
					which === 1 ? 51 : 0,
					which === 1 ? 100 : 113,
					10 + index * 3 + which,
				),
				v6: address6(0x0db8, 0xa000 + which, index + 1, 0x443),
			});
		}
	}

	return {
		gateway,
		clients: CLIENT_NAMES.map((name, index) => local(20 + index, name)),
		nas: local(10, 'nas'),
		printer: local(11, 'printer'),
		servers,
	};
}

/** Where broadcasts and multicasts go. */
export function group(v4: readonly number[], v6: readonly number[] = []): Station {
	const mac =
		v6.length > 0
			? Uint8Array.of(0x33, 0x33, ...v6.slice(12))
			: v4[0] === 255
				? BROADCAST_MAC
				: Uint8Array.of(0x01, 0x00, 0x5e, v4[1] & 0x7f, v4[2], v4[3]);
	return {mac, v4: Uint8Array.from(v4), v6: Uint8Array.from(v6), ttl: 1};
}

/** 2001:…: documentation prefix, one subnet, a host part. */
function address6(prefix: number, subnet: number, number: number, tail: number): Uint8Array {
	const bytes = new Uint8Array(16);
	const view = new DataView(bytes.buffer);
	view.setUint16(0, 0x2001);
	view.setUint16(2, prefix);
	view.setUint16(4, subnet);
	view.setUint16(10, number);
	view.setUint32(12, tail);
	return bytes;
}
