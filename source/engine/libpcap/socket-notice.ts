/**
 * How a process without privileges gets the packet sockets that libpcap makes itself: its thread hands the calls of socket(2) over to
 * a process that may make them (seccomp_unotify(2), Linux 5.9), which puts the socket into the asking process. libpcap notices nothing.
 */
import {closeSync} from 'node:fs';
import {loadKoffi} from './library.js';
import {EQUAL, filterCalls, LOAD, RETURN, SECCOMP_RET_ALLOW} from './seccomp.js';

/** <asm/unistd.h>, <linux/audit.h> */
const CALLS: Readonly<Record<string, {socket: number; architecture: number}>> = {
	x64: {socket: 41, architecture: 0xc000_003e},
	arm64: {socket: 198, architecture: 0xc000_00b7},
};

/** <linux/seccomp.h> */
const SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;
const SECCOMP_RET_USER_NOTIF = 0x7fc0_0000;
const NOTIF_RECV = 0xc050_2100;
const NOTIF_SEND = 0xc018_2101;
const NOTIF_ADDFD = 0x4018_2103;
const NOTIFICATION = 80;
const ANSWER = 24;
const ADDED = 24;

const AF_PACKET = 17;
const SOCK_RAW = 3;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const SOCK_NONBLOCK = 0o4000;
const EPERM = 1;

/**
 * From now on calls of socket(AF_PACKET, …) by this thread wait for an answer that comes by the descriptor returned. Needs
 * no_new_privs, and cannot be undone: call it in a thread that opens one interface and ends with it.
 *
 * @returns null where the kernel cannot do it
 */
export async function handSocketsOver(): Promise<number | null> {
	const calls = CALLS[process.arch];
	if (process.platform !== 'linux' || calls === undefined) {
		return null;
	}
	const listener = await filterCalls(SECCOMP_FILTER_FLAG_NEW_LISTENER, [
		[LOAD, 0, 0, 4],
		[EQUAL, 0, 4, calls.architecture],
		[LOAD, 0, 0, 0],
		[EQUAL, 0, 2, calls.socket],
		[LOAD, 0, 0, 16],
		[EQUAL, 1, 0, AF_PACKET],
		[RETURN, 0, 0, SECCOMP_RET_ALLOW],
		[RETURN, 0, 0, SECCOMP_RET_USER_NOTIF],
	]);
	return listener < 0 ? null : listener;
}

/** The other side: makes packet sockets, and nothing else, for whoever handed his calls over. */
export class SocketMaker {
	readonly #ioctl: (descriptor: number, request: number, argument: Buffer) => number;
	readonly #socket: (domain: number, type: number, protocol: number) => number;

	private constructor(koffi: Awaited<ReturnType<typeof loadKoffi>>) {
		const library = koffi.load(null);
		const ioctl = library.func('int ioctl(int, ulong, ...)');
		this.#ioctl = (descriptor, request, argument) => ioctl(descriptor, request, 'void *', argument) as number;
		this.#socket = library.func('socket', 'int', ['int', 'int', 'int']);
	}

	static async load(): Promise<SocketMaker> {
		return new SocketMaker(await loadKoffi());
	}

	/** Answers one call that waits. @returns false when nobody will ask by this descriptor any more */
	answer(listener: number): boolean {
		const notification = Buffer.alloc(NOTIFICATION);
		if (this.#ioctl(listener, NOTIF_RECV, notification) !== 0) {
			return false;
		}
		const id = notification.readBigUInt64LE(0);
		const made = this.#made(notification);
		const answer = Buffer.alloc(ANSWER);
		answer.writeBigUInt64LE(id, 0);
		if (made < 0) {
			answer.writeInt32LE(-EPERM, 16);
		} else {
			const added = Buffer.alloc(ADDED);
			added.writeBigUInt64LE(id, 0);
			added.writeUInt32LE(made, 12);
			added.writeUInt32LE(notification.readUInt32LE(40) & SOCK_CLOEXEC, 20);
			const there = this.#ioctl(listener, NOTIF_ADDFD, added);
			closeSync(made);
			answer.writeBigInt64LE(BigInt(Math.max(0, there)), 8);
			answer.writeInt32LE(there < 0 ? -EPERM : 0, 16);
		}
		// Who asked may be gone by now.
		this.#ioctl(listener, NOTIF_SEND, answer);
		return true;
	}

	/** @param notification `struct seccomp_notif`: id, pid, flags, then `struct seccomp_data` @returns -1 when that is refused */
	#made(notification: Buffer): number {
		const calls = CALLS[process.arch];
		const [number, architecture] = [notification.readInt32LE(16), notification.readUInt32LE(20)];
		const [domain, type, protocol] = [32, 40, 48].map(at => notification.readUInt32LE(at));
		const kind = type & ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
		const isPacketSocket =
			number === calls?.socket &&
			architecture === calls.architecture &&
			domain === AF_PACKET &&
			(kind === SOCK_RAW || kind === SOCK_DGRAM) &&
			protocol <= 0xffff;
		return isPacketSocket ? this.#socket(domain, type | SOCK_CLOEXEC, protocol) : -1;
	}
}
