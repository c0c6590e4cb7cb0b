/**
 * IPFIX messages (RFC 7011): two templates, of IPv4 and of IPv6, and records of flows in one direction. Times are milliseconds and counters eight
 * bytes; of names there are two, of variable length.
 */
import type {ExportedFlow} from './flow-cache.js';

/** Information elements (IANA, "IPFIX Information Elements") and their lengths; 65,535 is variable. */
const VARIABLE = 0xffff;
const ELEMENTS = (version: 4 | 6): readonly (readonly [number, number])[] => [
	version === 4 ? [8, 4] : [27, 16], // sourceIPv4Address, sourceIPv6Address
	version === 4 ? [12, 4] : [28, 16], // destinationIPv4Address, destinationIPv6Address
	[7, 2], // sourceTransportPort
	[11, 2], // destinationTransportPort
	[4, 1], // protocolIdentifier
	[6, 1], // tcpControlBits
	[58, 2], // vlanId
	[136, 1], // flowEndReason
	[152, 8], // flowStartMilliseconds
	[153, 8], // flowEndMilliseconds
	[2, 8], // packetDeltaCount
	[1, 8], // octetDeltaCount
	[96, VARIABLE], // applicationName
	[460, VARIABLE], // httpRequestHost
];
const TEMPLATES = {4: 256, 6: 257} as const;
const TEMPLATE_SET = 2;
const VERSION = 10;
const HEADER = 16;
const SET_HEADER = 4;
/** Of a name, so that a record always fits. */
const LONGEST_NAME = 200;
/** Bytes of a record without its names. */
const fixedLength = (version: 4 | 6) =>
	ELEMENTS(version).reduce((sum, [, length]) => sum + (length === VARIABLE ? 1 : length), 0);
const FIXED = {4: fixedLength(4), 6: fixedLength(6)} as const;

/** Bytes of a message: what an Ethernet packet holds behind IPv6 and UDP; over TCP as much as a message can be is waited for too long. */
export const LARGEST_MESSAGE = 1500 - 40 - 8;

/** What a record tells of a flow. */
export type FlowRecord = Omit<ExportedFlow, 'began' | 'seen' | 'next' | 'hash'>;

/** Both templates as a set, the same every time. */
const TEMPLATE_BYTES = templateSet();

export class IpfixEncoder {
	readonly #bytes: Buffer;
	readonly #domain: number;
	readonly #send: (message: Uint8Array) => void;
	#at = HEADER;
	/** Where the data set that is being filled begins, and of which version of IP it is; null = none. */
	#set: {at: number; version: 4 | 6} | null = null;
	/** Records sent before this message, modulo 2^32 (RFC 7011, section 3.1). */
	#sequence = 0;
	#records = 0;

	/**
	 * @param largest bytes of a message: what fits into a packet
	 * @param send takes an array of its own
	 */
	constructor(largest: number, domain: number, send: (message: Uint8Array) => void) {
		this.#bytes = Buffer.alloc(largest);
		this.#domain = domain;
		this.#send = send;
	}

	/** @param seconds epoch seconds of the export */
	templates(seconds: number): void {
		this.end(seconds);
		this.#at += TEMPLATE_BYTES.copy(this.#bytes, this.#at);
		this.#set = null;
		this.end(seconds);
	}

	record(flow: FlowRecord, direction: 0 | 1, reason: number, seconds: number): void {
		const {version} = flow;
		const application = nameBytes(flow.application);
		const host = nameBytes(flow.host);
		const length = FIXED[version] + application.length + host.length;
		const head = this.#set?.version === version ? 0 : SET_HEADER;
		if (this.#at + head + length > this.#bytes.length) {
			this.end(seconds);
		}
		this.#begin(version);
		this.#write(flow, direction, reason);
		for (const name of [application, host]) {
			this.#at = this.#bytes.writeUInt8(name.length, this.#at);
			this.#at += name.copy(this.#bytes, this.#at);
		}
		this.#records++;
	}

	/** Sends what is pending. */
	end(seconds: number): void {
		if (this.#at === HEADER) {
			return;
		}
		this.#endSet();
		const bytes = this.#bytes;
		bytes.writeUInt16BE(VERSION, 0);
		bytes.writeUInt16BE(this.#at, 2);
		bytes.writeUInt32BE(seconds >>> 0, 4);
		bytes.writeUInt32BE(this.#sequence, 8);
		bytes.writeUInt32BE(this.#domain, 12);
		this.#send(Uint8Array.from(bytes.subarray(0, this.#at)));
		this.#sequence = (this.#sequence + this.#records) >>> 0;
		this.#records = 0;
		this.#at = HEADER;
	}

	#begin(version: 4 | 6): void {
		if (this.#set?.version === version) {
			return;
		}
		this.#endSet();
		this.#set = {at: this.#at, version};
		this.#bytes.writeUInt16BE(TEMPLATES[version], this.#at);
		this.#at += SET_HEADER;
	}

	#endSet(): void {
		if (this.#set !== null) {
			this.#bytes.writeUInt16BE(this.#at - this.#set.at, this.#set.at + 2);
		}
		this.#set = null;
	}

	#write(flow: FlowRecord, direction: 0 | 1, reason: number): void {
		const bytes = this.#bytes;
		const {version, ends, ports} = flow;
		let at = this.#at;
		for (const end of [direction, 1 - direction]) {
			for (let word = version === 4 ? 3 : 0; word < 4; word++) {
				at = bytes.writeInt32BE(ends[end * 4 + word], at);
			}
		}
		at = bytes.writeUInt16BE(ports[direction], at);
		at = bytes.writeUInt16BE(ports[1 - direction], at);
		at = bytes.writeUInt8(flow.protocol, at);
		at = bytes.writeUInt8(flow.flags[direction], at);
		at = bytes.writeUInt16BE(flow.vlan, at);
		at = bytes.writeUInt8(reason, at);
		for (const number of [
			flow.first[direction],
			flow.last[direction],
			flow.packets[direction],
			flow.bytes[direction],
		]) {
			at = bytes.writeUInt32BE(Math.floor(number / 2 ** 32), at);
			at = bytes.writeUInt32BE(number % 2 ** 32, at);
		}
		this.#at = at;
	}
}

function nameBytes(name: string | null): Buffer {
	return Buffer.from(name ?? '').subarray(0, LONGEST_NAME);
}

function templateSet(): Buffer {
	const words = ([4, 6] as const).flatMap(version => {
		const elements = ELEMENTS(version);
		return [TEMPLATES[version], elements.length, ...elements.flat()];
	});
	const set = Buffer.alloc(SET_HEADER + words.length * 2);
	set.writeUInt16BE(TEMPLATE_SET, 0);
	set.writeUInt16BE(set.length, 2);
	for (const [i, word] of words.entries()) {
		set.writeUInt16BE(word, SET_HEADER + i * 2);
	}
	return set;
}
