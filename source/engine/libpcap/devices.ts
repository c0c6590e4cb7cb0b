/** What libpcap knows of the machine's interfaces: pcap_findalldevs(3PCAP). */
import {nameOfBytes} from '../../format/raw-name.js';
import {NetanalError} from '../errors.js';
import {ERROR_BUFFER_SIZE, type Libpcap, type Pointer} from './library.js';

/** PCAP_IF_* bits of `flags`, <pcap/pcap.h>. */
const LOOPBACK = 0x1;
const UP = 0x2;
const RUNNING = 0x4;
const WIRELESS = 0x8;
const CONNECTION_STATUS = 0x30;
const CONNECTED = 0x10;
const DISCONNECTED = 0x20;

export interface DeviceAddress {
	family: 'ipv4' | 'ipv6' | 'mac';
	/** IPv4 and IPv6: 4 and 16 bytes in network order; mac: 6 or what the link has. */
	bytes: Uint8Array;
	/** Bits of the network part; null for mac and where the netmask is not told. */
	prefix: number | null;
}

export interface Device {
	/** As `format/raw-name.ts` writes what is not UTF-8. */
	name: string;
	description: string | null;
	/** A network interface of the system, and not only a source of packets such as `any` or `nflog`. */
	network: boolean;
	up: boolean;
	running: boolean;
	loopback: boolean;
	wireless: boolean;
	/** null: not told, or has no meaning here. */
	connected: boolean | null;
	addresses: DeviceAddress[];
}

/**
 * Every device that libpcap can open, in its order (best for capture first). Needs no privilege.
 *
 * @param platform whose `struct sockaddr` the addresses are
 * @throws NetanalError CAPTURE_FAILED with libpcap's words
 */
export function listDevices(library: Libpcap, platform: NodeJS.Platform = process.platform): Device[] {
	const errors = Buffer.alloc(ERROR_BUFFER_SIZE);
	const list: (Pointer | null)[] = [null];
	if (library.findAllDevices(list, errors) !== 0) {
		throw new NetanalError('CAPTURE_FAILED', `cannot list interfaces: ${errorText(errors)}`);
	}
	const devices: Device[] = [];
	const head = list[0];
	for (let at = head; at !== null; ) {
		const node = library.readInterface(at);
		devices.push({
			name: node.name.includes('\ufffd') ? rawName(library.interfaceName(at)) : node.name,
			description: node.description,
			// The system's interfaces have at least a link-layer entry in the list, if an empty one.
			network: node.addresses !== null,
			up: (node.flags & UP) !== 0,
			running: (node.flags & RUNNING) !== 0,
			loopback: (node.flags & LOOPBACK) !== 0,
			wireless: (node.flags & WIRELESS) !== 0,
			connected:
				(node.flags & CONNECTION_STATUS) === CONNECTED
					? true
					: (node.flags & CONNECTION_STATUS) === DISCONNECTED
						? false
						: null,
			addresses: readAddresses(library, node.addresses, layoutOf(platform)),
		});
		at = node.next;
	}
	if (head !== null) {
		library.freeAllDevices(head);
	}
	return devices;
}

/** Linux allows any byte but `/` and white space. */
function rawName(bytes: Uint8Array): string {
	const end = bytes.indexOf(0);
	return nameOfBytes(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Text of an error buffer that libpcap filled, up to its NUL. */
export function errorText(errors: Buffer): string {
	const end = errors.indexOf(0);
	return errors.toString('utf8', 0, end < 0 ? errors.length : end);
}

function readAddresses(library: Libpcap, first: Pointer | null, layout: Layout): DeviceAddress[] {
	const addresses: DeviceAddress[] = [];
	for (let at = first; at !== null; ) {
		const node = library.readAddress(at);
		const address = node.addr === null ? null : readAddress(library, node.addr, node.netmask, layout);
		if (address !== null) {
			addresses.push(address);
		}
		at = node.next;
	}
	return addresses;
}

/** What differs between systems in `struct sockaddr`. */
interface Layout {
	/** Of the first two bytes. */
	family(head: Uint8Array): number;
	/** AF_INET6 */
	ipv6: number;
	/** AF_PACKET, AF_LINK; -1 = there are no such addresses */
	link: number;
	linkAddress(library: Libpcap, address: Pointer): Uint8Array;
}

/** The same everywhere. */
const AF_INET = 2;

// A 16-bit number in host order, small on every system.
const LINUX: Layout = {family: head => head[0] | head[1], ipv6: 10, link: 17, linkAddress: readSockaddrLl};
// BSD keeps a length byte in front.
const DARWIN: Layout = {family: head => head[1], ipv6: 30, link: 18, linkAddress: readSockaddrDl};

function layoutOf(platform: NodeJS.Platform): Layout {
	if (platform === 'darwin') {
		return DARWIN;
	}
	return platform === 'win32' ? {...LINUX, ipv6: 23, link: -1} : LINUX;
}

function readAddress(
	library: Libpcap,
	address: Pointer,
	netmask: Pointer | null,
	layout: Layout,
): DeviceAddress | null {
	const family = layout.family(library.readBytes(address, 2));
	if (family === AF_INET) {
		const mask = netmask === null ? null : library.readBytes(netmask, 8).subarray(4, 8);
		return {family: 'ipv4', bytes: library.readBytes(address, 8).subarray(4, 8), prefix: countBits(mask)};
	}
	if (family === layout.ipv6) {
		const mask = netmask === null ? null : library.readBytes(netmask, 24).subarray(8, 24);
		return {family: 'ipv6', bytes: library.readBytes(address, 24).subarray(8, 24), prefix: countBits(mask)};
	}
	if (family === layout.link) {
		const bytes = layout.linkAddress(library, address);
		// Loopback and virtual devices carry an address of zeros, which says nothing.
		if (bytes.length > 0 && bytes.some(byte => byte !== 0)) {
			return {family: 'mac', bytes, prefix: null};
		}
	}
	return null;
}

/** `struct sockaddr_ll`, packet(7): length at 11, address from 12, at most 8 bytes. */
function readSockaddrLl(library: Libpcap, address: Pointer): Uint8Array {
	const all = library.readBytes(address, 20);
	return all.subarray(12, 12 + Math.min(all[11], 8));
}

/** `struct sockaddr_dl`, <net/if_dl.h>: name length at 5, address length at 6, name and then address from 8. */
function readSockaddrDl(library: Libpcap, address: Pointer): Uint8Array {
	const head = library.readBytes(address, 8);
	const all = library.readBytes(address, head[0]);
	return all.subarray(8 + head[5], 8 + head[5] + head[6]);
}

function countBits(mask: Uint8Array | null): number | null {
	if (mask === null) {
		return null;
	}
	let bits = 0;
	for (const byte of mask) {
		for (let rest = byte; rest > 0; rest >>= 1) {
			bits += rest & 1;
		}
	}
	return bits;
}
