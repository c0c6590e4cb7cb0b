/** Which socket a connection has, as the kernel's tables tell (sock_diag(7), <linux/inet_diag.h>): of this network namespace. */
import {loadKoffi} from './library.js';
import {findAssociation, findInText} from './proc-net.js';
import {SocketClosings} from './socket-closings.js';
import {answerOf, bytesOf, plain, type SocketAnswer, type SocketQuery, type SocketRow} from './sockets.js';

const AF_INET = 2;
const AF_INET6 = 10;
const AF_NETLINK = 16;
const SOCK_RAW_CLOEXEC = 3 | 0o2000000;
const NETLINK_SOCK_DIAG = 4;
const SOCK_DIAG_BY_FAMILY = 20;
const NLM_F_REQUEST = 1;
const NLM_F_DUMP = 0x300;
const NLMSG_DONE = 3;
const NLMSG_ERROR = 2;

const HEADER = 16;
const REQUEST = 56;
const ANSWER = 72;
/** Of the request and the answer: after four bytes, and four more of the request. */
const REQUEST_ID = 8;
const ANSWER_ID = 4;
const ANY_COOKIE = 0xffff_ffff;
/** The kernel's parts of a long answer are shorter. */
const LONGEST = 64 * 1024;

const PROTOCOLS = {tcp: 6, udp: 17} as const;

interface Question {
	family: number;
	protocol: number;
	flags: number;
	/** One bit for each that is wanted; all when absent. */
	states?: number;
	/** Ports and addresses of the two ends, in the order in which the kernel wants them; none = any. */
	ports: readonly [number, number];
	addresses: readonly Buffer[];
}

export class SocketTable {
	readonly #send: (descriptor: number, bytes: Buffer, length: number, flags: number) => number;
	readonly #receive: (descriptor: number, bytes: Buffer, length: number, flags: number) => number;
	readonly #descriptor: number;
	readonly #answer = Buffer.alloc(LONGEST);
	/** The kernel has refused the last question, and there is no such socket or no such table. */
	#isRefused = false;
	/** Where it has no such table (CONFIG_INET_DIAG, CONFIG_INET_UDP_DIAG). */
	readonly #isText: Readonly<Record<keyof typeof PROTOCOLS, boolean>>;

	private constructor(koffi: Awaited<ReturnType<typeof loadKoffi>>) {
		const library = koffi.load(null);
		this.#send = library.func('send', 'long', ['int', 'void *', 'size_t', 'int']);
		this.#receive = library.func('recv', 'long', ['int', 'void *', 'size_t', 'int']);
		this.#descriptor = library.func('socket', 'int', ['int', 'int', 'int'])(
			AF_NETLINK,
			SOCK_RAW_CLOEXEC,
			NETLINK_SOCK_DIAG,
		) as number;
		this.#isText = {tcp: !this.#has(PROTOCOLS.tcp), udp: !this.#has(PROTOCOLS.udp)};
		this.closings = this.#isText.udp ? null : new SocketClosings(koffi);
	}

	/** What closes sockets of UDP; null where their table cannot be asked. */
	readonly closings: SocketClosings | null;

	static async load(): Promise<SocketTable> {
		return new SocketTable(await loadKoffi());
	}

	/** The socket that has this connection, or, of UDP, those that take what is sent so. None that only listens. */
	find(query: SocketQuery): SocketAnswer {
		if (query.transport === 'sctp') {
			return findAssociation(query);
		}
		const [from, to] = [bytesOf(query.local.address), bytesOf(query.remote.address)];
		if (from.length !== to.length) {
			return null;
		}
		if (this.#isText[query.transport]) {
			return findInText(query);
		}
		const isUdp = query.transport === 'udp';
		const family = from.length === 4 ? AF_INET : AF_INET6;
		const ends = [query.local.port, query.remote.port] as const;
		const rows = this.#ask({
			family,
			protocol: PROTOCOLS[query.transport],
			flags: NLM_F_REQUEST,
			// For UDP the kernel takes the ends the other way round, as a packet would come in.
			ports: isUdp ? [ends[1], ends[0]] : ends,
			addresses: isUdp ? [to, from] : [from, to],
		});
		// The kernel says which socket would take a packet; several may have the port.
		return answerOf(rows, query, () => this.#atPort(query.local.port));
	}

	/** Whether no socket of UDP has the port, connected ones included. */
	isFree(port: number): boolean {
		return this.#atPort(port).length === 0;
	}

	/** Asks for all sockets that are in no state at all. */
	#has(protocol: number): boolean {
		if (this.#descriptor < 0) {
			return false;
		}
		const flags = NLM_F_REQUEST | NLM_F_DUMP;
		this.#ask({family: AF_INET, protocol, flags, states: 0, ports: [0, 0], addresses: []});
		return !this.#isRefused;
	}

	#atPort(port: number): SocketRow[] {
		return [AF_INET, AF_INET6].flatMap(family =>
			this.#ask({
				family,
				protocol: PROTOCOLS.udp,
				flags: NLM_F_REQUEST | NLM_F_DUMP,
				ports: [port, 0],
				addresses: [],
			}),
		);
	}

	#ask({family, protocol, flags, states = 0xffff_ffff, ports, addresses}: Question): SocketRow[] {
		const message = Buffer.alloc(HEADER + REQUEST);
		message.writeUInt32LE(message.length, 0);
		message.writeUInt16LE(SOCK_DIAG_BY_FAMILY, 4);
		message.writeUInt16LE(flags, 6);
		message[HEADER] = family;
		message[HEADER + 1] = protocol;
		message.writeUInt32LE(states, HEADER + 4);
		const id = HEADER + REQUEST_ID;
		message.writeUInt16BE(ports[0], id);
		message.writeUInt16BE(ports[1], id + 2);
		for (const [i, address] of addresses.entries()) {
			message.set(address, id + 4 + 16 * i);
		}
		message.writeUInt32LE(ANY_COOKIE, id + 40);
		message.writeUInt32LE(ANY_COOKIE, id + 44);
		if (Number(this.#send(this.#descriptor, message, message.length, 0)) !== message.length) {
			return [];
		}
		this.#isRefused = false;
		const rows: SocketRow[] = [];
		const isWhole = (flags & NLM_F_DUMP) === 0;
		for (;;) {
			const length = Number(this.#receive(this.#descriptor, this.#answer, this.#answer.length, 0));
			if (length < HEADER || this.#take(length, rows) || isWhole) {
				return rows;
			}
		}
	}

	/** @returns whether that was the last part of the answer */
	#take(length: number, rows: SocketRow[]): boolean {
		const answer = this.#answer;
		for (let at = 0; at + HEADER <= length; ) {
			const size = answer.readUInt32LE(at);
			const type = answer.readUInt16LE(at + 4);
			if (size < HEADER || type === NLMSG_DONE) {
				return true;
			}
			if (type === NLMSG_ERROR) {
				this.#isRefused = true;
				return true;
			}
			if (type === SOCK_DIAG_BY_FAMILY && size >= HEADER + ANSWER) {
				rows.push(rowOf(answer.subarray(at + HEADER, at + HEADER + ANSWER)));
			}
			at += (size + 3) & ~3;
		}
		return false;
	}
}

/** A copy of `struct inet_diag_msg`. */
function rowOf(answer: Buffer): SocketRow {
	const isIPv6 = answer[0] === AF_INET6;
	const at = (offset: number) =>
		plain(Buffer.from(answer.subarray(ANSWER_ID + offset, ANSWER_ID + offset + (isIPv6 ? 16 : 4))));
	return {
		state: answer[1],
		local: at(4),
		localPort: answer.readUInt16BE(ANSWER_ID),
		remote: at(20),
		remotePort: answer.readUInt16BE(ANSWER_ID + 2),
		uid: answer.readUInt32LE(64),
		inode: answer.readUInt32LE(68),
		cookie: answer.readBigUInt64LE(ANSWER_ID + 40),
		isIPv6,
	};
}
