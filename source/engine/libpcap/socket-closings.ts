/**
 * What the kernel tells of sockets of UDP that are closed, of this network namespace: the multicast groups of sock_diag(7)
 * (<linux/sock_diag.h>). Anybody may join them. A message names a socket by its cookie: its inode is 0 by then.
 */
import {closeSync} from 'node:fs';
import type {loadKoffi} from './library.js';

const AF_NETLINK = 16;
const SOCK_RAW_NONBLOCK_CLOEXEC = 3 | 0o4000 | 0o2000000;
const NETLINK_SOCK_DIAG = 4;
/** A bit each: SKNLGRP_INET_UDP_DESTROY is 2, SKNLGRP_INET6_UDP_DESTROY 4. */
const GROUPS = (1 << (2 - 1)) | (1 << (4 - 1));
/** `struct sockaddr_nl`. */
const ADDRESS = 12;
const ADDRESS_GROUPS = 8;
const SOCK_DIAG_BY_FAMILY = 20;

const HEADER = 16;
/** Of `struct inet_diag_msg`. */
const MESSAGE = 72;
const PORT = 4;
const COOKIE = 44;
/** A message of UDP is 96 bytes long. */
const LONGEST = 8192;

export interface SocketClosing {
	cookie: bigint;
	localPort: number;
}

export class SocketClosings {
	readonly #socket: (family: number, type: number, protocol: number) => number;
	readonly #bind: (descriptor: number, address: Buffer, length: number) => number;
	readonly #receive: (descriptor: number, bytes: Buffer, length: number, flags: number) => number;
	readonly #message = Buffer.alloc(LONGEST);
	/** It can be read when something is told; null while nothing is listened to. */
	descriptor: number | null = null;

	constructor(koffi: Awaited<ReturnType<typeof loadKoffi>>) {
		const library = koffi.load(null);
		this.#socket = library.func('socket', 'int', ['int', 'int', 'int']);
		this.#bind = library.func('bind', 'int', ['int', 'void *', 'uint32_t']);
		this.#receive = library.func('recv', 'long', ['int', 'void *', 'size_t', 'int']);
	}

	/** Listens from now on, where the kernel tells of it (since Linux 4.5). */
	open(): void {
		if (this.descriptor !== null) {
			return;
		}
		const descriptor = this.#socket(AF_NETLINK, SOCK_RAW_NONBLOCK_CLOEXEC, NETLINK_SOCK_DIAG);
		if (descriptor < 0) {
			return;
		}
		this.descriptor = descriptor;
		const address = Buffer.alloc(ADDRESS);
		address.writeUInt16LE(AF_NETLINK, 0);
		address.writeUInt32LE(GROUPS, ADDRESS_GROUPS);
		if (this.#bind(descriptor, address, address.length) !== 0) {
			this.close();
		}
	}

	close(): void {
		if (this.descriptor !== null) {
			closeSync(this.descriptor);
			this.descriptor = null;
		}
	}

	/** What was told since the last time; not all of it where that was more than the kernel keeps. */
	read(): SocketClosing[] {
		const told: SocketClosing[] = [];
		const bytes = this.#message;
		if (this.descriptor === null) {
			return told;
		}
		for (let wasFull = false; ; ) {
			const length = Number(this.#receive(this.descriptor, bytes, bytes.length, 0));
			if (length < 0) {
				// the first error may be that some were lost (ENOBUFS); the next one is that there are no more
				if (wasFull) {
					return told;
				}
				wasFull = true;
			} else if (length >= HEADER + MESSAGE && bytes.readUInt16LE(4) === SOCK_DIAG_BY_FAMILY) {
				told.push({
					cookie: bytes.readBigUInt64LE(HEADER + COOKIE),
					localPort: bytes.readUInt16BE(HEADER + PORT),
				});
			}
		}
	}
}
