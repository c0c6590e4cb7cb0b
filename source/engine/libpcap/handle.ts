/** A live libpcap handle: opened, waited on, read in batches, never blocking longer than asked. */
import fs from 'node:fs';
import {NetanalError} from '../errors.js';
import {hush} from './alarm.js';
import {errorText} from './devices.js';
import {type CLibrary, ERROR_BUFFER_SIZE, type Libpcap, type PcapStat, type Pointer} from './library.js';
import {linkTypeOfDlt} from './link-type.js';
import {oneLine, openError} from './open-error.js';

export interface HandleOptions {
	device: string;
	/** Bytes kept of each packet. */
	snaplen: number;
	/** Kernel buffer, bytes. */
	bufferSize: number;
	promiscuous: boolean;
	/** Milliseconds that the kernel may hold packets back to hand over more at once. */
	timeout: number;
	/** A descriptor that ends a wait when something can be read from it. */
	alarm?: number;
}

/** `PCAP_TSTAMP_PRECISION_NANO`. */
const NANOSECONDS = 1;

/** `PCAP_NETMASK_UNKNOWN`. */
export const NETMASK_UNKNOWN = 0xffffffff;

/** Linux's device for packets of all interfaces, and the link type that tells them apart (its DLT_ and LINKTYPE_ are the same). */
const ANY = 'any';
const SLL2 = 276;

const POLLIN = 1;
/** poll(2) leaves it out. */
const NO_DESCRIPTOR = -1;

/** <asm-generic/socket.h>; the architectures that Node runs on agree. */
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;

export class CaptureHandle {
	readonly device: string;
	/** LINKTYPE_ value. */
	readonly linkType: number;
	/** libpcap's DLT_ value, for compiling filters. */
	readonly dlt: number;
	/** The records' fraction is nanoseconds; else microseconds. */
	readonly nanoseconds: boolean;
	/** Bytes kept of each packet at most. */
	readonly snaplen: number;
	/** For `ip broadcast` in filters; NETMASK_UNKNOWN where there is none. */
	readonly netmask: number;
	/** Whether `stats` knows interface drops. */
	readonly knowsInterfaceDrops: boolean;
	/** The socket or device, -1 where there is none to wait on. */
	readonly descriptor: number;

	readonly #library: Libpcap;
	readonly #c: CLibrary;
	#handle: Pointer | null;
	/** Two `struct pollfd`: descriptor, events, returned events. */
	readonly #poll = Buffer.alloc(16);
	readonly #alarm: number;

	/** @throws NetanalError PERMISSION_DENIED, NO_SUCH_DEVICE, DEVICE_DOWN, CAPTURE_FAILED */
	constructor(library: Libpcap, c: CLibrary, options: HandleOptions) {
		const {device} = options;
		const errors = Buffer.alloc(ERROR_BUFFER_SIZE);
		const handle = library.create(device, errors);
		if (handle === null) {
			throw openError(library, device, -1, errorText(errors));
		}
		this.#library = library;
		this.#c = c;
		this.#handle = handle;
		this.device = device;
		library.setSnaplen(handle, options.snaplen);
		library.setPromisc(handle, options.promiscuous ? 1 : 0);
		library.setTimeout(handle, options.timeout);
		library.setBufferSize(handle, options.bufferSize);
		// Not every device has nanoseconds; what was accepted is asked below.
		library.setTimestampPrecision(handle, NANOSECONDS);
		// A positive status is a warning, e.g. that `any` has no promiscuous mode.
		const status = library.activate(handle);
		if (status < 0) {
			this.#refuse(status, library.lastError(handle));
		}
		if (library.setNonblock(handle, 1, errors) !== 0) {
			this.#refuse(-1, errorText(errors));
		}
		if (device === ANY) {
			// libpcap before 1.10 has the older one alone, which has no index of the interface
			library.setDataLink(handle, SLL2);
		}
		this.dlt = library.dataLink(handle);
		this.linkType = linkTypeOfDlt(this.dlt);
		this.nanoseconds = library.timestampPrecision(handle) === NANOSECONDS;
		this.snaplen = library.snapshotLength(handle);
		this.descriptor = library.selectableFd(handle);
		this.#alarm = options.alarm ?? NO_DESCRIPTOR;
		for (const [index, descriptor] of [this.descriptor, this.#alarm].entries()) {
			new Int32Array(this.#poll.buffer, this.#poll.byteOffset, 4)[2 * index] = descriptor;
			new Int16Array(this.#poll.buffer, this.#poll.byteOffset, 8)[4 * index + 2] = POLLIN;
		}
		this.netmask = lookupNetmask(library, device);
		// libpcap reads Linux's sysfs counters, and only for a handle in promiscuous mode; elsewhere it reports a 0 that means nothing.
		this.knowsInterfaceDrops =
			options.promiscuous &&
			process.platform === 'linux' &&
			!device.includes('/') &&
			fs.existsSync(`/sys/class/net/${device}/statistics/rx_missed_errors`);
	}

	#refuse(status: number, detail: string): never {
		const error = openError(this.#library, this.device, status, detail);
		this.close();
		throw error;
	}

	/** Waits up to `milliseconds` for packets, for an error that the next `dispatch` reports, or for the alarm. @returns false without packets */
	wait(milliseconds: number): boolean {
		if (this.#c.poll(this.#poll, 2, milliseconds) <= 0) {
			return false;
		}
		const returned = new Int16Array(this.#poll.buffer, this.#poll.byteOffset, 8);
		if (returned[7] !== 0) {
			hush(this.#alarm);
		}
		return returned[3] !== 0;
	}

	/**
	 * Writes up to `count` waiting packets as savefile records to `file`, a `FILE *`, without blocking.
	 *
	 * @returns packets written, or -1: see `lastError`
	 */
	dispatch(count: number, file: Pointer): number {
		return this.#library.dispatch(this.#open(), count, this.#library.dumpFunction, file);
	}

	/** libpcap's words about the last call that failed, on one line. */
	lastError(): string {
		return oneLine(this.#library.lastError(this.#open()));
	}

	/** @returns false when libpcap cannot tell; `stat` is left alone then. */
	stats(stat: PcapStat): boolean {
		return this.#library.stats(this.#open(), stat) === 0;
	}

	/**
	 * Puts a compiled filter in force, here and in the kernel. Needs no privilege.
	 *
	 * @param program `struct bpf_insn`s, 8 bytes each
	 * @throws NetanalError CAPTURE_FAILED
	 */
	setFilter(program: Uint8Array): void {
		const library = this.#library;
		const status = library.setFilter(this.#open(), {
			bf_len: program.length / 8,
			bf_insns: library.addressOf(program),
		});
		if (status !== 0) {
			throw new NetanalError(
				'CAPTURE_FAILED',
				`the filter was not put in force on ${this.device}: ${this.lastError()}`,
			);
		}
	}

	/**
	 * Lets no further packet in, so that what libpcap still holds can be read to its end.
	 *
	 * Past libpcap, whose own filter change would throw the waiting packets away. Where that cannot be done (not Linux),
	 * packets keep coming until the handle is closed.
	 */
	closeIntake(): void {
		if (process.platform !== 'linux') {
			return;
		}
		// One `struct bpf_insn`: ret #0.
		const instruction = Buffer.alloc(8);
		new Uint16Array(instruction.buffer, instruction.byteOffset, 4)[0] = 6;
		// `struct sock_fprog`: length, then a pointer at its own alignment.
		const wide = !['arm', 'ia32', 'mips', 'mipsel'].includes(process.arch);
		const program = Buffer.alloc(wide ? 16 : 8);
		new Uint16Array(program.buffer, program.byteOffset, 4)[0] = 1;
		const address = this.#library.addressOf(instruction);
		if (!wide) {
			new Uint32Array(program.buffer, program.byteOffset, 2)[1] = Number(address);
		} else {
			new BigUint64Array(program.buffer, program.byteOffset, 2)[1] = address;
		}
		this.#c.setsockopt(this.descriptor, SOL_SOCKET, SO_ATTACH_FILTER, program, program.length);
	}

	close(): void {
		if (this.#handle === null) {
			return;
		}
		this.#library.close(this.#handle);
		this.#handle = null;
	}

	#open(): Pointer {
		if (this.#handle === null) {
			throw new NetanalError('CAPTURE_FAILED', `the capture on ${this.device} is closed`);
		}
		return this.#handle;
	}
}

function lookupNetmask(library: Libpcap, device: string): number {
	const network = [0];
	const mask = [0];
	const errors = Buffer.alloc(ERROR_BUFFER_SIZE);
	return library.lookupNet(device, network, mask, errors) === 0 && mask[0] !== 0 ? mask[0] : NETMASK_UNKNOWN;
}
