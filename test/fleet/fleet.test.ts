/** Many sensors as one: whatever becomes of the messages on their way. */
import {describe, expect, it, vi} from 'vitest';
import {Fleet} from '../../source/fleet/merge/fleet.js';
import {FleetLists} from '../../source/fleet/merge/lists.js';
import {encode} from '../../source/fleet/message/codec.js';
import {seeded} from '../engine/collector/random.js';
import {MadeSensor, type Sent} from './made-sensor.js';

const EPOCH = 1_700_000_000;

class Clock {
	milliseconds = 0;
	wall = EPOCH;
	now = () => this.milliseconds;
}

const made = () => {
	const clock = new Clock();
	return {clock, fleet: new Fleet('nats://broker', clock)};
};

const hear = (fleet: Fleet, {sender, state}: Sent) => fleet.take(sender, () => state);

function shuffle<Item>(items: Item[], random: () => number): Item[] {
	for (let i = items.length - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		[items[i], items[j]] = [items[j], items[i]];
	}
	return items;
}

const numbers = (count: number) => Array.from({length: count}, (_, i) => i);

describe.each(['shared', 'disjoint'])('a hundred sensors with %s hosts', hosts => {
	it.each(Array.from({length: 20}, (_, seed) => seed))('add up to the truth, seed %i', seed => {
		const random = seeded(seed);
		const {clock, fleet} = made();
		const sensors = Array.from({length: 100}, (_, i) => new MadeSensor(`sensor-${i}`));
		const truth = new Map<string, number>();
		const messages: Sent[] = [];
		/** The last of each boot always arrives: a broker keeps it. */
		const last = new Map<string, Sent>();
		const restarts = new Set(shuffle(numbers(100 * 29), random).slice(0, 10));
		for (let interval = 0; interval < 30; interval++) {
			for (const [i, sensor] of sensors.entries()) {
				const time = EPOCH + interval;
				if (interval > 0 && restarts.has(100 * (interval - 1) + i)) {
					sensor.restart(time);
				}
				for (let packet = 0; packet < 5; packet++) {
					const host = Math.floor(40 * random() ** 2);
					const address = hosts === 'shared' ? `10.0.0.${host}` : `10.${i}.0.${host}`;
					const bytes = 60 + Math.floor(random() * 1000);
					sensor.see(address, bytes, time);
					truth.set(address, (truth.get(address) ?? 0) + bytes);
				}
				const message = sensor.message(time);
				last.set(`${sensor.name} ${message.sender.boot}`, message);
				messages.push(message);
			}
		}
		clock.milliseconds = 30_000;
		// 30 % are lost, 20 % come twice, all in any order
		const kept = shuffle(messages, random).slice(0, 0.7 * messages.length);
		const twice = kept.slice(0, 0.2 * messages.length);
		for (const message of shuffle([...kept, ...twice, ...last.values()], random)) {
			hear(fleet, message);
		}
		expect([messages.length, kept.length, twice.length, last.size]).toEqual([3000, 2100, 600, 110]);
		const {totals, endpoints, bandwidth, fleet: told} = fleet.snapshot(20);
		expect(totals.packets).toBe(100 * 30 * 5);
		expect(totals.bytes).toBe([...truth.values()].reduce((sum, bytes) => sum + bytes, 0));
		expect(bandwidth.samples.reduce((sum, {bytes}) => sum + bytes, 0)).toBe(totals.bytes);
		for (const sensor of sensors) {
			const row = told?.sensors.find(({name}) => name === sensor.name);
			expect(row).toMatchObject({packets: sensor.total.packets, bytes: sensor.total.bytes, boots: sensor.boots});
		}
		const outside = [...truth].filter(([address, bytes]) => {
			const row = endpoints.top.find(endpoint => endpoint.address === address);
			const [low, high] =
				row === undefined ? [0, endpoints.unlistedBytes ?? 0] : [row.bytesSent, row.bytesSent + row.errorBytes];
			return bytes < low || bytes > high;
		});
		expect(outside).toEqual([]);
		const {low, high} = told?.distinct.endpoints ?? {low: 0, high: 0};
		expect(low).toBeLessThanOrEqual(truth.size);
		expect(high).toBeGreaterThanOrEqual(truth.size);
	});
});

describe('a sensor', () => {
	it('is live, then stale after three intervals of silence, and live again', () => {
		const {clock, fleet} = made();
		const sensor = new MadeSensor('a');
		const state = () => fleet.snapshot().fleet?.sensors[0].state;
		hear(fleet, sensor.message(EPOCH));
		expect(state()).toBe('live');
		clock.milliseconds = 3000;
		expect(state()).toBe('live');
		clock.milliseconds = 3001;
		expect(state()).toBe('stale');
		hear(fleet, sensor.message(EPOCH + 3));
		expect(state()).toBe('live');
		hear(fleet, sensor.message(EPOCH + 4, {}, true));
		expect(state()).toBe('ended');
	});

	it('is stale three intervals after its message came, however long that waited to be looked at', () => {
		const {clock, fleet} = made();
		const sensor = new MadeSensor('a');
		const first = sensor.message(EPOCH);
		fleet.take(first.sender, () => first.state, 0);
		const second = sensor.message(EPOCH + 1);
		const third = sensor.message(EPOCH + 2);
		clock.milliseconds = 2000;
		fleet.heard(third.sender);
		clock.milliseconds = 4900;
		fleet.take(second.sender, () => second.state, 1000);
		const [before] = fleet.snapshot().fleet!.sensors;
		expect(before).toMatchObject({
			state: 'live',
			lastHeard: `${EPOCH + 2}.000000000`,
			countedAt: `${EPOCH + 1}.000000000`,
		});
		clock.milliseconds = 5001;
		fleet.take(third.sender, () => third.state, 2000);
		const [after] = fleet.snapshot().fleet!.sensors;
		expect(after).toMatchObject({state: 'stale', countedAt: `${EPOCH + 2}.000000000`});
	});

	it('never lowers a total when it begins anew, however often', () => {
		const {fleet} = made();
		const sensor = new MadeSensor('a');
		let packets = 0;
		for (let boot = 0; boot < 12; boot++) {
			sensor.restart(EPOCH + 10 * boot);
			sensor.see('10.0.0.1', 100, EPOCH);
			sensor.see('10.0.0.2', 10, EPOCH);
			hear(fleet, sensor.message(EPOCH + 10 * boot));
			packets += 2;
			expect(fleet.snapshot().totals.packets).toBe(packets);
		}
		const {endpoints, fleet: told} = fleet.snapshot();
		expect(told?.sensors[0]).toMatchObject({boots: 12, packets: 24});
		// of the four oldest boots only the sums are kept: each row may have had the most there
		expect(endpoints.top[0]).toMatchObject({address: '10.0.0.1', bytesSent: 800, errorBytes: 400});
		expect(fleet.snapshot(20, 'a').endpoints).toEqual(endpoints);
	});

	it('is not counted twice when a broker says again what its older boots said last', () => {
		const {fleet} = made();
		const sensor = new MadeSensor('a');
		const said: Sent[] = [];
		for (let boot = 0; boot < 300; boot++) {
			sensor.restart(EPOCH + boot);
			sensor.see('10.0.0.1', 100, EPOCH);
			said.push(sensor.message(EPOCH + boot));
		}
		for (let times = 0; times < 2; times++) {
			for (const message of said) {
				hear(fleet, message);
			}
			expect(fleet.snapshot().totals.packets).toBe(300);
			expect(fleet.snapshot().fleet?.sensors[0].boots).toBe(300);
		}
	});

	it('that begins anew a thousand times has no more lists than one that did so ten times', () => {
		const {fleet} = made();
		const sensor = new MadeSensor('a');
		const replace = vi.spyOn(FleetLists.prototype, 'replace');
		const remove = vi.spyOn(FleetLists.prototype, 'remove');
		for (let i = 0; i < 1000; i++) {
			sensor.restart(EPOCH + sensor.boots);
			sensor.see('10.0.0.1', 100, EPOCH);
			hear(fleet, sensor.message(EPOCH));
		}
		const added = replace.mock.calls.filter(([before]) => before === null).length;
		// eight boots, and one for all that were before them
		expect(added - remove.mock.calls.length).toBe(9);
		vi.restoreAllMocks();
		expect(fleet.snapshot().fleet?.sensors[0]).toMatchObject({boots: 1000, packets: 1000});
		expect(fleet.snapshot().endpoints.top[0]).toMatchObject({bytesSent: 800, errorBytes: 99_200});
	});

	it('is told by itself when it is looked at alone', () => {
		const {fleet} = made();
		const [a, b] = [new MadeSensor('a'), new MadeSensor('b')];
		a.see('10.0.0.1', 100, EPOCH);
		b.see('10.0.0.1', 200, EPOCH);
		for (const sensor of [a, b]) {
			hear(fleet, sensor.message(EPOCH));
		}
		const alone = fleet.snapshot(20, 'b');
		expect(alone.source.name).toBe('b');
		expect(alone.totals.bytes).toBe(200);
		expect(alone.endpoints.top).toMatchObject([{address: '10.0.0.1', bytesSent: 200}]);
		expect(alone.bandwidth.samples).toEqual([{time: `${EPOCH}.000000000`, packets: 1, bytes: 200}]);
		// the others can still be turned to
		expect(alone.fleet?.sensors.map(({name}) => name)).toEqual(['a', 'b']);
	});

	it('that cannot know its drops makes the sum unknown, and says of how many', () => {
		const {fleet} = made();
		for (const [name, kernel] of [
			['a', 3],
			['b', null],
			['c', 4],
		] as const) {
			hear(fleet, new MadeSensor(name).message(EPOCH, {drops: {kernel, interface: 0, queue: 1}}));
		}
		const {drops, fleet: told} = fleet.snapshot();
		expect(drops).toEqual({kernel: null, interface: 0, queue: 3});
		expect(told?.drops).toEqual({
			kernel: {atLeast: 7, unknownOn: 1},
			interface: {atLeast: 0, unknownOn: 0},
			queue: {atLeast: 3, unknownOn: 0},
		});
	});

	it('whose rates are those of its interval, is in what was done lately only while it is live', () => {
		const {clock, fleet} = made();
		const sensor = new MadeSensor('a');
		sensor.see('10.0.0.1', 1000, EPOCH);
		const [endpoint] = sensor.message(EPOCH).state.snapshot.endpoints.top;
		const recent = {
			seconds: 2,
			endpoints: [{...endpoint, recent: {packets: 4, bytesSent: 1000, bytesReceived: 10}}],
			conversations: [],
			flows: [],
		};
		hear(fleet, sensor.message(EPOCH, {recent}));
		expect(fleet.snapshot().recent).toMatchObject({
			seconds: 1,
			endpoints: [{address: '10.0.0.1', bytesSent: 1000, recent: {packets: 2, bytesSent: 500, bytesReceived: 5}}],
		});
		clock.milliseconds = 4000;
		expect(fleet.snapshot().recent?.endpoints).toEqual([]);
	});
});

describe('what is refused', () => {
	const refused = (change: (sent: Sent) => void) => {
		const {fleet} = made();
		const sensor = new MadeSensor('a');
		sensor.see('10.0.0.1', 100, EPOCH);
		const good = sensor.message(EPOCH);
		fleet.hear(good.sender, encode(good.state));
		const bad = sensor.message(EPOCH + 1);
		change(bad);
		fleet.hear(bad.sender, encode(bad.state));
		const snapshot = fleet.snapshot();
		expect(snapshot.totals).toMatchObject({packets: 1, bytes: 100});
		return snapshot.fleet?.sensors[0];
	};

	it.each([
		[
			'a total that fell',
			({state}: Sent) => void Object.assign(state.snapshot.totals, {bytes: 99}),
			'totals.bytes fell from 100 to 99',
		],
		[
			'a count below 0',
			({state}: Sent) => void Object.assign(state.snapshot.totals, {packets: -1}),
			'snapshot/totals/packets does not keep to the schema (minimum)',
		],
		[
			'another boot than that of the subject',
			({sender}: Sent) => void Object.assign(sender, {boot: 'f'.repeat(16)}),
			'it says that it is 6100000000000001.2, and was sent as ffffffffffffffff.2',
		],
		[
			'another sequence',
			({sender}: Sent) => void Object.assign(sender, {sequence: 9}),
			'it says that it is 6100000000000001.2, and was sent as 6100000000000001.9',
		],
		[
			'another schema',
			({state}: Sent) => void Object.assign(state, {schema: 'x'}),
			'its schema is not netanal/sensor@1',
		],
		['an interval of no time', ({state}: Sent) => void Object.assign(state, {interval: 0}), 'interval is no time'],
		[
			'rows without end',
			({state}: Sent) => {
				const [row] = state.snapshot.endpoints.top;
				state.snapshot.endpoints.top = Array.from({length: 1001}, () => row);
			},
			'top has more than 1000 entries',
		],
		[
			'more than a number can count',
			({state}: Sent) => void Object.assign(state.snapshot.totals, {packets: 2 ** 53}),
			'snapshot/totals/packets does not keep to the schema (maximum)',
		],
		[
			'protocols without end',
			({state}: Sent) => {
				state.snapshot.protocols.link = Array.from({length: 1001}, (_, i) => ({name: `${i}`, packets: 1, bytes: 1}));
			},
			'snapshot/protocols/link does not keep to the schema (maxItems)',
		],
		[
			'a text without end',
			({state}: Sent) => void Object.assign(state.snapshot.source, {name: 'x'.repeat(65_537)}),
			'snapshot/source/name does not keep to the schema (maxLength)',
		],
		[
			'a field of another type',
			({state}: Sent) => void Object.assign(state.snapshot.endpoints, {distinct: '1'}),
			'snapshot/endpoints/distinct does not keep to the schema (type)',
		],
	])('%s', (_, change, reason) => {
		expect(refused(change)).toMatchObject({state: 'refused', refused: 1, reason});
	});

	it('is nothing of what a sensor of an earlier version does not say', () => {
		const {fleet} = made();
		const {sender, state} = new MadeSensor('a').message(EPOCH);
		const {queue, tunnels, encapsulations, otherProtocols, packetSizes, decodeStops, recent, detail, ...earlier} =
			state.snapshot;
		fleet.hear(sender, encode({...state, snapshot: earlier as typeof state.snapshot}));
		const {fleet: told, ...snapshot} = fleet.snapshot();
		expect(told?.sensors[0]).toMatchObject({state: 'live', reason: null});
		expect(snapshot).toMatchObject({tunnels, encapsulations, otherProtocols, packetSizes, decodeStops, detail});
		expect([queue, recent]).toEqual([null, null]);
	});

	it('is taken again once it is right', () => {
		const {fleet} = made();
		const sensor = new MadeSensor('a');
		fleet.hear({sensor: 'a', boot: 'a'.repeat(16), sequence: 1}, Buffer.from('not deflated'));
		expect(fleet.snapshot().fleet?.sensors[0]).toMatchObject({
			state: 'refused',
			boots: 0,
			reason: 'it is not deflated',
		});
		hear(fleet, sensor.message(EPOCH));
		expect(fleet.snapshot().fleet?.sensors[0]).toMatchObject({state: 'live', refused: 1, boots: 1});
	});
});
