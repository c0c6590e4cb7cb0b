/** `netanal-tui capture` on a veth pair: what it prints, what it writes, and how it ends. */
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, expect, it} from 'vitest';
import {read} from '../helpers/containers.js';
import {describeLive, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import {Program} from '../helpers/program.js';

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
	async function capture(args: string[], end: (pid: number) => void = () => {}) {
		const child = live.network.spawn(live.network.receiver, process.execPath, [cli, 'capture', INTERFACE, ...args]);
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
		while (/^Uid:\t0\t/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))) {
			await new Promise(resolve => {
				setTimeout(resolve, 20);
			});
		}
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
