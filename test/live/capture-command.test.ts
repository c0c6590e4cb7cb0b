/** `netanal-tui capture` on a veth pair: what it prints, what it writes, and how it ends. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {read} from '../helpers/containers.js';
import {describeLive, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import {Program} from '../helpers/program.js';
import {until} from '../helpers/until.js';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

describeLive('the capture command on a veth pair', 60_000, () => {
	const live = useLive({packets: {sent: 3000}, shared: true});
	const at = (name: string) => path.join(live.folder, name);
	const payloads = (file: string) => read(fs.readFileSync(file)).packets.map(({data}) => data);
	let sent: string[];
	beforeAll(() => {
		sent = payloads(live.file.sent);
	});

	/** Runs `capture` until it has said that it is ready, sends everything, and lets `end` end it. */
	async function capture(args: string[], end: (pid: number) => void = () => {}, on = INTERFACE) {
		const child = live.network.spawn(live.network.receiver, process.execPath, [cli, 'capture', on, ...args]);
		const output = {stdout: '', stderr: ''};
		child.stdout!.on('data', chunk => {
			output.stdout += chunk;
		});
		child.stderr!.on('data', chunk => {
			output.stderr += chunk;
		});
		const closed = new Promise<number | null>(resolve => child.once('close', resolve));
		await opened(child.pid!);
		expect(await live.network.replay(live.file.sent, 20_000)).toBe(live.known.sent.packets);
		end(child.pid!);
		return {status: await closed, ...output};
	}

	/** Root is given up once the handle is open, ring and filter included: from then on no packet is missed. */
	async function opened(pid: number): Promise<void> {
		await until(() => !/^Uid:\t0\t/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8')));
	}

	it('writes every byte that came, and ends on Ctrl-C with its result and status 0', async () => {
		const files = ['all.pcap', 'all.pcapng', 'all.json', 'all.csv'].map(at);
		const run = await capture(
			files.flatMap(file => ['-o', file]),
			pid => process.kill(pid, 'SIGINT'),
		);
		expect(run).toMatchObject({status: 0, stdout: ''});
		expect(run.stderr).toMatch(/3,000 packets, .* dropped: kernel 0, interface 0, queue 0\n/);
		expect(payloads(files[0])).toEqual(sent);
		expect(payloads(files[1])).toEqual(sent);
		expect(JSON.parse(fs.readFileSync(files[2], 'utf8')).totals).toMatchObject({
			packets: 3000,
			bytes: live.known.sent.bytes,
		});
		expect(fs.readFileSync(files[3], 'utf8')).toMatch(/^transport,.*\r\n(tcp|udp),10\.0\.0\.1,/);
		for (const file of files) {
			expect(fs.statSync(file).mode & 0o777).toBe(0o600);
		}
	});

	it('tells the interfaces of `any` apart, and writes the index of each packet', async () => {
		const run = await capture(
			['-f', 'ip', '-w', at('any.pcapng'), '--format', 'json'],
			pid => process.kill(pid, 'SIGINT'),
			'any',
		);
		expect(run.status).toBe(0);
		const {interfaces, source} = JSON.parse(run.stdout) as Snapshot;
		expect(source.linkTypes).toEqual(['SLL2']);
		const row = interfaces?.find(({name}) => name === INTERFACE);
		expect(row).toMatchObject({packets: 3000, description: null, linkType: 'SLL2'});
		expect(row?.index).toBeGreaterThan(0);
		expect(read(fs.readFileSync(at('any.pcapng'))).packets.every(({linkType}) => linkType === 276)).toBe(true);
	});

	it('rotates: each file valid, together every packet, and only the newest kept when asked', async () => {
		const run = await capture(['-c', '3000', '-w', at('ring.pcap'), '-C', '100k']);
		expect(run.status).toBe(0);
		const ring = () =>
			fs
				.readdirSync(live.folder)
				.filter(name => name.startsWith('ring_'))
				.sort();
		expect(ring().length).toBeGreaterThan(3);
		for (const name of ring()) {
			expect(fs.statSync(at(name)).size).toBeLessThanOrEqual(100 * 1024);
		}
		expect(ring().flatMap(name => payloads(at(name)))).toEqual(sent);
		for (const name of ring()) {
			fs.rmSync(at(name));
		}

		await capture(['-c', '3000', '-w', at('ring.pcap'), '-C', '100k', '-W', '2', '-q']);
		expect(ring()).toHaveLength(2);
		const kept = ring().flatMap(name => payloads(at(name)));
		expect(kept).toEqual(sent.slice(-kept.length));
	});

	it('says what was lost, in the file as well: nothing is missing that nobody tells of', async () => {
		const [file, report] = [at('lossy.pcapng'), at('lossy.json')];
		const args = [cli, 'capture', INTERFACE, '-B', '128k', '-w', file, '-o', report];
		const child = live.network.spawn(live.network.receiver, process.execPath, args);
		let stderr = '';
		child.stderr!.on('data', chunk => {
			stderr += chunk;
		});
		const closed = new Promise<number | null>(resolve => child.once('close', resolve));
		await opened(child.pid!);
		// nobody takes packets from the kernel's buffer meanwhile
		process.kill(child.pid!, 'SIGSTOP');
		expect(await live.network.replay(live.file.sent, 0)).toBe(live.known.sent.packets);
		process.kill(child.pid!, 'SIGCONT');
		process.kill(child.pid!, 'SIGINT');
		expect(await closed).toBe(0);
		const {totals, drops} = JSON.parse(fs.readFileSync(report, 'utf8')) as Snapshot;
		const dropped = drops.kernel! + drops.queue!;
		expect(dropped).toBeGreaterThan(0);
		expect(live.known.sent.packets - totals.packets - dropped).toBe(0);
		expect(payloads(file)).toHaveLength(totals.packets);
		const again = spawnSync(process.execPath, [cli, 'analyze', file, '--format', 'json'], {encoding: 'utf8'});
		expect((JSON.parse(again.stdout) as Snapshot).drops).toEqual(drops);
		expect(stderr).toContain(`; without ${dropped.toLocaleString('en')} that were dropped\n`);
	});

	it.each([24, 63])('says what is wrong where %i files may be open', limit => {
		const script = `ulimit -n ${limit}; exec "$@"`;
		const words = [process.execPath, cli, 'capture', 'lo', '--duration', '0.2', '-q'];
		const {status, stderr} = spawnSync('sh', ['-c', script, 'sh', ...words], {encoding: 'utf8'});
		expect(status).toBe(1);
		expect(stderr).toMatch(/^netanal-tui: too few files may be open at once; allow more: ulimit -n 256\n$/);
	});

	it('keeps what came under a free name when its own is taken meanwhile, says so, and fails', async () => {
		const [file, report] = [at('taken.pcap'), at('taken.json')];
		const run = await capture(['-w', file, '-o', report], pid => {
			// both names are ours until then
			expect([file, report].map(name => fs.statSync(name).size)).toEqual([0, 0]);
			const second = spawnSync(process.execPath, [cli, 'capture', 'lo', '-w', file], {encoding: 'utf8'});
			expect([second.status, second.stderr.split('\n').length]).toEqual([1, 2]);
			expect(second.stderr).toMatch(/taken\.pcap exists, and is empty: a capture may be on its way there/);
			for (const name of [file, report]) {
				fs.rmSync(name);
				fs.writeFileSync(name, 'theirs');
			}
			process.kill(pid, 'SIGINT');
		});
		expect(run.status).toBe(1);
		expect(payloads(at('taken-2.pcap'))).toEqual(sent);
		expect(JSON.parse(fs.readFileSync(at('taken-2.json'), 'utf8')).totals.packets).toBe(3000);
		expect([file, report].map(name => fs.readFileSync(name, 'utf8'))).toEqual(['theirs', 'theirs']);
		for (const name of ['taken-2.pcap', 'taken-2.json']) {
			expect(run.stderr.split(`is kept as ${at(name)}\n`)).toHaveLength(2);
		}
	});

	it('refuses a second capture that would rotate into the same files, and takes over from a killed one', async () => {
		const ring = at('shared.pcap');
		const files = () => fs.readdirSync(live.folder).filter(name => name.includes('shared'));
		const run = await capture(['-w', ring, '-C', '100k', '-W', '2', '-q'], pid => {
			const args = [cli, 'capture', 'lo', '-w', ring, '-C', '100k'];
			const second = spawnSync(process.execPath, args, {encoding: 'utf8'});
			expect(second.status).toBe(1);
			expect(second.stderr).toMatch(new RegExp(`: process ${pid} is writing files named after .*shared\\.pcap`));
			process.kill(pid, 'SIGKILL');
		});
		expect(run.status).toBeNull();
		expect(files()).toContain('.shared.pcap.lock');
		const next = await capture(['-c', '3000', '-w', ring, '-C', '1M', '-q']);
		expect(next).toEqual({status: 0, stdout: '', stderr: ''});
		expect(files()).not.toContain('.shared.pcap.lock');
	});

	it('prints a line per packet, and nothing of it but that on standard output', async () => {
		const run = await capture(['-c', '3000', '-v', '-q']);
		const lines = run.stdout.trimEnd().split('\n');
		expect(run.stderr).toBe('');
		expect(lines).toHaveLength(3000);
		expect(lines[0]).toMatch(
			/^\d\d:\d\d:\d\d\.\d{6} IP 10\.0\.0\.1:40000 > 10\.0\.0\.2:9000 udp, payload 18, length 60$/,
		);
		expect(lines[1]).toMatch(/ IP 10\.0\.0\.1:40001 > 10\.0\.0\.2:9000 tcp \[\.\], payload 13, length 67$/);
	});

	it('gives packets to another program', async () => {
		const child = live.network.spawn(live.network.receiver, 'sh', [
			'-c',
			`'${process.execPath}' '${cli}' capture ${INTERFACE} -c 3000 -q -w - > '${at('stdout.pcap')}' & echo $!; wait $!`,
		]);
		const pid = await new Promise<number>(resolve => child.stdout!.once('data', text => resolve(Number(text))));
		const closed = new Promise(resolve => child.once('close', resolve));
		await opened(pid);
		await live.network.replay(live.file.sent, 20_000);
		expect(await closed).toBe(0);
		expect(payloads(at('stdout.pcap'))).toEqual(sent);
	});

	it('closes its files when the reader of its lines goes away', async () => {
		const child = live.network.spawn(live.network.receiver, 'sh', [
			'-c',
			`{ '${process.execPath}' '${cli}' capture ${INTERFACE} -v -q -w '${at('head.pcap')}' & echo $! >&2; wait $!; echo status $? >&2; } | head -n 5`,
		]);
		let stderr = '';
		const pid = await new Promise<number>(resolve => {
			child.stderr!.on('data', text => {
				stderr += text;
				resolve(Number.parseInt(stderr, 10));
			});
		});
		const closed = new Promise(resolve => child.once('close', resolve));
		await opened(pid);
		await live.network.replay(live.file.sent, 5000);
		await closed;
		expect(stderr).toBe(`${pid}\nstatus 0\n`);
		const kept = payloads(at('head.pcap'));
		expect(kept.length).toBeGreaterThanOrEqual(5);
		expect(kept).toEqual(sent.slice(0, kept.length));
	});

	it('shows on a terminal how it goes, on one line that it takes away', async () => {
		const program = new Program(['capture', INTERFACE, '-o', at('tty.json')], {
			columns: 100,
			before: ['ip', 'netns', 'exec', live.network.receiver],
		});
		try {
			await program.shows(/^veth0 {2}0:0\d {2}0 packets/m);
			await live.network.replay(live.file.sent, 0);
			await program.shows(/^veth0 {2}0:\d\d {2}3,000 packets {2}\d+ kB .* dropped: kernel 0, i/m);
			// A key would end the shell that runs it too.
			process.kill(program.pid, 'SIGINT');
			await program.shows(/^after 0$/m);
			expect(program.screen).not.toMatch(/^veth0 {2}/m);
			expect(program.screen).toMatch(/^netanal-tui: wrote .*tty\.json$/m);
		} finally {
			program.kill();
		}
	});
});
