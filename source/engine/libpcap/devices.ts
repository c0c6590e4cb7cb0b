/** What libpcap knows of the machine's interfaces: pcap_findalldevs(3PCAP). */
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
 * @throws NetanalError CAPTURE_FAILED with libpcap's words
 */
export function listDevices(library: Libpcap): Device[] {
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
			name: node.name,
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
			addresses: readAddresses(library, node.addresses),
		});
		at = node.next;
	}
	if (head !== null) {
		library.freeAllDevices(head);
	}
	return devices;
}

/** Text of an error buffer that libpcap filled, up to its NUL. */
export function errorText(errors: Buffer): string {
	const end = errors.indexOf(0);
	return errors.toString('utf8', 0, end < 0 ? errors.length : end);
}

function readAddresses(library: Libpcap, first: Pointer | null): DeviceAddress[] {
	const addresses: DeviceAddress[] = [];
	for (let at = first; at !== null; ) {
		const node = library.readAddress(at);
		const address = node.addr === null ? null : readAddress(library, node.addr, node.netmask);
		if (address !== null) {
			addresses.push(address);
		}
		at = node.next;
	}
	return addresses;
}

/** AF_* of the families wanted; IPv6 and link-layer differ per system. */
const AF_INET = 2;
const AF_INET6 = process.platform === 'darwin' ? 30 : process.platform === 'win32' ? 23 : 10;
const AF_LINK = process.platform === 'darwin' ? 18 : process.platform === 'linux' ? 17 : -1;

function familyOf(library: Libpcap, address: Pointer): number {
	const head = library.readBytes(address, 2);
	// BSD keeps a length byte in front; elsewhere the family is a 16-bit number in host order, small on every system.
	return process.platform === 'darwin' ? head[1] : head[0] | head[1];
}

function readAddress(library: Libpcap, address: Pointer, netmask: Pointer | null): DeviceAddress | null {
	const family = familyOf(library, address);
	if (family === AF_INET) {
		const mask = netmask === null ? null : library.readBytes(netmask, 8).subarray(4, 8);
		return {family: 'ipv4', bytes: library.readBytes(address, 8).subarray(4, 8), prefix: countBits(mask)};
	}
	if (family === AF_INET6) {
		const mask = netmask === null ? null : library.readBytes(netmask, 24).subarray(8, 24);
		return {family: 'ipv6', bytes: library.readBytes(address, 24).subarray(8, 24), prefix: countBits(mask)};
	}
	if (family === AF_LINK) {
		const bytes = process.platform === 'darwin' ? readSockaddrDl(library, address) : readSockaddrLl(library, address);
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
