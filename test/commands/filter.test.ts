/** `netanal-tui filter` beside tcpdump, which is made by libpcap's own people. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, describe, expect, it} from 'vitest';
import {smallCapture} from '../helpers/small-capture.js';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'netanal-filter-'));
writeFileSync(path.join(folder, 'small.pcap'), smallCapture());
afterAll(() => rmSync(folder, {recursive: true}));

const call = (command: string, args: string[], input?: Uint8Array) => {
	const {status, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8', cwd: folder, input: input ?? ''});
	return {status, stdout, stderr};
};
const filter = (...args: string[]) => call(process.execPath, [cli, 'filter', ...args]);

/** The caret's line cut off where it points. */
const marked = (stderr: string) => {
	const [, line = '', caret = ''] = stderr.split('\n');
	return line.slice(0, caret.indexOf('^')).trim();
};

describe('filter', () => {
	it.each([
		'tcp port 443',
		'ip6',
		'not (udp portrange 1-1023 or host 192.0.2.1)',
		'net 2001:db8::/32 and sctp',
		'tcp[tcpflags] & (tcp-syn|tcp-fin) != 0',
		'ip[6:2] & 0x1fff = 0 and len > 100',
		'vlan 5 and vlan and arp',
		'ether[0] * 3 - 1 / 2 % 7 ^ 4 << 1 >> 2 = -ip[8]',
		'udp[udp[4:2]] = udp[0:4] and ip[ip[2:2]] > 5',
		'greater 60 or less 20',
		'ether host 02:00:00:00:00:01 and icmp6',
		'',
	])('-d prints the program of %j as tcpdump -d does', expression => {
		const words = expression === '' ? [] : [expression];
		const {status, stdout, stderr} = call('tcpdump', ['-d', '-r', 'small.pcap', ...words]);
		expect([status, stderr.replace(/^reading from.*\n/, '')]).toEqual([0, '']);
		// tcpdump compiles nothing at all where there is nothing to say.
		const wanted = expression === '' ? '(000) ret      #262144\n' : stdout;
		expect(filter('-d', expression)).toEqual({status: 0, stdout: wanted, stderr: ''});
	});

	it('takes the expression as one word or as many', () => {
		const one = filter('udp port 53');
		expect(one).toEqual({
			status: 0,
			stdout: expect.stringMatching(/^compiles for EN10MB: \d\d instructions\n$/),
			stderr: '',
		});
		expect(filter('udp', 'port', '53')).toEqual(one);
	});

	it.each([
		['tcp prot 80', 'tcp'],
		['tcp port 80 andd udp', 'tcp port 80'],
		['(tcp or udp', '(tcp or udp'],
		['\u65e5\u672c or tcp', ''],
	])('marks the mistake in %j', (expression, before) => {
		const {status, stdout, stderr} = filter(expression);
		expect([status, stdout]).toEqual([1, '']);
		expect(stderr).toMatch(/^netanal-tui: filter: .*\n {2}.*\n *\^\n$/);
		expect(marked(stderr)).toBe(before);
	});

	it('marks it also far into a long expression', () => {
		const {stderr} = filter(`${'tcp or '.repeat(60)}tcp prot${' or udp'.repeat(60)}`);
		const [, line] = stderr.split('\n');
		expect(line.length).toBeLessThan(110);
		expect(marked(stderr)).toMatch(/^….*tcp or tcp$/);
	});

	it.each([
		['udp', 'keeps 2 of 2 packets (100%), 92 B of 92 B\n'],
		['udp dst port 9', 'keeps 1 of 2 packets (50%), 46 B of 92 B\n'],
		['tcp', 'keeps 0 of 2 packets (0%), 0 B of 92 B\n'],
		['', 'keeps 2 of 2 packets (100%), 92 B of 92 B\n'],
	])('counts what %j keeps of a file', (expression, stdout) => {
		expect(filter(expression, '--read', 'small.pcap')).toEqual({status: 0, stdout, stderr: ''});
	});

	it('counts on standard input, and of a file that is cut all that could be read', () => {
		const cut = readFileSync(path.join(folder, 'small.pcap')).subarray(0, -3);
		const {status, stdout, stderr} = call(process.execPath, [cli, 'filter', 'udp', '-r', '-'], cut);
		expect([status, stdout]).toEqual([1, 'keeps 1 of 1 packets (100%), 46 B of 46 B\n']);
		expect(stderr).toMatch(/^netanal-tui: -: .*\n$/);
	});

	it('compiles for the link type that is asked for', () => {
		expect(filter('-y', 'raw', 'tcp').stdout).toMatch(/^compiles for RAW:/);
		expect(filter('-y', 'DLT_EN10MB', 'tcp').stdout).toMatch(/^compiles for EN10MB:/);
		expect(filter('-y', 'raw', 'ether host 02:00:00:00:00:01').status).toBe(1);
	});

	it.each([
		[[], 2, /^netanal-tui: EXPR is missing/],
		[['tcp', '-y', 'EN10BM'], 2, /--linktype takes a name like EN10MB, not 'EN10BM'; did you mean EN10MB\?/],
		[['tcp', '-y', 'RAW', '-r', 'small.pcap'], 2, /--linktype goes without --read/],
		[['tcp', '-r', 'nosuch.pcap'], 1, /cannot read nosuch\.pcap: no such file/],
		[['tcp prot 80', '-r', 'small.pcap'], 1, /syntax error/],
	])('says what is wrong with %j', (args, status, message) => {
		const result = filter(...args);
		expect([result.status, result.stdout]).toEqual([status, '']);
		expect(result.stderr).toMatch(message);
	});
});
