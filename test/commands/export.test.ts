/** `export`, `analyze` and their streams as a user calls them. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, describe, expect, it} from 'vitest';
import {
	block,
	type Order,
	option,
	packetWithOptions,
	pcapHeader,
	pcapRecord,
	read,
	sectionHeader,
	unsigned,
} from '../helpers/containers.js';
import {interrupted} from '../helpers/interrupted.js';
import {smallCapture} from '../helpers/small-capture.js';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'netanal-export-'));
writeFileSync(path.join(folder, 'small.pcap'), smallCapture());
afterAll(() => rmSync(folder, {recursive: true}));

const run = (args: string[], input: Uint8Array | string = '') => {
	const {status, stdout, stderr} = spawnSync(process.execPath, [cli, ...args], {
		encoding: 'utf8',
		input,
		cwd: folder,
		env: {...process.env, LC_ALL: 'C', FORCE_COLOR: '1'},
	});
	return {status, stdout, stderr};
};
const content = (name: string) => readFileSync(path.join(folder, name));

describe('export', () => {
	it('writes every format at once, by ending, readable by nobody else', () => {
		const names = ['a.json', 'a.ndjson', 'a.csv', 'a.pcap', 'a.pcapng', 'a.svg', 'a.png'];
		const {status, stdout, stderr} = run(['export', 'small.pcap', ...names.flatMap(name => ['-o', name])]);
		expect([status, stdout]).toEqual([0, '']);
		expect(stderr.split('\n')).toContain('netanal-tui: wrote a.pcap: 2 packets');
		for (const name of names) {
			expect(statSync(path.join(folder, name)).mode & 0o777, name).toBe(0o600);
		}
		expect(JSON.parse(content('a.json').toString()).totals.packets).toBe(2);
		expect(content('a.ndjson').toString().trimEnd().split('\n')).toHaveLength(2);
		expect(content('a.csv').toString()).toMatch(/^transport,a,aPort,.*\r\nudp,192\.0\.2\.1,40000,192\.0\.2\.2,9,/);
		const wanted = read(smallCapture()).packets;
		for (const name of ['a.pcap', 'a.pcapng']) {
			expect(read(content(name)).packets).toEqual(wanted);
		}
		expect(content('a.svg').toString()).toMatch(/^<svg/);
		expect(content('a.png').subarray(1, 4).toString()).toBe('PNG');
		expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toEqual([]);
	});

	it('writes a record per packet', () => {
		run(['export', 'small.pcap', '--packets', '-o', 'p.json', '-o', 'p.csv', '-q']);
		const records = JSON.parse(content('p.json').toString());
		expect(records).toMatchObject([
			{number: 1, source: '192.0.2.1', sourcePort: 40_000, destination: '192.0.2.2', protocol: 'udp', bytes: 46},
			{number: 2, source: '192.0.2.2', sourcePort: 9, timestamp: '1700000001.000000000'},
		]);
		expect(content('p.csv').toString().split('\r\n')[2]).toBe(Object.values(records[1]).join(','));
	});

	it('replaces a file only with --force', () => {
		writeFileSync(path.join(folder, 'old.csv'), 'old');
		expect(run(['export', 'small.pcap', '-o', 'old.csv'])).toEqual({
			status: 1,
			stdout: '',
			stderr: 'netanal-tui: old.csv exists; choose another name, or --force to replace it\n',
		});
		expect(content('old.csv').toString()).toBe('old');
		expect(run(['export', 'small.pcap', '-o', 'old.csv', '--force', '-q'])).toEqual({
			status: 0,
			stdout: '',
			stderr: '',
		});
		expect(content('old.csv').toString()).not.toBe('old');
	});

	describe('what a pcapng carries besides packets', () => {
		const u = (size: 1 | 2 | 4 | 8, value: number) => unsigned('little', size, value);
		const text = (code: number, value: string) => option('little', code, Buffer.from(value));
		const [udp, answer] = read(smallCapture()).packets.map(({data}) => Buffer.from(data, 'hex'));
		const end = option('little', 0, new Uint8Array(0));
		const capture = Buffer.concat([
			sectionHeader('little'),
			block('little', 1, u(2, 1), u(2, 0), u(4, 0), text(2, 'wan0'), end),
			packetWithOptions('little', 0, udp, text(1, 'the first')),
			block('little', 0x4000_0bad, u(4, 32_473)),
			packetWithOptions('little', 0, answer, text(1, 'the second')),
			block('little', 0x0bad, u(4, 32_473)),
		]);

		it('goes along into a pcapng, and one line says what may not', () => {
			writeFileSync(path.join(folder, 'rich.pcapng'), capture);
			expect(run(['export', 'rich.pcapng', '-o', 'copy.pcapng']).stderr).toBe(
				'netanal-tui: warning: rich.pcapng: left out of the pcapng that is written: custom blocks that are not to be copied\n' +
					'netanal-tui: wrote copy.pcapng: 2 packets\n',
			);
			expect(content('copy.pcapng').includes('the first')).toBe(true);
			expect(content('copy.pcapng').includes('wan0')).toBe(true);
			expect(content('copy.pcapng').subarray(-16)).toEqual(block('little', 0x0bad, u(4, 32_473)));
		});

		it('of what is cut away, packets go with their comments; behind the last one nothing is copied', () => {
			const args = ['export', 'rich.pcapng', '-f', 'udp dst port 9', '-o', 'filtered.pcapng', '-q'];
			expect(run(args).status).toBe(0);
			expect(
				['the first', 'the second', 'udp dst port 9'].map(said => content('filtered.pcapng').includes(said)),
			).toEqual([true, false, true]);
			run([...args.slice(0, -3), '-c', '1', '-o', 'counted.pcapng']);
			expect(content('counted.pcapng').includes('the first')).toBe(true);
			expect(content('counted.pcapng').subarray(-16, -12)).not.toEqual(u(4, 0x0bad));
		});

		it('pcap has no place for it, which is said', () => {
			expect(run(['export', 'rich.pcapng', '-o', 'plain.pcap']).stderr).toContain(
				'rich.pcapng: left out of what is written, since pcap holds packets alone: descriptions of interfaces, comments and flags of packets, custom blocks; pcapng takes them along\n',
			);
		});

		const missing = ['editcap', 'mergecap', 'tshark', 'capinfos'].filter(
			tool => spawnSync(tool, ['-h']).error !== undefined,
		);
		it.skipIf(missing.length > 0)('is what Wireshark reads in the original', () => {
			const at = (name: string) => path.join(folder, name);
			writeFileSync(at('keys'), 'CLIENT_RANDOM 00 11\n');
			spawnSync('editcap', [
				'-a',
				'1:from editcap',
				'--inject-secrets',
				`tls,${at('keys')}`,
				at('small.pcap'),
				at('edited.pcapng'),
			]);
			spawnSync('mergecap', ['-w', at('merged.pcapng'), at('edited.pcapng'), at('rich.pcapng')]);
			for (const name of ['edited', 'merged']) {
				expect(run(['export', `${name}.pcapng`, '-o', `${name}-again.pcapng`, '-q', '--force']).stderr).toBe('');
				const [before, after] = [`${name}.pcapng`, `${name}-again.pcapng`].map(file => {
					const fields = ['frame.time_epoch', 'frame.comment', 'frame.interface_name', 'frame.len'].flatMap(field => [
						'-e',
						field,
					]);
					const secrets = spawnSync('editcap', ['--extract-secrets', at(file), at('out.keys')]);
					return {
						packets: spawnSync('tshark', ['-r', at(file), '-T', 'fields', ...fields], {encoding: 'utf8'}).stdout,
						comments: spawnSync('capinfos', ['-k', at(file)], {encoding: 'utf8'}).stdout.replaceAll(file, ''),
						secrets: secrets.status === 0 && content('out.keys').toString(),
					};
				});
				expect(after).toEqual(before);
				expect(after.packets).toContain('from editcap');
			}
		});

		it.skipIf(missing.length > 0)('is what Wireshark reads of sections in both byte orders', () => {
			const at = (name: string) => path.join(folder, name);
			const sectionOf = (order: Order, name: string) => {
				const u = (size: 2 | 4 | 8, value: number) => unsigned(order, size, value);
				return Buffer.concat([
					sectionHeader(order),
					block(order, 1, u(2, 1), u(2, 0), u(4, 0), option(order, 2, Buffer.from(name)), option(order, 8, u(8, 1e9))),
					packetWithOptions(
						...([order, 0, Buffer.alloc(60), option(order, 1, Buffer.from(`from ${name}`))] as const),
						...[option(order, 2, u(4, 0x0000_0105)), option(order, 4, u(8, 7)), option(order, 5, u(8, 70_000))],
						option(order, 6, u(4, 3)),
					),
				]);
			};
			writeFileSync(at('orders.pcapng'), Buffer.concat([sectionOf('little', 'a0'), sectionOf('big', 'b0')]));
			expect(run(['export', 'orders.pcapng', '-o', 'one-order.pcapng', '-q', '--force'])).toMatchObject({
				status: 0,
				stderr: '',
			});
			const fields = [
				'frame.comment',
				'frame.packet_flags',
				'frame.drop_count',
				'frame.packet_id',
				'frame.interface_queue',
			];
			const [before, after] = ['orders.pcapng', 'one-order.pcapng'].map(
				file =>
					spawnSync('tshark', ['-r', at(file), '-T', 'fields', ...fields.flatMap(field => ['-e', field])], {
						encoding: 'utf8',
					}).stdout,
			);
			expect(after).toBe(before);
			expect(after).toBe('from a0\t0x00000105\t7\t70000\t3\nfrom b0\t0x00000105\t7\t70000\t3\n');
			expect(spawnSync('capinfos', [at('one-order.pcapng')], {encoding: 'utf8'}).stdout).toMatch(
				/Number of interfaces in file: 2/,
			);
		});
	});

	it('cuts on standard input and standard output', () => {
		const cut = spawnSync(process.execPath, [cli, 'export', '-', '-f', 'udp dst port 9', '--format', 'pcapng', '-q'], {
			input: smallCapture(),
		});
		expect(read(cut.stdout).packets).toEqual(read(smallCapture()).packets.slice(0, 1));
		expect(cut.stderr.toString()).toBe('');
	});

	it.each([
		[['export', 'small.pcap'], /where to\? -o FILE, or --format for standard output/],
		[['export', 'small.pcap', '-o', 'x.txt'], /x\.txt has no ending that says what to write: \.json, /],
		[['export', 'small.pcap', '--packets', '-o', 'x.svg'], /--packets makes no picture/],
		[
			['export', 'small.pcap', '--include-payload', '-o', 'x.json'],
			/--include-payload is for the records of --packets/,
		],
		[['export', 'small.pcap', '-o', 'x.csv', '--from', 'noon'], /--from takes a time as 2026/],
		[
			['export', 'small.pcap', '-o', 'x.csv', '--from', '1700000000123'],
			/--from takes seconds, and '1700000000123' would be milliseconds of today: --from 1700000000, or 1700000000123\.0/,
		],
		[
			['export', 'small.pcap', '-o', 'x.csv', '--to', '1700000000123456789'],
			/would be nanoseconds of today: --to 1700000000,/,
		],
		[['export', 'small.pcap', '-o', 'x.csv', '--table', 'flow'], /--table takes flows, conversations/],
		[['analyze', 'small.pcap', '-'], /standard input and files cannot be merged/],
		[['capture', 'lo', '-W', '3'], /-C, -G and -W need -w FILE/],
		[['capture', 'lo', '-w', '-', '-v'], /-w - takes standard output for itself/],
		[['capture', 'lo', '-w', '-', '-C', '1'], /standard output cannot be rotated/],
	])('%j is a mistake', (args, message) => {
		const {status, stdout, stderr} = run(args);
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toMatch(message);
		expect(stderr.trimEnd()).not.toContain('\n');
	});
});

describe('analyze', () => {
	it('filters, and says what is wrong with a filter', () => {
		expect(run(['analyze', 'small.pcap', '-f', 'src port 9', '--format', 'csv', '--table', 'totals']).stdout).toContain(
			'\r\npackets,1\r\n',
		);
		expect(run(['analyze', 'small.pcap', '-f', 'tcp prt 9'])).toEqual({
			status: 1,
			stdout: '',
			stderr: "netanal-tui: filter: can't parse filter expression: syntax error\n  tcp prt 9\n      ^\n",
		});
	});

	it('prints a snapshot per interval of capture time', () => {
		const lines = run(['analyze', 'small.pcap', '--format', 'ndjson']).stdout.trimEnd().split('\n');
		expect(lines.map(line => JSON.parse(line).totals.packets)).toEqual([1, 2]);
	});

	it('draws bandwidth in the letters that the locale has', () => {
		expect(run(['analyze', 'small.pcap']).stdout).toContain(' 368 b/s |##\n'.replace('368', '400'));
		const {stdout} = spawnSync(process.execPath, [cli, 'analyze', 'small.pcap'], {
			cwd: folder,
			encoding: 'utf8',
			env: {...process.env, LC_ALL: 'C.UTF-8'},
		});
		expect(stdout).toContain(' ┤██\n');
	});

	it('writes no escape code where there is no terminal', () => {
		for (const args of [
			['analyze', 'small.pcap'],
			['export', 'small.pcap', '--format', 'csv'],
		]) {
			const {stdout, stderr} = run(args);
			expect(stdout + stderr).not.toMatch(/\u001b/);
		}
	});
});

it('names no file for two results', () => {
	expect(run(['export', 'small.pcap', '-o', 'two.csv', '-o', './two.csv', '--force'])).toEqual({
		status: 2,
		stdout: '',
		stderr:
			'netanal-tui: ./two.csv is named twice: give each result a file of its own (netanal-tui export --help tells more)\n',
	});
	expect(readdirSync(folder)).not.toContain('two.csv');
});

it('takes a name as long as the file system takes, in bytes', () => {
	const name = `${'\u6f22'.repeat(83)}.csv`;
	expect(run(['export', 'small.pcap', '-o', name, '-q'])).toEqual({status: 0, stdout: '', stderr: ''});
	expect(readdirSync(folder)).toContain(name);
});

it('that is interrupted says that it is of a part, and ends with status 1', async () => {
	const fifo = path.join(folder, 'fifo');
	spawnSync('mkfifo', [fifo]);
	const child = spawn(process.execPath, [cli, 'export', fifo, '--packets', '--format', 'csv'], {cwd: folder});
	const output = {stdout: '', stderr: ''};
	const closed = new Promise(resolve => {
		child.once('close', resolve);
	});
	child.stderr.on('data', text => {
		output.stderr += text;
	});
	const writer = createWriteStream(fifo);
	writer.write(smallCapture());
	await new Promise<void>(resolve => {
		child.stdout.on('data', text => {
			output.stdout += text;
			if (output.stdout.split('\r\n').length > 3) {
				resolve();
			}
		});
	});
	child.kill('SIGINT');
	expect(await closed).toBe(1);
	expect(output.stderr).toBe('netanal-tui: interrupted: this is of the beginning of what was to be read\n');
	writer.destroy();
});

it.each([
	['export', 'old.json', []],
	['export', 'old.csv', ['--packets']],
	['export', 'old.ndjson', []],
	['export', 'old.pcapng', []],
	['chart', 'old.svg', []],
])('%s: what was interrupted takes no file’s place, --force or not: %s', async (command, name, flags) => {
	const work = mkdtempSync(path.join(folder, 'interrupted-'));
	writeFileSync(path.join(work, name), 'old');
	const {status, stderr} = await interrupted(work, pipe => [command, pipe, ...flags, '-o', name, '--force'], 'SIGINT');
	expect(status).toBe(1);
	expect(stderr).toContain(`netanal-tui: ${name} stays as it was: only a part of what would replace it was written\n`);
	expect(readFileSync(path.join(work, name), 'utf8')).toBe('old');
	expect(readdirSync(work)).toEqual([name]);
});

/** Peak resident memory of a process, kB. */
const peak = (child: ChildProcess) =>
	Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]);

/** Feeds records through a pipe and reads the peak memory when the last of them has been taken. */
async function memoryFor(megabytes: number): Promise<number> {
	const child = spawn(process.execPath, [cli, 'export', '-', '--packets', '--format', 'ndjson', '-q'], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	child.stdout.resume();
	const records = Buffer.concat(Array.from({length: 700}, (_, i) => pcapRecord('big', i, 0, Buffer.alloc(1482, i))));
	const write = (bytes: Buffer) =>
		new Promise<void>(resolve => {
			child.stdin.write(bytes, () => resolve());
		});
	await write(pcapHeader('big', {snaplen: 262_144}));
	for (let sent = 0; sent < megabytes; sent++) {
		await write(records);
	}
	const memory = peak(child);
	child.stdin.end();
	const status = await new Promise(resolve => {
		child.once('close', resolve);
	});
	expect(status).toBe(0);
	return memory;
}

it.skipIf(process.platform !== 'linux')('takes no more memory for a long capture than for a short one', async () => {
	const short = await memoryFor(40);
	const long = await memoryFor(320);
	// Eight times the packets; the rest is how lazily the heap is swept.
	expect(long - short).toBeLessThan(40_000);
});
