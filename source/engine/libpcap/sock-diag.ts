/** Which socket a connection has: an exact look-up in the kernel's tables (sock_diag(7), <linux/inet_diag.h>), of this network namespace. */
import {isIPv4} from 'node:net';
import {loadKoffi} from './library.js';

const AF_INET = 2;
const AF_INET6 = 10;
const AF_NETLINK = 16;
const SOCK_RAW_CLOEXEC = 3 | 0o2000000;
const NETLINK_SOCK_DIAG = 4;
const SOCK_DIAG_BY_FAMILY = 20;
const NLM_F_REQUEST = 1;

const HEADER = 16;
const REQUEST = 56;
const ANSWER = 72;
/** Of the request and the answer: after four bytes, and four more of the request. */
const REQUEST_ID = 8;
const ANSWER_ID = 4;
const ANY_COOKIE = 0xffff_ffff;

const PROTOCOLS = {tcp: 6, udp: 17} as const;

/** <net/tcp_states.h>: these belong to nobody, or to whoever waits for any connection. */
const UNOWNED = new Set([/* TIME_WAIT */ 6, /* LISTEN */ 10, /* NEW_SYN_RECV */ 12]);

export interface SocketEnd {
	/** IPv4 or IPv6, without a zone. */
	address: string;
	port: number;
}

export interface SocketQuery {
	transport: keyof typeof PROTOCOLS;
	/** On this machine. */
	local: SocketEnd;
	remote: SocketEnd;
}

export class SocketTable {
	readonly #send: (descriptor: number, bytes: Buffer, length: number, flags: number) => number;
	readonly #receive: (descriptor: number, bytes: Buffer, length: number, flags: number) => number;
	readonly #descriptor: number;
	readonly #answer = Buffer.alloc(8192);

	private constructor(koffi: Awaited<ReturnType<typeof loadKoffi>>) {
		const library = koffi.load(null);
		this.#send = library.func('send', 'long', ['int', 'void *', 'size_t', 'int']);
		this.#receive = library.func('recv', 'long', ['int', 'void *', 'size_t', 'int']);
		this.#descriptor = library.func('socket', 'int', ['int', 'int', 'int'])(
			AF_NETLINK,
			SOCK_RAW_CLOEXEC,
			NETLINK_SOCK_DIAG,
		) as number;
	}

	static async load(): Promise<SocketTable> {
		return new SocketTable(await loadKoffi());
	}

	/**
	 * @returns the inode of the socket that has this connection, or, of UDP, that takes what is sent so; null where there is none, or only
	 * one that listens
	 */
	inode({transport, local, remote}: SocketQuery): number | null {
		const [from, to] = [bytesOf(local.address), bytesOf(remote.address)];
		if (from.length !== to.length || this.#descriptor < 0) {
			return null;
		}
		// For UDP the kernel takes the ends the other way round, as a packet would come in.
		const [first, second] = transport === 'udp' ? [remote, local] : [local, remote];
		const message = Buffer.alloc(HEADER + REQUEST);
		message.writeUInt32LE(message.length, 0);
		message.writeUInt16LE(SOCK_DIAG_BY_FAMILY, 4);
		message.writeUInt16LE(NLM_F_REQUEST, 6);
		message[HEADER] = from.length === 4 ? AF_INET : AF_INET6;
		message[HEADER + 1] = PROTOCOLS[transport];
		message.writeUInt32LE(0xffff_ffff, HEADER + 4);
		const id = HEADER + REQUEST_ID;
		message.writeUInt16BE(first.port, id);
		message.writeUInt16BE(second.port, id + 2);
		message.set(transport === 'udp' ? to : from, id + 4);
		message.set(transport === 'udp' ? from : to, id + 20);
		message.writeUInt32LE(ANY_COOKIE, id + 40);
		message.writeUInt32LE(ANY_COOKIE, id + 44);
		if (Number(this.#send(this.#descriptor, message, message.length, 0)) !== message.length) {
			return null;
		}
		const length = Number(this.#receive(this.#descriptor, this.#answer, this.#answer.length, 0));
		return length < HEADER + ANSWER || this.#answer.readUInt16LE(4) !== SOCK_DIAG_BY_FAMILY
			? null
			: found(this.#answer.subarray(HEADER, HEADER + ANSWER), {transport, local, remote});
	}
}

/** What the kernel found may be a socket that only listens there, or takes anything that comes to the port. */
function found(answer: Buffer, {transport, local, remote}: SocketQuery): number | null {
	const width = answer[0] === AF_INET ? 4 : 16;
	const at = (offset: number) => answer.subarray(ANSWER_ID + offset, ANSWER_ID + offset + width);
	const [port, otherPort] = [answer.readUInt16BE(ANSWER_ID), answer.readUInt16BE(ANSWER_ID + 2)];
	const isOf = ({address}: SocketEnd, bytes: Buffer) => plain(bytes).equals(bytesOf(address));
	const isConnected = otherPort === remote.port && isOf(remote, at(20));
	const isUnconnected = transport === 'udp' && otherPort === 0;
	const isHere = port === local.port && (isUnconnected || isOf(local, at(4)));
	const inode = answer.readUInt32LE(68);
	const isOwned = inode !== 0 && (transport === 'udp' || !UNOWNED.has(answer[1]));
	return isHere && (isConnected || isUnconnected) && isOwned ? inode : null;
}

const MAPPED = Buffer.from('00000000000000000000ffff', 'hex');

/** Of a socket of IPv6 that has a connection of IPv4, the address of IPv4. */
const plain = (bytes: Buffer): Buffer =>
	bytes.length === 16 && bytes.subarray(0, 12).equals(MAPPED) ? bytes.subarray(12) : bytes;

function bytesOf(address: string): Buffer {
	if (isIPv4(address)) {
		return Buffer.from(address.split('.').map(Number));
	}
	const [head, tail] = expanded(address).split('::');
	const words = (text: string | undefined) => (text ? text.split(':') : []);
	const [before, after] = [words(head), words(tail)];
	const between = new Array<string>(8 - before.length - after.length).fill('0');
	const all = tail === undefined ? before : [...before, ...between, ...after];
	const bytes = Buffer.alloc(16);
	for (const [i, word] of all.entries()) {
		bytes.writeUInt16BE(Number.parseInt(word, 16), 2 * i);
	}
	return plain(bytes);
}

/** `::ffff:1.2.3.4` as `::ffff:102:304`. */
function expanded(address: string): string {
	return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
		[Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map(word => word.toString(16)).join(':'),
	);
}
