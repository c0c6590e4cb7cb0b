/**
 * The system's libpcap and the few functions of the C library that carry its packets, bound by koffi.
 *
 * koffi is imported only when somebody asks for a library, so that reading files needs neither of the two.
 * Every pointer is a bigint. Signatures: pcap(3PCAP) and the man pages of each function.
 */
import {NetanalError} from '../errors.js';

export type Pointer = bigint;

/** PCAP_ERRBUF_SIZE, <pcap/pcap.h>. */
export const ERROR_BUFFER_SIZE = 256;

/** `struct bpf_program`: instructions are 8 bytes each. */
export interface BpfProgram {
	bf_len: number;
	bf_insns: Pointer | null;
}

/** `struct pcap_stat`: unsigned 32-bit, they wrap. */
export interface PcapStat {
	ps_recv: number;
	ps_drop: number;
	ps_ifdrop: number;
}

/** `struct pcap_if`, one node of a linked list. */
export interface PcapInterface {
	next: Pointer | null;
	name: string;
	description: string | null;
	addresses: Pointer | null;
	flags: number;
}

/** `struct pcap_addr`, one node of a linked list; each pointer leads to a `struct sockaddr`. */
export interface PcapAddress {
	next: Pointer | null;
	addr: Pointer | null;
	netmask: Pointer | null;
}

export interface Libpcap {
	/** `libpcap version 1.10.3 (…)`. */
	version: string;
	create(device: string, errors: Buffer): Pointer | null;
	activate(handle: Pointer): number;
	close(handle: Pointer): void;
	setSnaplen(handle: Pointer, bytes: number): number;
	setPromisc(handle: Pointer, on: number): number;
	setTimeout(handle: Pointer, milliseconds: number): number;
	setBufferSize(handle: Pointer, bytes: number): number;
	setTimestampPrecision(handle: Pointer, precision: number): number;
	timestampPrecision(handle: Pointer): number;
	setNonblock(handle: Pointer, on: number, errors: Buffer): number;
	selectableFd(handle: Pointer): number;
	snapshotLength(handle: Pointer): number;
	/** @returns not 0 where the handle cannot have this DLT_ value */
	setDataLink(handle: Pointer, dlt: number): number;
	dataLink(handle: Pointer): number;
	lastError(handle: Pointer): string;
	statusText(status: number): string;
	/** Packets are handed to `callback(user, header, bytes)`, a C function. */
	dispatch(handle: Pointer, count: number, callback: Pointer, user: Pointer): number;
	stats(handle: Pointer, stat: Partial<PcapStat>): number;
	setFilter(handle: Pointer, program: BpfProgram): number;
	openDead(linkType: number, snaplen: number): Pointer | null;
	compile(handle: Pointer, program: Partial<BpfProgram>, text: string, optimize: number, netmask: number): number;
	freeCode(program: BpfProgram): void;
	lookupNet(device: string, network: number[], mask: number[], errors: Buffer): number;
	findAllDevices(list: (Pointer | null)[], errors: Buffer): number;
	freeAllDevices(list: Pointer): void;
	/** Address of `pcap_dump`: `callback` for `dispatch`, with a `FILE *` as its user. */
	dumpFunction: Pointer;
	readInterface(at: Pointer): PcapInterface;
	/** The first 16 bytes of where its name is, which is what Linux has for one; a zero ends it. */
	interfaceName(at: Pointer): Uint8Array;
	readAddress(at: Pointer): PcapAddress;
	/** A copy of `length` bytes of native memory. */
	readBytes(at: Pointer, length: number): Uint8Array;
	/** Where a typed array's memory lies; it must be kept referenced. */
	addressOf(bytes: Uint8Array): Pointer;
}

/** What capturing needs of the C library. */
export interface CLibrary {
	fmemopen(memory: Pointer, size: number, mode: string): Pointer | null;
	fopen(path: string, mode: string): Pointer | null;
	setvbuf(file: Pointer, buffer: null, mode: number, size: number): number;
	fseek(file: Pointer, offset: number, whence: number): number;
	ftell(file: Pointer): number;
	fclose(file: Pointer): number;
	poll(descriptors: Buffer, count: number, milliseconds: number): number;
	/** Of Linux; fails elsewhere. @param ends two `int`s */
	pipe2(ends: Buffer, flags: number): number;
	setsockopt(descriptor: number, level: number, option: number, value: Buffer, size: number): number;
	/** `ioctl` with a pointer as its third argument. */
	ioctl(descriptor: number, request: number, argument: Buffer): number;
	readonly constants: {unbuffered: number; fullyBuffered: number};
}

/** Sonames in order of preference: Debian kept 0.8 for its package, others have 1. */
export function libraryNames(platform: NodeJS.Platform): string[] {
	if (platform === 'darwin') {
		return ['/usr/lib/libpcap.A.dylib', 'libpcap.dylib'];
	}
	if (platform === 'win32') {
		return ['C:\\Windows\\System32\\Npcap\\wpcap.dll', 'wpcap.dll'];
	}
	return ['libpcap.so.0.8', 'libpcap.so.1', 'libpcap.so'];
}

type Koffi = typeof import('koffi')['default'];
type TypeSpec = Parameters<Koffi['sizeof']>[0];

let koffiPromise: Promise<Koffi> | undefined;
let libpcapPromise: Promise<Libpcap> | undefined;
let cPromise: Promise<CLibrary> | undefined;

/** @throws NetanalError LIBPCAP_MISSING with the command that installs it. */
export function loadLibpcap(): Promise<Libpcap> {
	libpcapPromise ??= openLibpcap(libraryNames(process.platform));
	return libpcapPromise;
}

/** @throws NetanalError CAPTURE_FAILED where the platform has no `fmemopen` (Windows). */
export function loadCLibrary(): Promise<CLibrary> {
	cPromise ??= openCLibrary();
	return cPromise;
}

/**
 * Opens the first library of `names` that the dynamic linker finds.
 *
 * @throws NetanalError LIBPCAP_MISSING
 */
export async function openLibpcap(names: readonly string[]): Promise<Libpcap> {
	const koffi = await loadKoffi();
	for (const name of names) {
		let library: ReturnType<Koffi['load']>;
		try {
			library = koffi.load(name);
		} catch {
			continue;
		}
		return bindLibpcap(koffi, library);
	}
	throw new NetanalError('LIBPCAP_MISSING', missingMessage(process.platform, process.getuid?.() === 0));
}

function missingMessage(platform: NodeJS.Platform, root: boolean): string {
	if (platform === 'win32') {
		return 'libpcap is not installed: install Npcap from https://npcap.com';
	}
	if (platform === 'darwin') {
		return 'libpcap is not installed: brew install libpcap';
	}
	return `libpcap is not installed: ${root ? '' : 'sudo '}apt-get install libpcap0.8`;
}

/** @throws NetanalError LIBPCAP_MISSING when koffi has no build for this platform. */
export function loadKoffi(): Promise<Koffi> {
	koffiPromise ??= import('koffi').then(
		module => module.default,
		error => {
			throw new NetanalError(
				'LIBPCAP_MISSING',
				error instanceof NetanalError
					? error.message
					: `koffi, which binds libpcap, does not load on ${process.platform}-${process.arch}: npm install koffi`,
			);
		},
	);
	return koffiPromise;
}

function bindLibpcap(koffi: Koffi, library: ReturnType<Koffi['load']>): Libpcap {
	const program = koffi.struct({bf_len: 'uint', bf_insns: 'void *'});
	const stat = koffi.struct({ps_recv: 'uint', ps_drop: 'uint', ps_ifdrop: 'uint'});
	const device = koffi.struct({next: 'void *', name: 'str', description: 'str', addresses: 'void *', flags: 'uint32'});
	const deviceName = koffi.struct({next: 'void *', name: 'void *'});
	const address = koffi.struct({
		next: 'void *',
		addr: 'void *',
		netmask: 'void *',
		broadaddr: 'void *',
		dstaddr: 'void *',
	});
	const bind = (name: string, result: string, parameters: TypeSpec[]) => library.func(name, result, parameters);
	const pointerTo = (type: TypeSpec) => koffi.pointer(type);
	const handle = 'void *';
	const functions = {
		create: bind('pcap_create', 'void *', ['str', 'void *']),
		activate: bind('pcap_activate', 'int', [handle]),
		close: bind('pcap_close', 'void', [handle]),
		setSnaplen: bind('pcap_set_snaplen', 'int', [handle, 'int']),
		setPromisc: bind('pcap_set_promisc', 'int', [handle, 'int']),
		setTimeout: bind('pcap_set_timeout', 'int', [handle, 'int']),
		setBufferSize: bind('pcap_set_buffer_size', 'int', [handle, 'int']),
		setTimestampPrecision: bind('pcap_set_tstamp_precision', 'int', [handle, 'int']),
		timestampPrecision: bind('pcap_get_tstamp_precision', 'int', [handle]),
		setNonblock: bind('pcap_setnonblock', 'int', [handle, 'int', 'void *']),
		snapshotLength: bind('pcap_snapshot', 'int', [handle]),
		dataLink: bind('pcap_datalink', 'int', [handle]),
		setDataLink: bind('pcap_set_datalink', 'int', [handle, 'int']),
		lastError: bind('pcap_geterr', 'str', [handle]),
		statusText: bind('pcap_statustostr', 'str', ['int']),
		dispatch: bind('pcap_dispatch', 'int', [handle, 'int', 'void *', 'void *']),
		stats: bind('pcap_stats', 'int', [handle, koffi.out(pointerTo(stat))]),
		setFilter: bind('pcap_setfilter', 'int', [handle, pointerTo(program)]),
		openDead: bind('pcap_open_dead', 'void *', ['int', 'int']),
		compile: bind('pcap_compile', 'int', [handle, koffi.out(pointerTo(program)), 'str', 'int', 'uint32']),
		freeCode: bind('pcap_freecode', 'void', [pointerTo(program)]),
		lookupNet: bind('pcap_lookupnet', 'int', [
			'str',
			koffi.out(pointerTo('uint32')),
			koffi.out(pointerTo('uint32')),
			'void *',
		]),
		findAllDevices: bind('pcap_findalldevs', 'int', [koffi.out(pointerTo('void *')), 'void *']),
		freeAllDevices: bind('pcap_freealldevs', 'void', [handle]),
	};
	return {
		...(functions as unknown as Omit<Libpcap, 'version' | 'selectableFd' | 'dumpFunction'>),
		version: bind('pcap_lib_version', 'str', [])() as string,
		// Windows has no descriptors to wait on, and its library lacks the function.
		selectableFd:
			process.platform === 'win32'
				? () => -1
				: (bind('pcap_get_selectable_fd', 'int', [handle]) as unknown as Libpcap['selectableFd']),
		dumpFunction: library.symbol('pcap_dump') as Pointer,
		readInterface: at => koffi.decode(at, device) as PcapInterface,
		interfaceName: at => {
			const {name} = koffi.decode(at, deviceName) as {name: Pointer};
			return Uint8Array.from(new Uint8Array(koffi.view(name, 16)));
		},
		readAddress: at => koffi.decode(at, address) as PcapAddress,
		readBytes: (at, length) => Uint8Array.from(new Uint8Array(koffi.view(at, length))),
		addressOf: bytes => koffi.address(bytes) as Pointer,
	};
}

async function openCLibrary(): Promise<CLibrary> {
	if (process.platform === 'win32') {
		throw new NetanalError('CAPTURE_FAILED', 'live capture needs Linux or macOS: netanal-tui analyze FILE works here');
	}
	const koffi = await loadKoffi();
	// The process itself: Node is linked to the C library on every platform that has fmemopen.
	const library = koffi.load(null);
	const bind = (name: string, result: string, parameters: string[]) => library.func(name, result, parameters);
	const ioctl = library.func('int ioctl(int descriptor, ulong request, ...)');
	const functions = {
		fmemopen: bind('fmemopen', 'void *', ['void *', 'size_t', 'str']),
		fopen: bind('fopen', 'void *', ['str', 'str']),
		setvbuf: bind('setvbuf', 'int', ['void *', 'void *', 'int', 'size_t']),
		fseek: bind('fseek', 'int', ['void *', 'long', 'int']),
		ftell: bind('ftell', 'long', ['void *']),
		fclose: bind('fclose', 'int', ['void *']),
		poll: bind('poll', 'int', ['void *', 'ulong', 'int']),
		pipe2: process.platform === 'linux' ? bind('pipe2', 'int', ['void *', 'int']) : () => -1,
		setsockopt: bind('setsockopt', 'int', ['int', 'int', 'int', 'void *', 'uint']),
	};
	return {
		...(functions as unknown as Omit<CLibrary, 'ioctl' | 'constants'>),
		ioctl: (descriptor, request, argument) => ioctl(descriptor, request, 'void *', argument) as number,
		// <stdio.h>: the same in glibc, musl and Darwin.
		constants: {unbuffered: 2, fullyBuffered: 0},
	};
}
