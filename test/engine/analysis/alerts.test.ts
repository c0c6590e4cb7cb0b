/** Alerts of real tables, against plain sums over packets that are drawn. */
import {describe, expect, it} from 'vitest';
import {Alerts} from '../../../source/engine/analysis/alerts.js';
import {Random} from '../../../source/engine/capture/demo/random.js';
import type {Alert} from '../../../source/engine/snapshot.js';
import {addressOf, type Made, madeAnalysis} from '../../helpers/made-packets.js';

const BEGIN = 1_700_000_000;

function watched(...rules: string[]) {
	const {analysis, count} = madeAnalysis(null);
	const told: Alert[] = [];
	let over = Number.NEGATIVE_INFINITY;
	let lost = 0;
	const alerts = new Alerts(
		{
			analyzer: analysis.analyzer,
			lastSecond: () => over,
			get lost() {
				return lost;
			},
		},
		alert => told.push(alert),
	);
	alerts.set(rules);
	return {
		alerts,
		told,
		count,
		drop: (packets: number) => {
			lost += packets;
		},
		/** That second is over. */
		end: (second: number) => {
			over = second;
			alerts.look();
		},
	};
}

const packet = (fields: Partial<Made>): Made => ({
	...{kind: 'flow', from: 1, to: 2, fromPort: 5000, toPort: 443, bytes: 100, second: BEGIN},
	...fields,
});

describe('alerts of an analysis', () => {
	it('are of exactly the seconds in which a host or a flow was above the rate', () => {
		const random = new Random(7);
		const {count, end, told} = watched('host > 80kb/s', 'flow > 80kb/s');
		const hosts = new Map<string, number[]>();
		const flows = new Map<string, number[]>();
		const add = (sums: Map<string, number[]>, key: string, second: number, bytes: number) => {
			const each = sums.get(key) ?? [];
			each[second] = (each[second] ?? 0) + bytes;
			sums.set(key, each);
		};
		for (let second = 0; second < 120; second++) {
			const busy = random.next() < 0.15 ? 12 : 2;
			for (let i = 0; i < busy; i++) {
				const from = 1 + Math.floor(random.next() * 4);
				const to = 10 + Math.floor(random.next() * 3);
				const bytes = Math.floor(200 + random.next() * 4000);
				count(packet({from, to, bytes, second: BEGIN + second, nanoseconds: i}));
				add(hosts, addressOf(from), second, bytes);
				add(hosts, addressOf(to), second, bytes);
				add(flows, `udp ${addressOf(from)} 5000 ${addressOf(to)} 443`, second, bytes);
			}
			// some seconds are looked at together
			if (random.next() < 0.7) {
				end(BEGIN + second);
			}
		}
		end(BEGIN + 119);
		const expected = (sums: Map<string, number[]>) =>
			[...sums].flatMap(([subject, bytes]) => {
				const above = Array.from({length: 120}, (_, second) => second).filter(second => (bytes[second] ?? 0) > 10_000);
				const begun = above.filter((second, i) => i === 0 || second - above[i - 1] > 10 + 0);
				return begun.map(second => `${subject} ${BEGIN + second}`);
			});
		const begun = (kind: Alert['kind']) =>
			told
				.filter(alert => alert.kind === kind && alert.state === 'begin')
				.map(({subject, time}) => `${subject} ${Number(time)}`);
		expect(begun('host-rate').length).toBeGreaterThan(8);
		expect(begun('host-rate').sort()).toEqual(expected(hosts).sort());
		expect(begun('flow-rate').sort()).toEqual(expected(flows).sort());
		for (const {subject, state, time, since, seconds} of told.filter(
			({kind, state: s}) => kind === 'host-rate' && s === 'end',
		)) {
			const bytes = hosts.get(subject!)!;
			const above = bytes.flatMap((each, second) =>
				each > 10_000 && second >= Number(since) - BEGIN && second < Number(time) - BEGIN ? [second] : [],
			);
			expect([state, seconds, BEGIN + above.at(-1)! + 1]).toEqual(['end', above.length, Number(time)]);
		}
	});

	it('tell of new hosts, silences, loss and the health of the last minute', () => {
		const {count, end, told, drop} = watched('new host after 3s', 'silence 10.0.0.1 4s', 'loss', 'resets > 2/min');
		for (let second = 0; second < 4; second++) {
			count(packet({second: BEGIN + second}));
			end(BEGIN + second);
		}
		count(packet({from: 9, to: 1, second: BEGIN + 4}));
		drop(2);
		for (const fromPort of [1, 2, 3]) {
			count(packet({from: 9, to: 1, fromPort, flags: 4, second: BEGIN + 5}));
		}
		end(BEGIN + 12);
		expect(told.map(({rule, subject, time}) => [rule, subject, Number(time) - BEGIN])).toEqual([
			['new host after 3s', '10.0.0.9', 4],
			['loss', null, 4],
			['resets > 2/min', null, 5],
			['silence 10.0.0.1 4s', '10.0.0.1', 8],
		]);
	});

	it('do not look at a second of which only the end is known', () => {
		const {count, end, told, alerts} = watched();
		count(packet({}));
		alerts.set(['silence 10.0.0.1 1s']);
		count(packet({from: 5}));
		end(BEGIN);
		expect(told).toEqual([]);
		count(packet({from: 5, second: BEGIN + 1}));
		end(BEGIN + 1);
		expect(told.map(({since}) => Number(since) - BEGIN)).toEqual([1]);
	});

	it.each(['loss', 'resets > 2/min'])('of %s alone are told as well', rule => {
		const {count, end, told, drop} = watched(rule);
		for (const fromPort of [1, 2, 3]) {
			count(packet({fromPort, flags: 4}));
		}
		drop(1);
		end(BEGIN);
		expect(told.map(({rule: text}) => text)).toEqual([rule]);
	});

	it('begin with what comes after the rule, and cost no table its log where there is none', () => {
		const {count, end, told, alerts} = watched();
		expect(alerts.areWanted).toBe(false);
		count(packet({bytes: 1_000_000}));
		end(BEGIN);
		alerts.set(['host > 8kb/s', 'new host']);
		end(BEGIN);
		expect(told).toEqual([]);
		// of the second in which the rule came, a part is not known
		count(packet({second: BEGIN + 1}));
		count(packet({bytes: 1001, second: BEGIN + 2}));
		end(BEGIN + 2);
		expect(told.map(({subject, time}) => [subject, Number(time) - BEGIN])).toEqual([
			['10.0.0.1', 2],
			['10.0.0.2', 2],
		]);
	});
});
