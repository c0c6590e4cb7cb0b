/** The capture worker on a real interface: every packet counted, every loss counted, nothing under the wrong filter. */
import {expect, it} from 'vitest';
import {Driver} from '../helpers/driver.js';
import {describeLive, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import type {DriverCommand, DriverLine, DriverOptions, Tally} from './capture-driver.js';

describeLive('capture worker on a veth pair', 60_000, () => {
	const live = useLive({driver: 'capture-driver', packets: {many: 200_000, few: 20_000}});

	async function open(options: Partial<DriverOptions> = {}) {
		const capture = new Driver<DriverLine, DriverCommand>(live.network, live.driver, {
			interface: INTERFACE,
			...options,
		});
		const opened = await capture.first('opened');
		return {capture, opened};
	}

	async function finish(capture: Driver<DriverLine, DriverCommand>) {
		capture.send({type: 'stop'});
		const end = await capture.first('end');
		expect((await capture.first('exit')).code).toBe(0);
		return end;
	}

	it('finds 200,000 packets exactly, to the packet and the byte', async () => {
		const {capture, opened} = await open();
		expect(opened).toMatchObject({linkType: 1, nanoseconds: true, snaplen: 262_144});
		expect(await live.network.replay(live.file.many, 0)).toBe(live.known.many.packets);
		await capture.first('counters', ({counters}) => counters.received >= live.known.many.packets);
		const end = await finish(capture);
		expect(end.failure).toBeNull();
		expect(end.tallies).toEqual([{epoch: 0, filter: '', ...live.known.many}]);
		expect(end.counters).toEqual({
			received: live.known.many.packets,
			dispatched: live.known.many.packets,
			kernelDrops: 0,
			interfaceDrops: 0,
			queueDrops: 0,
			discarded: 0,
		});
	});

	it('changes the filter in mid-stream: no packet of the other kind after it, and each one accounted for', async () => {
		const {capture} = await open({filter: 'udp'});
		const sent = live.network.replay(live.file.many, 50_000);
		const texts = ['tcp', 'udp', 'tcp port 9000', 'ip'];
		for (const [id, text] of texts.entries()) {
			const consumed = capture.lines.reduce((most, line) => (line.type === 'counters' ? line.consumed : most), 0);
			await capture.next('counters', line => line.consumed > consumed + 1000);
			capture.send({type: 'filter', id, text});
			const result = await capture.first('filter-result', line => line.id === id);
			expect(result.error).toBeNull();
		}
		await sent;
		const end = await finish(capture);
		expect(end.tallies.map(each => each.filter)).toEqual(['udp', ...texts]);
		expect(end.tallies.map(each => each.epoch)).toEqual([0, 1, 2, 3, 4]);
		for (const tally of end.tallies) {
			expect(tally.packets).toBeGreaterThan(0);
			if (tally.filter === 'udp') {
				expect(tally.tcp).toBe(0);
			}
			if (tally.filter.startsWith('tcp')) {
				expect(tally.udp).toBe(0);
			}
		}
		expect(end.tallies[4].udp).toBeGreaterThan(0);
		expect(end.tallies[4].tcp).toBeGreaterThan(0);
		const {received, kernelDrops, dispatched, discarded} = end.counters;
		expect(sum(end.tallies)).toBe(dispatched);
		expect(received - kernelDrops!).toBe(dispatched + discarded);
	});

	it('discards nothing when the new filter wants all that the old one wanted', async () => {
		const {capture} = await open({filter: 'ip'});
		const sent = live.network.replay(live.file.many, 50_000);
		for (let id = 0; id < 10; id++) {
			capture.send({type: 'filter', id, text: id % 2 === 0 ? 'udp or tcp' : 'ip'});
			await capture.first('filter-result', line => line.id === id);
		}
		await sent;
		const {counters, tallies} = await finish(capture);
		expect(counters).toMatchObject({discarded: 0, queueDrops: 0, kernelDrops: 0});
		expect(sum(tallies)).toBe(counters.received);
	});

	it('keeps the running filter when the new one is wrong, and says what and where', async () => {
		const {capture} = await open({filter: 'udp'});
		capture.send({type: 'filter', id: 7, text: 'tcp prt 80'});
		const result = await capture.first('filter-result');
		expect(result).toMatchObject({id: 7, error: {message: "can't parse filter expression: syntax error", position: 4}});
		await live.network.replay(live.file.few, 0);
		await capture.first('counters', ({counters}) => counters.received >= live.known.few.udp);
		const end = await finish(capture);
		expect(end.tallies).toEqual([
			expect.objectContaining({filter: 'udp', packets: live.known.few.udp, udp: live.known.few.udp, tcp: 0}),
		]);
	});

	it('captures on while a host name in the new filter is looked up', async () => {
		live.network.silenceNameServers();
		const {capture} = await open();
		capture.send({type: 'filter', id: 0, text: 'udp and host slow.example'});
		const answered = capture.first('filter-result');
		await live.network.replay(live.file.few, 0);
		await capture.first('counters', line => line.consumed === live.known.few.packets);
		expect(capture.lines.filter(line => line.type === 'filter-result')).toEqual([]);
		expect((await answered).error).toEqual({message: "unknown host 'slow.example'", position: 13});
		const end = await finish(capture);
		expect(end.counters).toMatchObject({received: live.known.few.packets, kernelDrops: 0, queueDrops: 0});
	});

	it('drops and counts what a consumer that stands still leaves no room for', async () => {
		const {capture} = await open({queueSize: 1024 * 1024, hold: true});
		await live.network.replay(live.file.few, 0);
		await capture.first('counters', ({counters}) => counters.dispatched >= live.known.few.packets);
		capture.send({type: 'filter', id: 0, text: 'tcp'});
		await capture.first('filter-result');
		capture.send({type: 'consume'});
		const end = await finish(capture);
		const {received, kernelDrops, queueDrops} = end.counters;
		expect(kernelDrops).toBe(0);
		expect(received).toBe(live.known.few.packets);
		expect(queueDrops).toBeGreaterThan(0);
		expect(sum(end.tallies)).toBeGreaterThan(0);
		expect(sum(end.tallies) + queueDrops).toBe(received);
		expect(end.tallies.map(each => each.filter)).toEqual(['', 'tcp']);
	});

	it('counts the kernel’s drops apart from the queue’s', async () => {
		const {capture} = await open({queueSize: 1024 * 1024, bufferSize: 256 * 1024, hold: true});
		process.kill(capture.pid, 'SIGSTOP');
		await live.network.replay(live.file.few, 0);
		process.kill(capture.pid, 'SIGCONT');
		await capture.first('counters', ({counters}) => counters.received >= live.known.few.packets);
		await live.network.replay(live.file.few, 20_000);
		await capture.first('counters', ({counters}) => counters.received >= 2 * live.known.few.packets);
		capture.send({type: 'consume'});
		const {counters, tallies} = await finish(capture);
		expect(counters.received).toBe(2 * live.known.few.packets);
		expect(counters.kernelDrops).toBeGreaterThan(0);
		expect(counters.queueDrops).toBeGreaterThan(0);
		expect(sum(tallies) + counters.queueDrops + counters.kernelDrops!).toBe(counters.received);
	});

	it('stops after exactly the packets asked for', async () => {
		const {capture} = await open({count: 12_345});
		await live.network.replay(live.file.few, 0);
		const end = await capture.first('end');
		expect(end.failure).toBeNull();
		expect(sum(end.tallies)).toBe(12_345);
		expect((await capture.first('exit')).code).toBe(0);
	});

	it('captures on `any`, where libpcap knows no interface drops', async () => {
		const {capture, opened} = await open({interface: 'any'});
		expect([113, 276]).toContain(opened.linkType);
		await live.network.replay(live.file.few, 0);
		await capture.first('counters', ({counters}) => counters.received >= live.known.few.packets);
		const end = await finish(capture);
		expect(end.tallies).toEqual([
			expect.objectContaining({packets: live.known.few.packets, udp: live.known.few.udp, tcp: live.known.few.tcp}),
		]);
		expect(end.counters).toMatchObject({kernelDrops: 0, interfaceDrops: null, queueDrops: 0, discarded: 0});
	});

	it('cuts packets at the snap length and keeps their length on the network', async () => {
		const {capture, opened} = await open({snaplen: 64});
		expect(opened.snaplen).toBe(64);
		await live.network.replay(live.file.few, 0);
		await capture.first('counters', ({counters}) => counters.received >= live.known.few.packets);
		const end = await finish(capture);
		expect(end.tallies[0]).toMatchObject({packets: live.known.few.packets, bytes: live.known.few.bytes});
	});

	it('goes on when the interface goes down, comes up and is renamed, and says so', async () => {
		const {capture} = await open();
		live.network.ipReceiver('link', 'set', INTERFACE, 'down');
		await capture.first('interface', line => !line.up);
		live.network.ipReceiver('link', 'set', INTERFACE, 'name', 'renamed0');
		live.network.ipReceiver('link', 'set', 'renamed0', 'up');
		await capture.first('interface', line => line.up && line.name === 'renamed0');
		await live.network.replay(live.file.few, 0);
		await capture.first('counters', ({counters}) => counters.received >= live.known.few.packets);
		const end = await finish(capture);
		expect(end.failure).toBeNull();
		expect(sum(end.tallies)).toBe(live.known.few.packets);
	});

	it('ends with one clear line and the counts so far when the interface is removed', async () => {
		const {capture} = await open();
		await live.network.replay(live.file.few, 0);
		await capture.first('counters', ({counters}) => counters.received >= live.known.few.packets);
		const removed = performance.now();
		live.network.ipReceiver('link', 'delete', INTERFACE);
		const end = await capture.first('end');
		expect(performance.now() - removed).toBeLessThan(1000);
		expect(end.failure).toEqual({
			code: 'DEVICE_GONE',
			message: `${INTERFACE} was removed, the capture has ended; list interfaces: netanal-tui interfaces`,
		});
		expect(sum(end.tallies)).toBe(live.known.few.packets);
		expect((await capture.first('exit')).code).toBe(0);
	});

	it('names what mends it when an interface cannot be opened', async () => {
		const unknown = new Driver<DriverLine, DriverCommand>(live.network, live.driver, {interface: 'vteh0'});
		expect(await unknown.first('error')).toMatchObject({
			code: 'NO_SUCH_DEVICE',
			message: `no interface vteh0; did you mean ${INTERFACE}? list them: netanal-tui interfaces`,
		});
		live.network.ipReceiver('link', 'set', INTERFACE, 'down');
		const down = new Driver<DriverLine, DriverCommand>(live.network, live.driver, {interface: INTERFACE});
		expect(await down.first('error')).toMatchObject({
			code: 'DEVICE_DOWN',
			message: `${INTERFACE} is down: ip link set ${INTERFACE} up`,
		});
		const wrong = new Driver<DriverLine, DriverCommand>(live.network, live.driver, {
			interface: 'lo',
			filter: 'port ftpx',
		});
		expect(await wrong.first('error')).toMatchObject({
			code: 'FILTER_INVALID',
			message: "filter: unknown port 'ftpx'",
		});
	});
});

function sum(tallies: Tally[]): number {
	return tallies.reduce((total, each) => total + each.packets, 0);
}
