/** What is asked of the kernel's tables of sockets, and what of their rows is the answer, whichever way they are read. */
import {isIPv4} from 'node:net';

export interface SocketEnd {
	/** IPv4 or IPv6, without a zone. */
	address: string;
	port: number;
}

export interface SocketQuery {
	transport: 'tcp' | 'udp' | 'sctp';
	/** On this machine. */
	local: SocketEnd;
	remote: SocketEnd;
}

/** Of the sockets that may have a connection: one, or those that have the same port and are not connected. */
export interface FoundSockets {
	inodes: number[];
	/** Whose the first one is. */
	uid: number;
	/** By which the kernel tells the first one from all others, for ever; null where that is not told. */
	cookie: bigint | null;
}

/** `later`: it is there, and nobody has it yet: a connection that is not accepted. Null: there is none. */
export type SocketAnswer = FoundSockets | 'later' | null;

/** A row of a table; addresses have 4 bytes, or 16 where they are IPv6 and not IPv4 in disguise. */
export interface SocketRow {
	/** As in <net/tcp_states.h>. */
	state: number;
	local: Buffer;
	localPort: number;
	remote: Buffer;
	remotePort: number;
	uid: number;
	/** 0 = nobody has it. */
	inode: number;
	cookie: bigint | null;
	/** It may take packets of IPv4 at the address `::`. */
	isIPv6: boolean;
}

/** <net/tcp_states.h> */
const SYN_RECV = 3;
const TIME_WAIT = 6;
const LISTEN = 10;
const NEW_SYN_RECV = 12;
const NOT_ACCEPTED = new Set([/* ESTABLISHED */ 1, SYN_RECV, /* CLOSE_WAIT */ 8, NEW_SYN_RECV]);

/** The connection's own socket; of UDP else those that take what is sent so. @param open rows among which those are, asked for where they are needed */
export function answerOf(
	rows: readonly SocketRow[],
	query: SocketQuery,
	open: () => readonly SocketRow[] = () => rows,
): SocketAnswer {
	const row = connected(rows, query);
	if (row !== undefined) {
		return ofConnection(row);
	}
	return query.transport === 'udp' && rows.length > 0 ? unconnected(open(), query) : null;
}

/** Of the connection's own row. */
function ofConnection({state, inode, uid, cookie}: SocketRow): SocketAnswer {
	if (state === LISTEN || state === TIME_WAIT) {
		return null;
	}
	if (inode === 0 || state === SYN_RECV || state === NEW_SYN_RECV) {
		return NOT_ACCEPTED.has(state) ? 'later' : null;
	}
	return {inodes: [inode], uid, cookie};
}

/** Which of the rows is the connection. */
function connected(rows: readonly SocketRow[], {local, remote}: SocketQuery): SocketRow | undefined {
	const [from, to] = [bytesOf(local.address), bytesOf(remote.address)];
	return rows.find(
		row =>
			row.localPort === local.port && row.remotePort === remote.port && row.local.equals(from) && row.remote.equals(to),
	);
}

/**
 * Which sockets of UDP take, or have sent, what is not one socket's alone: those at this address, else those at any. Several may have the
 * port together (SO_REUSEPORT): which of them has sent a packet, nobody can tell.
 */
export function unconnected(rows: readonly SocketRow[], {local}: SocketQuery): SocketAnswer {
	const address = bytesOf(local.address);
	const open = rows.filter(({localPort, remotePort}) => localPort === local.port && remotePort === 0);
	const isAny = ({local: bound, isIPv6}: SocketRow) =>
		isZero(bound) && (address.length === 4 || (isIPv6 && bound.length === 16));
	const ranks = [
		open.filter(({local: bound}) => bound.equals(address)),
		open.filter(row => isAny(row) && row.isIPv6 === (address.length === 16)),
		open.filter(isAny),
	];
	const best = (ranks.find(({length}) => length > 0) ?? []).filter(({inode}) => inode !== 0);
	const [first] = best;
	return first === undefined ? null : {inodes: best.map(({inode}) => inode), uid: first.uid, cookie: first.cookie};
}

const isZero = (bytes: Buffer): boolean => bytes.every(byte => byte === 0);

const MAPPED = Buffer.from('00000000000000000000ffff', 'hex');

/** Of a socket of IPv6 that has a connection of IPv4, the address of IPv4. */
export const plain = (bytes: Buffer): Buffer =>
	bytes.length === 16 && bytes.subarray(0, 12).equals(MAPPED) ? bytes.subarray(12) : bytes;

export function bytesOf(address: string): Buffer {
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
