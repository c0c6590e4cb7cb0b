/** What is another way on macOS, played by a library of ours: nothing here was run there. */
import {afterEach, describe, expect, it, vi} from 'vitest';
import {listDevices} from '../../../source/engine/libpcap/devices.js';
import {CaptureHandle} from '../../../source/engine/libpcap/handle.js';
import {type CLibrary, type Libpcap, libraryNames, type Pointer} from '../../../source/engine/libpcap/library.js';
import {LinkWatch} from '../../../source/engine/libpcap/link-watch.js';
import {openError, permissionMessage} from '../../../source/engine/libpcap/open-error.js';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

/** As macOS lays them out: length, family, then what the family has. */
const MEMORY: Record<string, Uint8Array> = {
	// sockaddr_dl: index 4, type 6, a name of 3, an address of 6
	10: hex('14 12 0400 06 03 06 00 656e30 02000000a001 000000'),
	11: hex('10 02 0000 c0000207 0000000000000000'),
	12: hex('10 02 0000 ffffff00 0000000000000000'),
	13: hex('1c 1e 0000 00000000 20010db8000000000000000000000007 00000000'),
	14: hex('1c 1e 0000 00000000 ffffffffffffffff0000000000000000 00000000'),
	// lo0: the link has no address
	20: hex('14 12 0100 18 03 00 00 6c6f30 000000000000000000'),
};

const INTERFACES: Record<string, {name: string; flags: number; next: Pointer | null; addresses: Pointer}> = {
	1: {name: 'en0', flags: 0x16, next: 2n, addresses: 101n},
	2: {name: 'lo0', flags: 0x37, next: null, addresses: 104n},
};

const ADDRESSES: Record<string, {addr: Pointer; netmask: Pointer | null; next: Pointer | null}> = {
	101: {addr: 10n, netmask: null, next: 102n},
	102: {addr: 11n, netmask: 12n, next: 103n},
	103: {addr: 13n, netmask: 14n, next: null},
	104: {addr: 20n, netmask: null, next: null},
};

const library = {
	findAllDevices(list: (Pointer | null)[]) {
		list[0] = 1n;
		return 0;
	},
	freeAllDevices() {},
	readInterface: (at: Pointer) => ({description: null, ...INTERFACES[String(at)]}),
	readAddress: (at: Pointer) => ADDRESSES[String(at)],
	readBytes: (at: Pointer, bytes: number) => MEMORY[String(at)].subarray(0, bytes),
	statusText: (status: number) => `status ${status}`,
} as unknown as Libpcap;

it('libpcap is the system’s, which has no file of its own since macOS 11, then one that was installed', () => {
	expect(libraryNames('darwin')).toEqual(['/usr/lib/libpcap.A.dylib', 'libpcap.dylib']);
});

it('interfaces have their addresses out of BSD’s structures', () => {
	const [en0, lo0] = listDevices(library, 'darwin');
	expect(en0).toMatchObject({name: 'en0', network: true, up: true, loopback: false, connected: true});
	expect(en0.addresses).toEqual([
		{family: 'mac', bytes: hex('02000000a001'), prefix: null},
		{family: 'ipv4', bytes: hex('c0000207'), prefix: 24},
		{family: 'ipv6', bytes: hex('20010db8000000000000000000000007'), prefix: 64},
	]);
	expect(lo0).toMatchObject({name: 'lo0', loopback: true, addresses: []});
});

describe('what cannot be opened', () => {
	it('says what opens it there: nothing of capabilities, nothing of ip', () => {
		expect(permissionMessage('en0', false, 'darwin')).toBe(
			'no permission to capture on en0: run the same with sudo, or be in a group that may read /dev/bpf* (ChmodBPF)',
		);
		expect(permissionMessage('en0', true, 'darwin')).toContain('/dev/bpf*');
		expect(openError(library, 'en0', -9, '', 'darwin').message).toMatch(/^en0 is down: (sudo )?ifconfig en0 up$/);
		expect(openError(library, 'en1', -5, '').message).toContain('did you mean en0');
	});

	it('has libpcap’s words where a device of BPF cannot be had', () => {
		const words = 'cannot open BPF device /dev/bpf0: Permission denied';
		expect(openError(library, 'en0', -1, words, 'darwin')).toMatchObject({
			code: 'PERMISSION_DENIED',
			message: `cannot capture on en0: ${words}`,
		});
	});
});

describe('without packet sockets', () => {
	afterEach(() => {
		vi.restoreAllMocks();
		Object.defineProperty(process, 'platform', {value: 'linux'});
	});

	it('nothing of Linux is asked of the descriptor: neither its link nor its intake', () => {
		Object.defineProperty(process, 'platform', {value: 'darwin'});
		const c = {ioctl: vi.fn(() => 0), setsockopt: vi.fn(() => 0)} as unknown as CLibrary;
		const link = new LinkWatch(c, 5, 'en0');
		expect([link.watching, link.check()]).toEqual([false, false]);
		expect(link.state).toEqual({name: 'en0', present: true, up: true, carrier: true});
		CaptureHandle.prototype.closeIntake.call({} as CaptureHandle);
		expect(c.ioctl).not.toHaveBeenCalled();
		expect(c.setsockopt).not.toHaveBeenCalled();
	});
});
