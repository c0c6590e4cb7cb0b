/** `--once`: a capture of a bridge and its members, as each command counts it. */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, describe, expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {
	block,
	enhancedPacket,
	interfaceBlock,
	option,
	pcapHeader,
	pcapRecord,
	read,
	sectionHeader,
	unsigned,
} from '../helpers/containers.js';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'netanal-once-'));
afterAll(() => rmSync(folder, {recursive: true}));

const run = (...args: string[]) => {
	const {status, stdout, stderr} = spawnSync(process.execPath, [cli, ...args], {encoding: 'utf8', cwd: folder});
	return {status, stdout, stderr};
};
const json = (...args: string[]) => JSON.parse(run(...args, '--format', 'json').stdout) as Snapshot;

/** A datagram of UDP, 10.0.0.1 → 10.0.0.2, in Ethernet, that says `number`. */
function frame(number: number): Buffer {
	const bytes = Buffer.from(
		'020000000002020000000001080045000020000140004011260b0a0000010a000002007b0009000c000000000000',
		'hex',
	);
	bytes.writeUInt32BE(number, 42);
	return bytes;
}

const named = (name: string) =>
	block(
		'little',
		1,
		unsigned('little', 2, 1),
		Buffer.alloc(6),
		option('little', 2, Buffer.from(name)),
		option('little', 0, Buffer.alloc(0)),
	);
/** Five datagrams, 10 ms apart, each on a member, the bridge and the other member. */
const bridged = [0, 1, 2, 3, 4].flatMap(number =>
	[0, 1, 2].map(id =>
		enhancedPacket('little', id, BigInt(1_700_000_000_000_000 + 10_000 * number + id), frame(number)),
	),
);
writeFileSync(
	path.join(folder, 'bridge.pcapng'),
	Buffer.concat([sectionHeader('little'), named('veth1'), named('br0'), named('veth2'), ...bridged]),
);
writeFileSync(
	path.join(folder, 'one.pcapng'),
	Buffer.concat([sectionHeader('little'), interfaceBlock('little'), ...bridged.filter((_, i) => i % 3 === 0)]),
);
/** The same of `any`: SLL2 in pcap, whose packets have the index of their interface. */
const cooked = (index: number, number: number) =>
	Buffer.concat([
		Buffer.from(`080000000000000${index}00010006020000000001${'0000'}`, 'hex'),
		frame(number).subarray(14),
	]);
writeFileSync(
	path.join(folder, 'any.pcap'),
	Buffer.concat([
		pcapHeader('little', {link: 276}),
		...[0, 1, 2, 3, 4].flatMap(number =>
			[3, 4].map(index => pcapRecord('little', 1_700_000_000, 10_000 * number + index, cooked(index, number))),
		),
	]),
);

describe('a packet that was seen on several interfaces', () => {
	it('is told of by analyze, which counts it each time', () => {
		const {stdout} = run('analyze', 'bridge.pcapng');
		expect(stdout).toMatch(/packets +15\n/);
		expect(stdout).toMatch(/name .* packets +bytes +repeated +dropped by kernel/);
		expect(stdout).toMatch(/br0 .* 5 +230 +5 +n\/a/);
		expect(stdout).toContain(
			'\n10 packets were seen before on another interface (bridge and member?); --once counts each once\n',
		);
		expect(run('analyze', 'one.pcapng').stdout).not.toMatch(/repeated|--once/);
	});

	it('is counted once with --once, from the first packet on, of pcapng and of `any`', () => {
		const once = json('analyze', 'bridge.pcapng', '--once');
		expect(once.totals.packets).toBe(5);
		expect(once.repeated).toEqual({packets: 10, bytes: 460, leftOut: {packets: 10, bytes: 460}, unwatched: 0});
		const alone = json('analyze', 'one.pcapng');
		for (const part of ['totals', 'time', 'protocols', 'bandwidth', 'endpoints', 'conversations', 'health'] as const) {
			expect([part, once[part]]).toEqual([part, alone[part]]);
		}
		const {interfaces: _, ...flow} = once.flows.top[0];
		expect([flow]).toEqual(alone.flows.top);
		expect(run('analyze', 'bridge.pcapng', '--once').stdout).toContain('bridge and member?); each is counted once\n');
		const any = json('analyze', 'any.pcap', '--once');
		expect([any.totals.packets, any.repeated?.leftOut.packets]).toEqual([5, 5]);
		expect(any.interfaces?.map(({index, packets, repeated}) => [index, packets, repeated?.packets])).toEqual([
			[3, 5, 0],
			[4, 5, 5],
		]);
	});

	it('is counted once also in what is left after a filter and a time', () => {
		expect(json('analyze', 'bridge.pcapng', '--once', '--from', '+0.02').totals.packets).toBe(3);
		// packets that are read, whether they count or not
		expect(json('analyze', 'bridge.pcapng', '--once', '-c', '7').totals.packets).toBe(3);
	});

	it('is in CSV, by interface and in all', () => {
		expect(run('analyze', 'bridge.pcapng', '--once', '--format', 'csv', '--table', 'interfaces').stdout).toMatch(
			/,repeatedPackets,repeatedBytes\r\nveth1,,,EN10MB,5,230,,,0,0\r\nbr0,,,EN10MB,5,230,,,5,230\r\n/,
		);
		expect(run('analyze', 'bridge.pcapng', '--once', '--format', 'csv', '--table', 'totals').stdout).toMatch(
			/\npackets,5\r\n[\s\S]*\nrepeated\.packets,10\r\nrepeated\.leftOut\.packets,10\r\nrepeated\.bytes,460\r\nrepeated\.leftOut\.bytes,460\r\n/,
		);
	});

	it('is exported as often as it came, by its number; the statistics count it once', () => {
		const files = ['all.pcapng', 'all.json', 'all.svg'];
		const exported = run('export', 'bridge.pcapng', '--once', ...files.flatMap(file => ['-o', file]));
		expect(exported.status).toBe(0);
		const content = (name: string) => readFileSync(path.join(folder, name));
		expect(read(content('all.pcapng')).packets).toEqual(read(content('bridge.pcapng')).packets);
		expect(JSON.parse(content('all.json').toString()).totals.packets).toBe(5);
		const {stdout} = run('export', 'bridge.pcapng', '--packets', '--format', 'json');
		const records = JSON.parse(stdout) as {number: number; interface: string}[];
		expect(records.map(({number, interface: name}) => `${number} ${name}`)).toEqual(
			Array.from({length: 15}, (_, i) => `${i + 1} ${['veth1', 'br0', 'veth2'][i % 3]}`),
		);
	});

	it('is refused by export where nothing of what is written counts', () => {
		for (const wanted of [
			['-o', 'only.pcapng'],
			['-o', 'only.pcap', '-o', 'only.csv', '--packets'],
			['--format', 'pcap'],
			['--packets', '--format', 'ndjson'],
		]) {
			expect(run('export', 'bridge.pcapng', '--once', ...wanted)).toEqual({
				status: 2,
				stdout: '',
				stderr: expect.stringMatching(/^netanal-tui: --once is for statistics: .*; leave it out /),
			});
		}
		expect(existsSync(path.join(folder, 'only.pcapng'))).toBe(false);
		const lines = run('export', 'bridge.pcapng', '--once', '--format', 'ndjson').stdout.trim().split('\n');
		expect(JSON.parse(lines.at(-1)!).totals.packets).toBe(5);
		expect(json('export', 'bridge.pcapng', '--once').totals.packets).toBe(5);
		// beside statistics, each is what it is
		expect(run('export', 'bridge.pcapng', '--once', '-o', 'both.pcap', '-o', 'both.json').status).toBe(0);
	});

	it('is drawn once by chart; a snapshot has been counted', () => {
		expect(run('chart', 'bridge.pcapng', '--once', '-o', 'chart.svg').status).toBe(0);
		expect(readFileSync(path.join(folder, 'chart.svg'), 'utf8')).toContain('UTC  ·  5 packets  ·  230 B');
		writeFileSync(path.join(folder, 'saved.json'), run('analyze', 'bridge.pcapng', '--format', 'json').stdout);
		expect(run('chart', 'saved.json', '--once', '-o', 'x.svg')).toMatchObject({
			status: 2,
			stderr: expect.stringContaining('--once counts captures, and saved.json is a snapshot: it has been counted'),
		});
	});
});
