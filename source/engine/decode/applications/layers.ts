/**
 * Further labels of a flow that has one: what a tunnel carries, what a connection becomes (TLS after STARTTLS, CONNECT, SOCKS or a PROXY
 * header) and what shares a UDP flow with STUN (RFC 7983: DTLS, RTP, RTCP). One payload at a time is looked at, by itself.
 */
import {IpProtocol, LinkType} from '../assigned-numbers.js';
import {decodePacket} from '../decode.js';
import {Packet} from '../packet.js';
import {u16} from './bytes.js';
import {APPLICATION_NAMES, Recogniser} from './index.js';
import {isRtp} from './rtp.js';

/** Payloads of a flow among which further labels are looked for, those included by which it was recognised. */
export const LAYERS_WITHIN = 24;

const MEDIA = ['stun', 'classicstun', 'dtls', 'rtp', 'rtcp', 'discord', 'zoom'];
const UPGRADES = 'smtp imap pop ftp xmpp ldap pgsql mysql nntp irc rdp amqp sip tds'.split(' ');
const CARRIERS = ['socks', 'proxy'];
const TUNNELS = ['gtp', 'vxlan', 'geneve', 'teredo', 'lisp-data'];

/** What may follow which label; null = anything but itself. */
const FOLLOWERS: ReadonlyArray<readonly [labels: readonly string[], followers: readonly string[] | null]> = [
	[MEDIA, ['stun', 'dtls', 'rtp', 'rtcp']],
	[UPGRADES, ['tls']],
	[['http'], ['tls', 'ssh', 'websocket', 'http2']],
	[['rdpudp'], ['tls', 'dtls']],
	[CARRIERS, null],
	[TUNNELS, null],
];

const idOf = (label: string) => APPLICATION_NAMES.indexOf(label);
const RTP = idOf('rtp');
const NAMELESS = {name() {}, nameBytes() {}};

const GTP_PACKET = 0xff;
const GTP_OPTIONS = 0x07;
const GTP_EXTENDED = 0x04;
const BRIDGED = 0x6558;
const IPV6 = 6;

/** By application: 1 = it has one of these labels. */
function marked(labels: readonly string[]): Uint8Array {
	const marks = new Uint8Array(APPLICATION_NAMES.length);
	for (const label of labels) {
		marks[idOf(label)] = 1;
	}
	return marks;
}

/** By application: 1 = it may follow this one. */
function followersOf(application: number): Uint8Array {
	const label = APPLICATION_NAMES[application];
	const followers = FOLLOWERS.flatMap(([labels, names]) =>
		labels.includes(label) ? (names ?? APPLICATION_NAMES.slice(1)) : [],
	);
	return marked(followers.filter(follower => follower !== label));
}

export class Layers {
	/** By application: 1 = something else may follow or lie within. */
	readonly follows = marked(FOLLOWERS.flatMap(([labels]) => labels));
	readonly #isMedia = marked(MEDIA);
	/** By application, made for the first payload that is looked at, as the recogniser: most captures have none. */
	readonly #allowed: Uint8Array[] = [];
	#recogniser: Recogniser | null = null;
	readonly #inner = new Packet();

	/** The label of a payload within or behind what the flow is, 0 = none. @param application one that `follows` marks */
	look(packet: Packet, application: number, direction: 0 | 1): number {
		const shown = TUNNELS.includes(APPLICATION_NAMES[application]) ? this.#within(packet, application) : packet;
		if (shown === null || shown.payloadEnd <= shown.payloadStart) {
			return 0;
		}
		this.#recogniser ??= new Recogniser(NAMELESS);
		const found = this.#recogniser.inspect(shown, direction, 0, 0, null);
		if (found !== 0) {
			this.#allowed[application] ??= followersOf(application);
			return this.#allowed[application][found] === 1 ? found : 0;
		}
		const isMedia = this.#isMedia[application] === 1 && application !== RTP;
		return isMedia && shown.transport === IpProtocol.UDP && isRtp(shown) ? RTP : 0;
	}

	/** The packet within a tunnel's; null = none that is known. */
	#within(packet: Packet, application: number): Packet | null {
		const inner = this.#inner;
		const {bytes, payloadStart: start, payloadEnd: end, payloadLength} = packet;
		if (end - start < 8) {
			return null;
		}
		let at = start + 8;
		let linkType: number = LinkType.RAW;
		switch (APPLICATION_NAMES[application]) {
			case 'gtp':
				at = behindGtp(bytes, start, end);
				break;
			case 'vxlan':
				linkType = LinkType.ETHERNET;
				break;
			case 'geneve':
				at += (bytes[start] & 0x3f) * 4;
				linkType = u16(bytes, start + 2) === BRIDGED ? LinkType.ETHERNET : LinkType.RAW;
				break;
			case 'teredo':
				at = bytes[start] >> 4 === IPV6 ? start : at;
				break;
			default:
		}
		if (at < start || at >= end) {
			return null;
		}
		inner.place(bytes, at, end, start + payloadLength - at, 0, 0, linkType, 0);
		decodePacket(inner);
		return inner;
	}
}

/** Where the packet within one of GTP version 1 begins (3GPP TS 29.281 § 5.1, 5.2), -1 = there is none. */
function behindGtp(bytes: Uint8Array, start: number, end: number): number {
	const flags = bytes[start];
	if (flags >> 5 !== 1 || bytes[start + 1] !== GTP_PACKET) {
		return -1;
	}
	if ((flags & GTP_OPTIONS) === 0) {
		return start + 8;
	}
	let at = start + 12;
	if (at > end) {
		return -1;
	}
	let next = (flags & GTP_EXTENDED) === 0 ? 0 : bytes[at - 1];
	while (next !== 0 && at < end) {
		const length = bytes[at] * 4;
		if (length === 0 || at + length > end) {
			return -1;
		}
		at += length;
		next = bytes[at - 1];
	}
	return at;
}
