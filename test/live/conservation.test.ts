/**
 * Nothing lost that is not counted, and nothing under the wrong filter. `npm run soak -- conservation` sets NETANAL_SOAK and
 * runs this at full length.
 */
import {expect, it} from 'vitest';
import {Driver} from '../helpers/driver.js';
import {describeLive, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import type {DriverCommand, DriverLine, DriverOptions, Tally} from './capture-driver.js';

const long = process.env.NETANAL_SOAK !== undefined;
const RUNS = long ? 20 : 4;
const PACKETS = long ? 1_000_000 : 50_000;
const CHANGES = long ? 1000 : 25;

/** A queue and a kernel buffer that are soon full, and a consumer that does not care. */
const OVERLOADED: Partial<DriverOptions> = {queueSize: 1024 * 1024, bufferSize: 128 * 1024, pause: 25};

/** The first three want all of the traffic, the others a half each. */
const WIDE = ['ip', 'udp or tcp', 'net 10.0.0.0/8'];
const NARROW = ['udp', 'tcp'];

describeLive('conservation', long ? 3_600_000 : 120_000, () => {
	const live = useLive({driver: 'capture-driver', packets: {known: PACKETS}});

	async function open(options: Partial<DriverOptions>) {
		const capture = new Driver<DriverLine, DriverCommand>(live.network, live.driver, {
			interface: INTERFACE,
			...options,
		});
		await capture.first('opened');
		return capture;
	}

	async function change(capture: Driver<DriverLine, DriverCommand>, id: number, text: string) {
		const answer = capture.next('filter-result', line => line.id === id);
		capture.send({type: 'filter', id, text});
		return answer;
	}

	async function finish(capture: Driver<DriverLine, DriverCommand>) {
		capture.send({type: 'stop'});
		const end = await capture.first('end');
		expect(end.failure).toBeNull();
		expect((await capture.first('exit')).code).toBe(0);
		return end;
	}

	const runs = Array.from({length: RUNS}, (_, run) => ({
		run,
		overloaded: run % 2 === 1,
		filters: run % 4 < 2 ? WIDE : NARROW,
	}));

	it.each(runs)('run $run: overloaded $overloaded, filters $filters', async ({overloaded, filters}) => {
		const capture = await open({filter: filters[0], ...(overloaded ? OVERLOADED : {})});
		let over = false;
		const sent = live.network.replay(live.file.known, 0).finally(() => {
			over = true;
		});
		let changes = 0;
		while (!over) {
			const {error} = await change(capture, changes, filters[++changes % filters.length]);
			expect(error).toBeNull();
		}

		expect(await sent).toBe(live.known.known.packets);
		expect(changes).toBeGreaterThan(0);
		const {tallies, counters} = await finish(capture);
		const {received, kernelDrops, queueDrops, dispatched, discarded} = counters;
		const analysed = sum(tallies);
		expect(received - kernelDrops! - analysed - queueDrops - discarded).toBe(0);
		// Not by definition, as the sum above is in part: what libpcap handed over came out of the queue or was dropped there.
		expect(analysed + queueDrops).toBe(dispatched);
		expect(received).toBeLessThanOrEqual(live.known.known.packets);
		expect(analysed).toBeGreaterThan(0);
		if (filters === WIDE) {
			expect(discarded).toBe(0);
		} else {
			expectPure(tallies);
		}
		if (overloaded) {
			expect(kernelDrops! + queueDrops).toBeGreaterThan(0);
		}
		if (long) {
			console.log(JSON.stringify({changes, sent: live.known.known.packets, analysed, ...counters}));
		}
	});

	it('receives every packet that was sent when the filter stays', async () => {
		const capture = await open(OVERLOADED);
		await live.network.replay(live.file.known, 0);
		await capture.first('counters', line => line.counters.received >= live.known.known.packets);
		const {tallies, counters} = await finish(capture);
		expect(counters).toMatchObject({received: live.known.known.packets, discarded: 0});
		expect(sum(tallies) + counters.queueDrops + counters.kernelDrops!).toBe(live.known.known.packets);
	});

	it(`changes the filter ${CHANGES} times at full rate: no packet under the wrong one, each gap known`, async () => {
		const capture = await open({filter: NARROW[0]});
		const flood = live.network.flood(live.file.known);
		const gaps: number[] = [];
		/** Packets have come under the filter in force: an answer before that would leave it without any. */
		const used = (epoch: number) => capture.next('counters', line => line.epoch === epoch && line.ofEpoch > 0);
		for (let id = 0; id < CHANGES; id++) {
			await used(id);
			const {error, gap} = await change(capture, id, NARROW[(id + 1) % 2]);
			expect(error).toBeNull();
			gaps.push(gap);
		}

		await used(CHANGES);
		await flood.stop();
		const {tallies, counters} = await finish(capture);
		expect(tallies.map(each => each.filter)).toEqual(Array.from({length: CHANGES + 1}, (_, at) => NARROW[at % 2]));
		expectPure(tallies);
		expect(tallies.every(each => each.packets > 0)).toBe(true);
		const {received, kernelDrops, queueDrops, discarded} = counters;
		expect(received - kernelDrops! - sum(tallies) - queueDrops - discarded).toBe(0);
		expect(gaps.every(gap => gap > 0 && gap < 1000)).toBe(true);
		if (long) {
			console.log(JSON.stringify({longestGap: Math.max(...gaps), ...counters}));
		}
	});
});

/** Only what the filter of its time wants. */
function expectPure(tallies: Tally[]): void {
	for (const {filter, udp, tcp} of tallies) {
		expect(filter === 'udp' ? tcp : udp).toBe(0);
	}
}

function sum(tallies: Tally[]): number {
	return tallies.reduce((total, each) => total + each.packets, 0);
}
