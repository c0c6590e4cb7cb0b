/** The tables of sockets as text, of this network namespace: proc(5), /proc/net/{tcp,udp}{,6} and /proc/net/sctp/assocs. */
import {readFileSync} from 'node:fs';
import {endianness} from 'node:os';
import {answerOf, bytesOf, plain, type SocketAnswer, type SocketQuery, type SocketRow} from './sockets.js';

const FOLDER = '/proc/net';

/** Where the kernel answers no exact question. @param folder another one than the system's */
export function findInText(query: SocketQuery, folder = FOLDER): SocketAnswer {
	const {transport} = query;
	if (transport === 'sctp') {
		return findAssociation(query, folder);
	}
	const rows = [...rowsOf(`${folder}/${transport}`, false), ...rowsOf(`${folder}/${transport}6`, true)];
	return answerOf(rows, query);
}

/** An association has a socket, several addresses at either end, and one port each. */
export function findAssociation({local, remote}: SocketQuery, folder = FOLDER): SocketAnswer {
	const [from, to] = [bytesOf(local.address), bytesOf(remote.address)];
	for (const line of linesOf(`${folder}/sctp/assocs`)) {
		const cells = line.trim().split(/\s+/);
		const between = cells.indexOf('<->');
		const [uid, inode, localPort, remotePort] = cells.slice(9, 13).map(Number);
		if (between < 0 || localPort !== local.port || remotePort !== remote.port || inode === 0) {
			continue;
		}
		const has = (addresses: string[], wanted: Buffer) =>
			addresses.some(address => /[.:]/.test(address) && bytesOf(address.replace(/^\*/, '')).equals(wanted));
		if (has(cells.slice(13, between), from) && has(cells.slice(between + 1), to)) {
			return {inodes: [inode], uid, cookie: null};
		}
	}
	return null;
}

function* rowsOf(file: string, isIPv6: boolean): Generator<SocketRow> {
	for (const line of linesOf(file)) {
		const [, local, remote, state, , , , uid, , inode] = line.trim().split(/\s+/);
		const [address, port] = local.split(':');
		const [otherAddress, otherPort] = remote.split(':');
		yield {
			state: Number.parseInt(state, 16),
			local: ofWords(address),
			localPort: Number.parseInt(port, 16),
			remote: ofWords(otherAddress),
			remotePort: Number.parseInt(otherPort, 16),
			uid: Number(uid),
			inode: Number(inode),
			cookie: null,
			isIPv6,
		};
	}
}

/** But for the head; none where the file is not there. */
function linesOf(file: string): string[] {
	try {
		return readFileSync(file, 'utf8').split('\n').slice(1).filter(Boolean);
	} catch {
		return [];
	}
}

/** Hexadecimal words of 32 bits in this machine's order. */
function ofWords(text: string): Buffer {
	const bytes = Buffer.from(text, 'hex');
	return plain(endianness() === 'LE' ? bytes.swap32() : bytes);
}
