/** Builds Ethernet frames with right lengths and checksums, one after another in the same buffer. */
import {EtherType, IpProtocol} from '../../decode/assigned-numbers.js';

export interface Station {
	mac: Uint8Array;
	v4: Uint8Array;
	v6: Uint8Array;
	/** Time to live that its packets have left when they arrive. */
	ttl: number;
}

export type Version = 4 | 6;

export const TcpFlag = {fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10} as const;

const ETHERNET = 14;
/** Maximum segment size 1460, SACK permitted, window scale 7. */
const SYN_OPTIONS = Uint8Array.of(2, 4, 0x05, 0xb4, 1, 1, 4, 2, 1, 3, 3, 7);
const EMPTY = new Uint8Array(0);

export class FrameWriter {
	readonly bytes = new Uint8Array(2048);
	/** Of the frame that was written last. */
	length = 0;
	readonly #view = new DataView(this.bytes.buffer);
	#identification = 1;

	/** Any frame: `payload` after an Ethernet header. */
	ethernet(source: Uint8Array, target: Uint8Array, etherType: number, payload: Uint8Array): void {
		this.#ethernet(source, target, etherType);
		this.bytes.set(payload, ETHERNET);
		this.length = ETHERNET + payload.length;
		this.#pad();
	}

	/** Sequence numbers as words. `payload` at most 1460 bytes. */
	tcp(
		source: Station,
		target: Station,
		version: Version,
		sourcePort: number,
		targetPort: number,
		sequence: number,
		acknowledgement: number,
		flags: number,
		payload: Uint8Array = EMPTY,
	): void {
		const options = (flags & TcpFlag.syn) !== 0 ? SYN_OPTIONS : EMPTY;
		const headerLength = 20 + options.length;
		const at = this.#ip(source, target, version, IpProtocol.TCP, headerLength + payload.length);
		const view = this.#view;
		view.setUint16(at, sourcePort);
		view.setUint16(at + 2, targetPort);
		view.setUint32(at + 4, sequence);
		view.setUint32(at + 8, (flags & TcpFlag.ack) !== 0 ? acknowledgement : 0);
		view.setUint8(at + 12, headerLength << 2);
		view.setUint8(at + 13, flags);
		view.setUint16(at + 14, 0xfaf0);
		view.setUint32(at + 16, 0);
		this.bytes.set(options, at + 20);
		this.bytes.set(payload, at + headerLength);
		view.setUint16(at + 16, this.#transportChecksum(at, version, IpProtocol.TCP));
		this.#pad();
	}

	udp(
		source: Station,
		target: Station,
		version: Version,
		sourcePort: number,
		targetPort: number,
		payload: Uint8Array,
	): void {
		const at = this.#ip(source, target, version, IpProtocol.UDP, 8 + payload.length);
		const view = this.#view;
		view.setUint16(at, sourcePort);
		view.setUint16(at + 2, targetPort);
		view.setUint16(at + 4, 8 + payload.length);
		view.setUint16(at + 6, 0);
		this.bytes.set(payload, at + 8);
		// Zero means that there is none, so a sum of zero is sent as its other form.
		view.setUint16(at + 6, this.#transportChecksum(at, version, IpProtocol.UDP) || 0xffff);
		this.#pad();
	}

	/** ICMP over IPv4 and ICMPv6 over IPv6; `message` with a checksum of zero. */
	icmp(source: Station, target: Station, version: Version, message: Uint8Array, hopLimit?: number): void {
		const protocol = version === 4 ? IpProtocol.ICMP : IpProtocol.IPV6_ICMP;
		const at = this.#ip(source, target, version, protocol, message.length, hopLimit);
		this.bytes.set(message, at);
		const sum = version === 4 ? checksum(this.bytes, at, this.length, 0) : this.#transportChecksum(at, 6, protocol);
		this.#view.setUint16(at + 2, sum);
		this.#pad();
	}

	#ethernet(source: Uint8Array, target: Uint8Array, etherType: number): void {
		this.bytes.set(target, 0);
		this.bytes.set(source, 6);
		this.#view.setUint16(12, etherType);
	}

	/** Writes Ethernet and IP headers, sets `length`, and returns where the transport begins. */
	#ip(
		source: Station,
		target: Station,
		version: Version,
		protocol: number,
		payloadLength: number,
		hopLimit = source.ttl,
	): number {
		const view = this.#view;
		const at = ETHERNET;
		if (version === 6) {
			this.#ethernet(source.mac, target.mac, EtherType.IPV6);
			view.setUint32(at, 0x6000_0000);
			view.setUint16(at + 4, payloadLength);
			view.setUint8(at + 6, protocol);
			view.setUint8(at + 7, hopLimit);
			this.bytes.set(source.v6, at + 8);
			this.bytes.set(target.v6, at + 24);
			this.length = at + 40 + payloadLength;
			return at + 40;
		}

		this.#ethernet(source.mac, target.mac, EtherType.IPV4);
		view.setUint32(at, 0x4500_0000 | (20 + payloadLength));
		this.#identification = (this.#identification + 1) & 0xffff;
		view.setUint16(at + 4, this.#identification);
		view.setUint16(at + 6, 0x4000);
		view.setUint8(at + 8, hopLimit);
		view.setUint8(at + 9, protocol);
		view.setUint16(at + 10, 0);
		this.bytes.set(source.v4, at + 12);
		this.bytes.set(target.v4, at + 16);
		view.setUint16(at + 10, checksum(this.bytes, at, at + 20, 0));
		this.length = at + 20 + payloadLength;
		return at + 20;
	}

	/** RFC 9293 § 3.1, RFC 8200 § 8.1: the pseudo header's addresses stand right before the transport. */
	#transportChecksum(at: number, version: Version, protocol: number): number {
		const addresses = version === 4 ? at - 8 : at - 32;
		return checksum(this.bytes, addresses, this.length, protocol + this.length - at);
	}

	/** Ethernet's least frame is 60 bytes without its check sequence. */
	#pad(): void {
		if (this.length >= 60) {
			return;
		}
		this.bytes.fill(0, this.length, 60);
		this.length = 60;
	}
}

/** RFC 1071 over `bytes[start, end)`, added to `sum`. */
export function checksum(bytes: Uint8Array, start: number, end: number, sum: number): number {
	let total = sum;
	let at = start;
	for (; at + 1 < end; at += 2) {
		total += (bytes[at] << 8) | bytes[at + 1];
	}
	if (at < end) {
		total += bytes[at] << 8;
	}
	total = (total & 0xffff) + (total >>> 16);
	total = (total & 0xffff) + (total >>> 16);
	return ~total & 0xffff;
}
