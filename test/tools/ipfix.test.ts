/** `--ipfix` beside Debian's nfdump and pmacct: the commands of docs/ipfix.md as they stand, and what came against what was sent. */
import fs from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {expect, it} from 'vitest';
import {ANALYZE, nfacctd, nfdump, REPORT, sums} from '../helpers/collectors.js';
import {pcapHeader, pcapRecord} from '../helpers/containers.js';
import {Workplace} from '../helpers/documented.js';
import {describeLive, untilOpen, useLive} from '../helpers/live.js';
import {until} from '../helpers/until.js';

/** Captures of others: packets with an IP header, bytes of these packets and different flows (a direction each, addresses, ports, protocol, VLAN),
 * as `tshark -n -T fields -E occurrence=f -e ip.len -e ipv6.plen -e ip.src …` has them. */
const CORPUS = path.resolve('..', 'shared', 'corpus', 'captures');
const CAPTURES = [
	['ndpi/synscan.pcap', {packets: 2011, bytes: 88_464, flows: 2002}],
	['ndpi/http_ipv6.pcap', {packets: 193, bytes: 63_625, flows: 30}],
	['libtrace/vlan.pcap', {packets: 230, bytes: 113_363, flows: 21}],
	['pcapplusplus/ip-frag.pcap', {packets: 2996, bytes: 2_761_628, flows: 12}],
	['pcapplusplus/many-protocols.pcap', {packets: 4699, bytes: 2_785_721, flows: 510}],
] as const;

describeLive('flows for a collector', 60_000, () => {
	const live = useLive({packets: {sent: 3000}});

	it('tells of every IP packet of a file, IPv6 and VLAN included, once', async () => {
		const place = new Workplace(live.network.receiver);
		try {
			const frames = [...Array(200).keys()].map(i => frame(i % 4 === 0 ? 7 : 0, i % 3 === 0 ? 6 : 4, i % 50));
			const records = frames.map(({bytes}, i) => pcapRecord('little', 1_700_000_000 + i, 123_000, bytes));
			fs.writeFileSync(place.file('capture.pcap'), Buffer.concat([pcapHeader('little'), ...records]));
			const analyze = () => expect(place.run(ANALYZE)).toMatchObject({status: 0});
			const got = await nfdump(place, analyze);
			expect(got.every(({first}) => first?.endsWith('.123'))).toBe(true);
			expect(place.run(REPORT).output).toContain('192.0.2.1');
			for (const records of [got, await nfacctd(place, 200, analyze)]) {
				expect(sums(records)).toEqual({packets: 200, bytes: frames.reduce((sum, {ip}) => sum + ip, 0), flows: 4});
				expect(sums(records.filter(({vlan}) => vlan === 7)).packets).toBe(50);
				expect(sums(records.filter(({flow}) => flow.startsWith('2001:db8::1 '))).packets).toBe(67);
			}
		} finally {
			place.close();
		}
	});

	it('tells of 6LoWPAN how long its packets are without compression', async () => {
		const place = new Workplace(live.network.receiver);
		try {
			const header = '418807cefa0201cdab 7e33';
			const frames = [`${header} f09c40c3500000 6f6b`, `${header} e0110401020000 9c40c350000a0000 6f6b`].map(text =>
				Buffer.from(text.replaceAll(' ', ''), 'hex'),
			);
			const records = frames.map((bytes, i) => pcapRecord('little', 1_700_000_000 + i, 0, bytes));
			fs.writeFileSync(place.file('capture.pcap'), Buffer.concat([pcapHeader('little', {link: 230}), ...records]));
			const got = await nfdump(place, () => expect(place.run(ANALYZE)).toMatchObject({status: 0}));
			expect(sums(got)).toEqual({packets: 2, bytes: 50 + 58, flows: 1});
			expect(got[0].flow).toMatch(/^fe80::ff:fe00:abcd /);
		} finally {
			place.close();
		}
	});

	it('tells of what is captured live, to the packet', async () => {
		const place = new Workplace(live.network.receiver);
		try {
			const tell = async () => {
				const capture = place.start('exec netanal-tui capture veth0 --ipfix 127.0.0.1:4739 -q -c 3000 --format json');
				await untilOpen(capture.pid);
				await live.network.replay(live.file.sent, 20_000);
				expect(await capture.succeeded()).toContain('"error": null');
			};
			const got = await nfdump(place, tell);
			const {packets, bytes, flows} = sums(got);
			// the lengths of Ethernet's headers are not IP's
			expect({packets, bytes}).toEqual({packets: 3000, bytes: live.known.sent.bytes - 3000 * 14});
			expect(new Set(got.map(({protocol}) => protocol))).toEqual(new Set([6, 17]));
			expect(sums(await nfacctd(place, 3000, tell))).toEqual({packets, bytes, flows});
		} finally {
			place.close();
		}
	});

	it.skipIf(!fs.existsSync(CORPUS)).each(CAPTURES)('tells of %s what tshark counts', async (file, expected) => {
		const place = new Workplace(live.network.receiver);
		try {
			fs.copyFileSync(path.join(CORPUS, file), place.file('capture.pcap'));
			const analyze = () => expect(place.run(ANALYZE)).toMatchObject({status: 0});
			expect(sums(await nfdump(place, analyze))).toEqual(expected);
			expect(sums(await nfacctd(place, expected.packets, analyze))).toEqual(expected);
		} finally {
			place.close();
		}
	});

	it('speaks TCP too, with templates first, and says in one line who does not listen', async () => {
		const place = new Workplace(null);
		try {
			fs.writeFileSync(
				place.file('capture.pcap'),
				Buffer.concat([pcapHeader('little'), pcapRecord('little', 1, 0, frame(0, 4, 1).bytes)]),
			);
			const chunks: Buffer[] = [];
			const server = createServer(socket => socket.on('data', chunk => chunks.push(chunk)));
			await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
			const {port} = server.address() as {port: number};
			const telling = place.start(`exec netanal-tui analyze capture.pcap --ipfix tcp:127.0.0.1:${port} -q`);
			expect(await telling.end('SIGCONT')).toBe(0);
			await until(() => Buffer.concat(chunks).length > 100);
			const bytes = Buffer.concat(chunks);
			const second = bytes.readUInt16BE(2);
			// version, set of templates; then sequence number 0, set of IPv4 records
			expect([bytes.readUInt16BE(0), bytes.readUInt16BE(16)]).toEqual([10, 2]);
			expect([bytes.readUInt16BE(second), bytes.readUInt32BE(second + 8), bytes.readUInt16BE(second + 16)]).toEqual([
				10, 0, 256,
			]);
			server.close();
			await new Promise(resolve => server.once('close', resolve));
			expect(place.run(`netanal-tui analyze capture.pcap --ipfix tcp:127.0.0.1:${port}`)).toEqual({
				status: 1,
				output: `netanal-tui: cannot send flows to 127.0.0.1:${port}: nobody listens there\n`,
			});
			expect(place.run('netanal-tui analyze capture.pcap --ipfix 4739').output).toMatch(
				/--ipfix takes HOST:PORT, .*not '4739'/,
			);
			expect(place.run('netanal-tui analyze capture.pcap --ipfix-active 5').output).toContain(
				'--ipfix-active needs --ipfix HOST:PORT',
			);
		} finally {
			place.close();
		}
	});
});

/** A UDP packet in Ethernet, padded to 60 bytes. @returns the frame, and the length of what is IP in it */
function frame(tag: number, version: 4 | 6, payload: number): {bytes: Buffer; ip: number} {
	const udp = [0x9c, 0x40, 0, 53, 0, 8 + payload, 0, 0, ...Array(payload).fill(7)];
	const six = (last: number) => [0x20, 1, 0x0d, 0xb8, ...Array(11).fill(0), last];
	const ip =
		version === 4
			? [0x45, 0, 0, 20 + udp.length, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, ...udp]
			: [0x60, 0, 0, 0, 0, udp.length, 17, 64, ...six(1), ...six(2), ...udp];
	const type = version === 4 ? [8, 0] : [0x86, 0xdd];
	const head = [...Array(12).fill(2), ...(tag === 0 ? [] : [0x81, 0, 0, tag]), ...type];
	const bytes = Buffer.from([...head, ...ip]);
	return {bytes: Buffer.concat([bytes, Buffer.alloc(Math.max(0, 60 - bytes.length))]), ip: ip.length};
}
