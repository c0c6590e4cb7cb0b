/** What the dashboard is told of a fleet's rows: all that its sensors list, with what they did lately, and of which second. */
import {expect, it} from 'vitest';
import {NO_ROWS} from '../../source/engine/rows.js';
import {Fleet} from '../../source/fleet/merge/fleet.js';
import {fleetRows} from '../../source/fleet/rows.js';
import {MadeSensor} from './made-sensor.js';

const EPOCH = 1_700_000_000;

class Clock {
	milliseconds = 0;
	wall = EPOCH;
	now = () => this.milliseconds;
}

function made() {
	const clock = new Clock();
	const fleet = new Fleet('nats://broker', clock);
	const sensors = [new MadeSensor('a'), new MadeSensor('b')];
	return {
		...{clock, fleet, sensors},
		rows: (search = '', only: string | null = null) =>
			fleetRows(fleet.snapshot(1000, only), {...NO_ROWS, search}, fleet.lastSecond(only)),
		/** All sensors say what they have seen. @param at seconds since the beginning */
		tell(at: number) {
			clock.milliseconds = at * 1000;
			for (const sensor of sensors) {
				const {sender, state} = sensor.message(EPOCH + at);
				fleet.take(sender, () => state);
			}
		},
	};
}

it('the second of all figures is the last one that every live sensor has told, and its total is that of the chart', () => {
	const {clock, fleet, sensors, rows, tell} = made();
	expect(rows().second).toBeNull();
	for (let second = 0; second < 5; second++) {
		sensors[0].see('10.0.0.1', 100 * (second + 1), EPOCH + second);
		sensors[1].see('10.0.0.2', 1000, EPOCH + second);
		tell(second + 2);
	}
	expect(rows()).toMatchObject({second: EPOCH + 4, windows: [{seconds: 1, packets: 2, bytes: 1500}]});
	expect(rows().seconds.at(-1)).toEqual({second: EPOCH + 4, packets: 2, bytes: 1500});
	const {samples} = fleet.snapshot().bandwidth;
	expect(rows().seconds.map(({bytes}) => bytes)).toEqual(samples.map(({bytes}) => bytes));
	expect(rows('', 'a')).toMatchObject({second: EPOCH + 4, windows: [{bytes: 500}]});
	// one is late: nothing is told of a second that it has not told of
	clock.milliseconds = 8000;
	sensors[0].see('10.0.0.1', 100, EPOCH + 6);
	const {sender, state} = sensors[0].message(EPOCH + 8);
	fleet.take(sender, () => state);
	expect(rows().second).toBe(EPOCH + 4);
	// it is silent: the others go on
	clock.milliseconds = 9500;
	expect(fleet.snapshot().fleet?.sensors.map(({state}) => state)).toEqual(['live', 'stale']);
	expect(rows().second).toBe(EPOCH + 6);
});

it('a search goes over all rows that sensors list, and says of how many', () => {
	const {sensors, rows, tell} = made();
	for (let host = 1; host <= 30; host++) {
		sensors[host % 2].see(`10.0.0.${host}`, 1000 - host, EPOCH);
	}
	tell(2);
	const {talkers} = rows().lists;
	expect(talkers).toMatchObject({known: 10, found: 10});
	expect(talkers.total).toBeGreaterThan(talkers.known);
	const found = rows('host:10.0.0.1').lists.talkers;
	expect(found).toMatchObject({known: 10, found: 2});
	expect(found.rows.map(({key}) => key).sort()).toEqual(['10.0.0.1', '10.0.0.10']);
});
