/** Lists that are longer than there is room for. */
import {describe, expect, it} from 'vitest';
import {Fleet} from '../../source/fleet/merge/fleet.js';
import {decode, encode} from '../../source/fleet/message/codec.js';
import {Refused} from '../../source/fleet/message/refused.js';
import {endpoint} from '../helpers/snapshots.js';
import {MadeSensor} from './made-sensor.js';

const EPOCH = 1_700_000_000;

/** With so many rows, the first of 1000 bytes, each next one of one less. */
function long(name: string, rows: number) {
	const sent = new MadeSensor(name).message(EPOCH);
	const {endpoints} = sent.state.snapshot;
	endpoints.top = Array.from({length: rows}, (_, i) => endpoint(`10.0.${i >> 8}.${i & 255}`, 1000 - i, 0));
	endpoints.unlistedBytes = 7;
	return sent;
}

describe('a list that is cut', () => {
	it('says that its unlisted rows may have what the first one that was cut off has', () => {
		const {state} = long('a', 50);
		state.snapshot.endpoints.top[30].errorBytes = 500;
		const {endpoints} = decode(encode(state), 20).snapshot;
		expect(endpoints.top).toHaveLength(20);
		expect(endpoints.unlistedBytes).toBe(970 + 500);
	});

	it('stays as it is where there is room', () => {
		const {state} = long('a', 50);
		expect(decode(encode(state), 50)).toEqual(state);
	});

	it.each([
		['bytes below 0', {bytesSent: -1}],
		['an error that is none', {errorBytes: '9'}],
	])('is refused where a row that is cut off has %s', (_, change) => {
		const {state} = long('a', 50);
		Object.assign(state.snapshot.endpoints.top[40], change);
		expect(() => decode(encode(state), 20)).toThrow('a row counts what is no amount');
	});

	it('has its bounds hold in a fleet with more sensors than have room for all their rows', () => {
		const fleet = new Fleet('nats://broker', {now: () => 0, wall: EPOCH});
		const sensors = Array.from({length: 1000}, (_, i) => long(`s${i}`, 50));
		for (const {sender, state} of sensors) {
			fleet.hear(sender, encode(state));
		}
		const {endpoints} = fleet.snapshot(1000);
		expect(endpoints.top.length).toBeGreaterThanOrEqual(12);
		for (let i = 0; i < 50; i++) {
			const row = endpoints.top.find(({address}) => address === `10.0.0.${i}`);
			const truth = 1000 * (1000 - i);
			const [low, high] =
				row === undefined ? [0, endpoints.unlistedBytes ?? 0] : [row.bytesSent, row.bytesSent + row.errorBytes];
			expect(low).toBeLessThanOrEqual(truth);
			expect(high).toBeGreaterThanOrEqual(truth);
		}
	});

	it('is whole for the one sensor that is looked at alone', () => {
		const fleet = new Fleet('nats://broker', {now: () => 0, wall: EPOCH});
		fleet.whole = 's999';
		for (let i = 0; i < 1000; i++) {
			const {sender, state} = long(`s${i}`, 50);
			fleet.hear(sender, encode(state));
		}
		expect(fleet.snapshot(1000, 's999').endpoints.top).toHaveLength(50);
		expect(fleet.snapshot(1000, 's998').endpoints.top).toHaveLength(12);
	});
});

describe('what a hostile sensor says', () => {
	it('is not repeated as it was said', () => {
		const fleet = new Fleet('nats://broker', {now: () => 0, wall: EPOCH});
		const {sender} = new MadeSensor('a').message(EPOCH);
		fleet.take(sender, () => {
			throw new Refused(`\u001b[2J${'x'.repeat(10_000)} is no amount`);
		});
		const {reason} = fleet.snapshot().fleet!.sensors[0];
		expect(reason).toMatch(/^\ufffd\[2Jx+$/);
		expect(reason!.length).toBeLessThanOrEqual(200);
	});

	it('is kept no further than a snapshot goes', () => {
		const {state} = long('a', 3);
		const more = structuredClone(state);
		const parts = [more, more.snapshot, more.snapshot.totals, more.snapshot.endpoints.top[1], more.snapshot.source];
		for (const part of parts) {
			Object.assign(part, {unknown: ['x'.repeat(100_000), {deep: {deep: {}}}]});
		}
		expect(decode(encode(more))).toEqual(state);
	});
});

describe('a message that waits to be looked at', () => {
	it('keeps its sensor from being silent', () => {
		const clock = {milliseconds: 0, now: () => clock.milliseconds, wall: EPOCH};
		const fleet = new Fleet('nats://broker', clock);
		const sensor = new MadeSensor('a');
		const first = sensor.message(EPOCH);
		fleet.take(first.sender, () => first.state);
		clock.milliseconds = 10_000;
		fleet.heard(first.sender);
		expect(fleet.snapshot().fleet?.sensors[0].state).toBe('stale');
		fleet.heard(sensor.message(EPOCH + 10).sender);
		expect(fleet.snapshot().fleet?.sensors[0].state).toBe('live');
	});
});
