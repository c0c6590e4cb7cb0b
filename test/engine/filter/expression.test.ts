import {beforeAll, describe, expect, it} from 'vitest';
import {compileExpression, type FilterTarget} from '../../../source/engine/filter/expression.js';
import {type Libpcap, loadLibpcap, openLibpcap} from '../../../source/engine/libpcap/library.js';

const ETHERNET: FilterTarget = {linkType: 1, snaplen: 262_144};

describe('compiling filters', () => {
	let library: Libpcap;
	beforeAll(async () => {
		library = await loadLibpcap();
	});
	const compile = (text: string, target = ETHERNET) => compileExpression(library, text, target);
	const errorOf = (text: string) => compile(text).error;

	it('gives whole instructions, and accepts everything when empty', () => {
		expect(compile('tcp port 443').program!.length % 8).toBe(0);
		expect(compile('tcp port 443').program!.length).toBeGreaterThan(8 * 8);
		// One instruction: ret #262144.
		expect(new Uint32Array(compile('').program!.slice().buffer)[1]).toBe(262_144);
		expect(compile('').program!.length).toBe(8);
	});

	it('compiles for the link type', () => {
		const raw = compile('tcp', {linkType: 101, snaplen: 65_535});
		const ethernet = compile('tcp');
		expect(raw.error).toBeNull();
		expect(raw.program).not.toEqual(ethernet.program);
	});

	it('knows broadcast addresses where the netmask is known', () => {
		expect(compile('ip broadcast').error?.message).toContain('netmask not known');
		expect(compile('ip broadcast', {...ETHERNET, netmask: 0x00ffffff}).error).toBeNull();
	});

	it.each([
		['tcp prt 443', 4],
		['prt 443', 0],
		['tcp and and udp', 8],
		['(tcp', 4],
		['tcp)', 3],
		['tcp and', 7],
		['  tcp   port 80   prt', 18],
		['tcp port 80 and $', 16],
		['udp or (host 10.0.0.1 and not', 29],
		['tcp[', 4],
		['host', 4],
	])('says where the syntax of %j is wrong', (text, position) => {
		expect(errorOf(text)).toEqual({message: "can't parse filter expression: syntax error", position});
	});

	it.each([
		['port ftpx', "unknown port 'ftpx'", 5],
		['tcp port 99999', 'illegal port number 99999 > 65535', 9],
		['vlan 5000', 'VLAN tag 5000 greater than maximum 4095', 5],
		['ip6 and arp', 'expression rejects all packets', null],
		['port ftpx or port ftpx', "unknown port 'ftpx'", null],
		['icmp and prot 7', 'syntax error in filter expression', 9],
	])('says what is wrong with %j', (text, message, position) => {
		expect(errorOf(text)).toEqual({message, position});
	});

	it('refuses what C strings cannot hold, and what is too long', () => {
		expect(errorOf('tcp\0udp')).toEqual({message: 'a filter cannot hold a NUL character', position: 3});
		expect(errorOf('tcp or '.repeat(10_000))?.message).toBe('a filter is at most 65536 characters long');
	});
});

describe('a missing libpcap', () => {
	it('is one line with the command that installs it', async () => {
		await expect(openLibpcap(['libno-such-pcap.so.9'])).rejects.toMatchObject({
			code: 'LIBPCAP_MISSING',
			message: expect.stringMatching(/^libpcap is not installed: .*install libpcap/),
		});
	});
});
