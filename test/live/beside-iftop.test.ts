/** The same traffic as the kernel counts it (`ip -s link`) and as iftop's text mode tells of it. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import {expect, it} from 'vitest';
import {describeLive, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import {Program} from '../helpers/program.js';
import {until} from '../helpers/until.js';

const hasIftop = spawnSync('iftop', ['-h']).error === undefined;
if (!hasIftop) {
	console.warn('the comparison with iftop is left out: sh scripts/setup.sh --test');
}

/** Of an Ethernet frame before IP begins, which iftop does not count. */
const ETHERNET = 14;

/** For which iftop looks. */
const SECONDS = '2';

/** `1.35MB`: powers of 1024, three digits or so. */
function iftopBytes(text: string): number {
	const [, figure, scale] = /^([\d.]+)([KMG]?)B$/.exec(text)!;
	return Number(figure) * 1024 ** ' KMG'.indexOf(scale || ' ');
}

describeLive('beside iftop and ip', 60_000, () => {
	const live = useLive({packets: {all: 2000, one: 1}, shared: true});

	/** Sends everything while iftop looks, and packet after packet until it says what it saw: without any it does not look at its clock. */
	async function besideIftop() {
		const {network} = live;
		const sent = {packets: 0, bytes: 0};
		const send = async (name: 'all' | 'one') => {
			await network.replay(live.file[name], 0);
			sent.packets += live.known[name].packets;
			sent.bytes += live.known[name].bytes;
		};
		for (;;) {
			const iftop = network.spawn(network.receiver, 'iftop', ['-t', '-s', SECONDS, '-p', '-n', '-N', '-i', INTERFACE]);
			let text = '';
			let isOver = false;
			iftop.stdout!.on('data', chunk => {
				text += chunk;
			});
			iftop.once('close', () => {
				isOver = true;
			});
			iftop.stderr!.resume();
			const namespace = (of: number | 'self') => fs.readlinkSync(`/proc/${of}/ns/net`);
			// it begins in ours; beside the socket of the dashboard
			const sockets = () => fs.readFileSync(`/proc/${iftop.pid}/net/packet`, 'utf8').match(/ 0003 +[1-9]/g) ?? [];
			await until(() => isOver || (namespace(iftop.pid!) !== namespace('self') && sockets().length === 2));
			const before = sent.bytes;
			await send('all');
			const hasSeen = !isOver;
			while (!isOver) {
				await send('one');
			}
			if (hasSeen) {
				return {text, sent, beside: sent.bytes - before - live.known.all.bytes};
			}
		}
	}

	it.skipIf(!hasIftop)('all three count the same, and every figure that stands twice is one', async () => {
		const {network} = live;
		const kernel = () => {
			const {stdout} = spawnSync('ip', ['-n', network.receiver, '-s', '-j', 'link', 'show', INTERFACE], {
				encoding: 'utf8',
			});
			const {bytes, packets} = JSON.parse(stdout)[0].stats64.rx;
			return {bytes, packets};
		};
		const program = new Program([INTERFACE], {
			cwd: live.folder,
			columns: 120,
			rows: 40,
			before: ['ip', 'netns', 'exec', network.receiver],
		});
		try {
			await program.shows(`${INTERFACE} ● capturing`);
			const before = kernel();
			const {text, sent, beside} = await besideIftop();
			const after = kernel();
			expect({bytes: after.bytes - before.bytes, packets: after.packets - before.packets}).toEqual(sent);
			const {packets, bytes} = sent;
			await program.shows(`${packets.toLocaleString('en-US')} packets`);
			program.press('\u0013');
			await program.shows(/written .*\.json/);
			const [file] = fs.readdirSync(live.folder).filter(name => name.endsWith('.json'));
			const {totals: counted, bandwidth, endpoints} = JSON.parse(fs.readFileSync(`${live.folder}/${file}`, 'utf8'));
			expect(counted).toMatchObject({packets, bytes});
			const sum = (list: Record<string, number>[], field: string) => list.reduce((all, each) => all + each[field], 0);
			expect(sum(bandwidth.samples, 'bytes')).toBe(bytes);
			expect(sum(endpoints.top, 'bytesSent')).toBe(bytes);
			expect(sum(endpoints.top, 'bytesReceived')).toBe(bytes);
			program.press('q');
			await program.exit();
			const [, total] = /^Cumulative \(sent\/received\/total\): +\S+ +\S+ +(\S+)/m.exec(text) ?? [];
			const ofIp = live.known.all.bytes - ETHERNET * live.known.all.packets;
			// in its three digits, and with what it was sent so that it ends
			expect(iftopBytes(total)).toBeGreaterThan(0.994 * ofIp);
			expect(iftopBytes(total)).toBeLessThan(1.006 * (ofIp + beside));
		} finally {
			program.kill();
		}
	});
});
