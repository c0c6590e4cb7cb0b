/**
 * Two processes that talk in messages, with open descriptors among them: socketpair(2), SOCK_SEQPACKET and SCM_RIGHTS (unix(7)).
 * 64-bit little-endian Linux, where `struct msghdr` and `struct cmsghdr` are laid out alike in glibc and musl.
 */
import {closeSync} from 'node:fs';
import {constants} from 'node:os';
import {loadKoffi} from './library.js';

const AF_UNIX = 1;
const SOCK_SEQPACKET = 5;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
const MSG_NOSIGNAL = 0x4000;
const MSG_CMSG_CLOEXEC = 0x4000_0000;
const MSG_TRUNC = 0x20;
const MSG_CTRUNC = 8;
const POLLIN = 1;

/** Bytes of a message at most; a longer one is refused on both sides. */
const LONGEST_MESSAGE = 64 * 1024;

const MESSAGE_HEADER = 56;
const CONTROL_HEADER = 16;
/** CMSG_SPACE of as many descriptors as a message may bring. */
const MOST_DESCRIPTORS = 4;
const CONTROL = CONTROL_HEADER + 8 * Math.ceil((4 * MOST_DESCRIPTORS) / 8);

export interface Message {
	bytes: Buffer;
	/** Open in this process now; whoever takes the message closes them. */
	descriptors: number[];
}

/** Whether messages can be sent here at all. */
export const hasUnixMessages = (): boolean =>
	process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64');

export class UnixMessages {
	readonly #functions: {
		socketpair(domain: number, type: number, protocol: number, pair: Buffer): number;
		sendmsg(descriptor: number, header: Buffer, flags: number): number;
		recvmsg(descriptor: number, header: Buffer, flags: number): number;
		poll(descriptors: Buffer, count: number, milliseconds: number): number;
	};
	readonly #address: (bytes: Buffer) => bigint;
	readonly #errno: () => number;
	readonly #header = Buffer.alloc(MESSAGE_HEADER);
	readonly #vector = Buffer.alloc(16);
	readonly #control = Buffer.alloc(CONTROL);
	readonly #incoming = Buffer.alloc(LONGEST_MESSAGE);

	private constructor(koffi: Awaited<ReturnType<typeof loadKoffi>>) {
		const library = koffi.load(null);
		this.#functions = {
			socketpair: library.func('socketpair', 'int', ['int', 'int', 'int', 'void *']),
			sendmsg: library.func('sendmsg', 'long', ['int', 'void *', 'int']),
			recvmsg: library.func('recvmsg', 'long', ['int', 'void *', 'int']),
			poll: library.func('poll', 'int', ['void *', 'ulong', 'int']),
		};
		this.#address = bytes => BigInt(koffi.address(bytes) as bigint);
		this.#errno = () => koffi.errno();
	}

	static async load(): Promise<UnixMessages> {
		return new UnixMessages(await loadKoffi());
	}

	/** Two sockets that are joined. @throws Error of the system */
	pair(): [number, number] {
		const pair = Buffer.alloc(8);
		if (this.#functions.socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) !== 0) {
			throw this.#error('socketpair');
		}
		return [pair.readInt32LE(0), pair.readInt32LE(4)];
	}

	/** @param descriptor one that goes along; it stays open here as well. @throws Error of the system */
	send(socket: number, bytes: Buffer, descriptor: number | null = null): void {
		const header = this.#headerFor(bytes, descriptor === null ? 0 : CONTROL_HEADER + 8);
		if (descriptor !== null) {
			this.#control.fill(0);
			this.#control.writeUInt32LE(CONTROL_HEADER + 4, 0);
			this.#control.writeInt32LE(SOL_SOCKET, 8);
			this.#control.writeInt32LE(SCM_RIGHTS, 12);
			this.#control.writeInt32LE(descriptor, CONTROL_HEADER);
		}
		this.#retrying('sendmsg', () => this.#functions.sendmsg(socket, header, MSG_NOSIGNAL));
	}

	/**
	 * The next message, which is waited for.
	 * @returns null at the end: the other side has closed its socket
	 * @throws Error of the system; EMSGSIZE for a message that is too long, or that brings too many descriptors
	 */
	receive(socket: number): Message | null {
		const header = this.#headerFor(this.#incoming, CONTROL);
		const length = this.#retrying('recvmsg', () => this.#functions.recvmsg(socket, header, MSG_CMSG_CLOEXEC));
		const descriptors = this.#descriptors(Number(header.readBigUInt64LE(40)));
		const flags = header.readInt32LE(48);
		if ((flags & (MSG_TRUNC | MSG_CTRUNC)) !== 0) {
			for (const descriptor of descriptors) {
				closeSync(descriptor);
			}
			throw Object.assign(new Error('message too long'), {code: 'EMSGSIZE'});
		}
		return length === 0 ? null : {bytes: Buffer.from(this.#incoming.subarray(0, length)), descriptors};
	}

	/** Waits until one of these can be read, or was closed. @param milliseconds -1 = for ever @returns those */
	wait(descriptors: readonly number[], milliseconds: number): number[] {
		const polled = Buffer.alloc(8 * descriptors.length);
		for (const [i, descriptor] of descriptors.entries()) {
			polled.writeInt32LE(descriptor, 8 * i);
			polled.writeInt16LE(POLLIN, 8 * i + 4);
		}
		const deadline = performance.now() + milliseconds;
		const left = () => (milliseconds < 0 ? -1 : Math.max(0, Math.ceil(deadline - performance.now())));
		this.#retrying('poll', () => this.#functions.poll(polled, descriptors.length, left()));
		return descriptors.filter((_, i) => polled.readInt16LE(8 * i + 6) !== 0);
	}

	#headerFor(bytes: Buffer, controlLength: number): Buffer {
		const header = this.#header.fill(0);
		this.#vector.writeBigUInt64LE(this.#address(bytes), 0);
		this.#vector.writeBigUInt64LE(BigInt(bytes.length), 8);
		header.writeBigUInt64LE(this.#address(this.#vector), 16);
		header.writeBigUInt64LE(1n, 24);
		if (controlLength > 0) {
			header.writeBigUInt64LE(this.#address(this.#control), 32);
			header.writeBigUInt64LE(BigInt(controlLength), 40);
		}
		return header;
	}

	#descriptors(controlLength: number): number[] {
		const control = this.#control;
		const descriptors: number[] = [];
		for (let at = 0; at + CONTROL_HEADER <= controlLength; ) {
			const length = control.readUInt32LE(at);
			if (length < CONTROL_HEADER || at + length > controlLength) {
				break;
			}
			if (control.readInt32LE(at + 8) === SOL_SOCKET && control.readInt32LE(at + 12) === SCM_RIGHTS) {
				for (let each = at + CONTROL_HEADER; each + 4 <= at + length; each += 4) {
					descriptors.push(control.readInt32LE(each));
				}
			}
			at += (length + 7) & ~7;
		}
		return descriptors;
	}

	/** A signal breaks a call off. @throws Error of the system */
	#retrying(name: string, call: () => number): number {
		for (;;) {
			const result = Number(call());
			if (result >= 0) {
				return result;
			}
			if (this.#errno() !== constants.errno.EINTR) {
				throw this.#error(name);
			}
		}
	}

	#error(call: string): Error {
		const number = this.#errno();
		const code = Object.entries(constants.errno).find(([, value]) => value === number)?.[0] ?? 'EIO';
		return Object.assign(new Error(`${call}: ${code}`), {code, errno: -number});
	}
}
