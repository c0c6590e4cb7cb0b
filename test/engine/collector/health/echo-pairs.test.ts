/** What echoes of ICMP tell of each pair of hosts, by who asked. */
import {describe, expect, it} from 'vitest';
import {EchoWays} from '../../../../source/engine/collector/health/echo-ways.js';
import {buildSnapshot} from '../../../../source/engine/collector/snapshot-builder.js';
import {NO_ROWS} from '../../../../source/engine/rows.js';
import {echoRoundTrip} from '../../../../source/engine/tcp-figures.js';
import {fleetPart} from '../../../../source/fleet/message/fleet-part.js';
import {csvTable} from '../../../../source/output/csv.js';
import {parquetPieces} from '../../../../source/output/parquet.js';
import {madeAnalysis} from '../../../helpers/made-packets.js';
import {echo, echo6, icmp, watched} from './frames.js';

const [HERE, THERE] = [1, 2];
const [HERE_6, THERE_6] = ['20010db8000000000000000000000001', '20010db8000000000000000000000002'];
const ask = (id: number, sequence: number) => echo(HERE, THERE, '08', id, sequence);
const reply = (id: number, sequence: number) => echo(THERE, HERE, '00', id, sequence);

function pairs(at: (note: ReturnType<typeof watched>['at']) => void) {
	const {analyzer, at: note} = watched({endpoints: 64, conversations: 64, flows: 64});
	at(note);
	const snapshot = buildSnapshot(analyzer, {
		...{generator: 'test', source: {kind: 'file', name: 'a.pcap', format: 'pcap', filter: null, snaplen: 65_535}},
		...{top: 'all', declaredLinkTypes: [], drops: {kernel: null, interface: null, queue: 0}, error: null},
	});
	return {analyzer, snapshot, of: (a: string) => snapshot.conversations.top.find(pair => pair.a === a)?.icmpEcho};
}

describe('round trips of echoes between two hosts', () => {
	it('are told of each way, of both versions: the shortest, smoothed by an eighth, and the last', () => {
		const {of} = pairs(at => {
			at(0, ask(7, 1), ask(7, 2), ask(7, 3), echo(THERE, HERE, '08', 9, 1));
			at(0.000_1, echo(HERE, THERE, '00', 9, 1));
			at(0.016, reply(7, 1));
			at(0.008, reply(7, 2));
			at(0.032, reply(7, 3));
			at(0.04, echo6(THERE_6, HERE_6, '80', 7, 1));
			at(0.09, echo6(HERE_6, THERE_6, '81', 7, 1));
		});
		// RFC 6298 §2: 16, then 16 − 8/8, then 15 + 17/8 ms
		expect(of('10.0.0.1')).toEqual({
			aToB: {
				...{requests: 3, unanswered: 0},
				roundTrip: {samples: 3, min: '0.008000000', smoothed: '0.017125000', last: '0.032000000'},
			},
			bToA: {
				...{requests: 1, unanswered: 0},
				roundTrip: {samples: 1, min: '0.000100000', smoothed: '0.000100000', last: '0.000100000'},
			},
		});
		expect(of('2001:db8::1')).toMatchObject({aToB: null, bToA: {roundTrip: {samples: 1, last: '0.050000000'}}});
	});

	it('need a reply with identifier and sequence number, the first one of those, to a request of that way', () => {
		const none = {samples: 0, min: null, smoothed: null, last: null};
		const {of} = pairs(at => {
			at(0, ask(7, 7), ask(8, 8), echo(THERE, HERE, '08', 9, 9));
			// other numbers, the same ones turned, and the asker's own reply to itself
			at(0.1, reply(7, 6), reply(6, 7), reply(8, 7), echo(HERE, THERE, '00', 7, 7), reply(9, 9));
		});
		expect(of('10.0.0.1')).toMatchObject({aToB: {roundTrip: none}, bToA: {roundTrip: none}});
		const twice = pairs(at => {
			at(0, ask(7, 7));
			at(0.1, reply(7, 7));
			at(0.3, reply(7, 7));
		});
		expect(twice.of('10.0.0.1')!.aToB!.roundTrip).toMatchObject({samples: 1, last: '0.100000000'});
	});

	it('tell nothing by a reply alone, or by what is no echo', () => {
		const {snapshot} = pairs(at => at(0, reply(7, 1), icmp(5, 6, '0b'), echo(3, 4, '0d', 7, 1)));
		expect(snapshot.conversations.top).toHaveLength(3);
		for (const pair of snapshot.conversations.top) {
			expect(pair).not.toHaveProperty('icmpEcho');
		}
	});

	it('have requests without one, after five seconds, at the pair that they are of', () => {
		const {of} = pairs(at => {
			at(0, ask(7, 1), ask(7, 2), echo(3, THERE, '08', 7, 1));
			at(0.1, reply(7, 1));
			at(2, ask(7, 3));
			at(5.5, icmp(5, 6, '0b'));
		});
		expect(of('10.0.0.1')!.aToB).toMatchObject({requests: 3, unanswered: 1, roundTrip: {samples: 1}});
		expect(of('10.0.0.2')!.bToA).toMatchObject({requests: 1, unanswered: 1, roundTrip: {samples: 0}});
	});

	it('are counted exactly where a whole network is asked with the same numbers', () => {
		const {analyzer, at} = watched();
		const hosts = Array.from({length: 3000}, (_, i) => i + 2);
		for (const host of hosts) {
			at(host / 1000, echo(HERE, host, '08', 1, 1));
			if (host % 3 > 0) {
				at(host / 1000 + 0.000_5, echo(host, HERE, '00', 1, 1));
			}
		}
		at(20, icmp(5, 6, '0b'));
		analyzer.batch.flush();
		analyzer.health.giveUp(null);
		const {evicted, unwatched} = analyzer.health.snapshot(1, null).icmpEcho!;
		const told = hosts.flatMap(host => {
			const way = analyzer.health.echoes.between([4, 0, 0, 0, 0x0a000001], [4, 0, 0, 0, 0x0a000000 + host])?.aToB;
			return way == null ? [] : [{host, way}];
		});
		expect(told.length + evicted!).toBe(hosts.length);
		expect(told.length).toBeGreaterThan(2500);
		const others = told.filter(({host, way: {requests, unanswered, roundTrip}}) => {
			const answered = host % 3 > 0 ? 1 : 0;
			return requests !== 1 || unanswered !== 1 - answered || roundTrip.samples !== answered;
		});
		// those that found no room to wait in
		expect(others.length).toBeLessThanOrEqual(unwatched);
		expect(unwatched).toBeLessThan(30);
	});

	it('stand in CSV and Parquet; a fleet is not told them', () => {
		const {snapshot} = pairs(at => {
			at(0, ask(7, 1));
			at(0.01, reply(7, 1));
			at(9, ask(7, 2));
		});
		const table = csvTable('conversations');
		const [first] = [...table.rows(snapshot)];
		expect(Object.fromEntries(table.columns.map((name, i) => [name, first[i]]))).toMatchObject({
			...{a: '10.0.0.1', echoRequestsAToB: 2, echoUnansweredAToB: 0, echoRttAToB: '0.010000000'},
			...{echoRequestsBToA: null, echoUnansweredBToA: null, echoRttBToA: null},
		});
		const file = Buffer.concat([...parquetPieces(snapshot, 'conversations')]);
		const seconds = Buffer.alloc(8);
		seconds.writeDoubleLE(0.01);
		expect(file.includes(seconds)).toBe(true);
		const withRecent = {
			...snapshot,
			recent: {
				...{seconds: 1, endpoints: [], flows: []},
				conversations: snapshot.conversations.top.map(pair => ({...pair, recent: {packets: 1, bytes: 1}})),
			},
		};
		expect(JSON.stringify(withRecent)).toContain('icmpEcho');
		const part = fleetPart(withRecent);
		expect([part.conversations.top, part.recent!.conversations]).toEqual([
			snapshot.conversations.top.map(({icmpEcho: _, ...pair}) => pair),
			withRecent.recent.conversations.map(({icmpEcho: _, ...pair}) => pair),
		]);
		expect(part.health!.icmpEcho).not.toHaveProperty('evicted');
	});

	it('are what conversations can be sorted by, those without one last', () => {
		const list = {...NO_ROWS.lists.conversations, column: 'rtt', descending: true, count: 10};
		const {analysis} = madeAnalysis({...NO_ROWS, lists: {...NO_ROWS.lists, conversations: list}});
		analysis.lastSecond = () => 1001;
		const feed = (second: number, frame: string) => {
			const bytes = Buffer.from(frame.replaceAll(' ', ''), 'hex');
			analysis.sink.packet(bytes, 0, bytes.length, bytes.length, 1000, Math.round(second * 1e9), 1);
		};
		for (const [host, time] of [
			[2, 0.01],
			[4, 0.03],
			[6, 0.02],
			[8, -1],
		]) {
			feed(0, echo(host, host + 1, '08', 7, 1));
			if (time > 0) {
				feed(time, echo(host + 1, host, '00', 7, 1));
			}
			// in the other way shorter times, which are not told: near one end that is how quick it is itself
			feed(0.04, echo(host + 1, host, '08', 7, 1));
			feed(0.040_1, echo(host, host + 1, '00', 7, 1));
		}
		const {rows} = analysis.rows()!.lists.conversations;
		expect(rows.map(({item}) => [item.a, echoRoundTrip(item.icmpEcho)])).toEqual([
			['10.0.0.4', 0.03],
			['10.0.0.6', 0.02],
			['10.0.0.2', 0.01],
			['10.0.0.8', 0.0001],
		]);
	});
});

describe('ways between hosts', () => {
	it('are bounded: the one that was noted the longest ago goes to a new one, and is counted', () => {
		const ways = new EchoWays();
		const tag = (key: number) => () => key ^ 0x5555;
		// all of these have the same eight places
		const keys = Array.from({length: 8}, (_, i) => (i + 1) * 4096);
		for (const key of keys) {
			ways.asked(key, tag(key)());
		}
		ways.answered(keys[0], tag(keys[0])(), 1000);
		expect(ways.evicted).toBe(0);
		ways.asked(9 * 4096, tag(9 * 4096)());
		expect(ways.evicted).toBe(1);
		expect([...keys, 9 * 4096].map(key => ways.snapshot(key, tag(key))?.requests ?? 0)).toEqual([
			...[1, 0, 1, 1, 1, 1, 1, 1, 1],
		]);
		// nothing of the way before is left, and what still comes of that one changes nothing
		ways.unanswered(keys[1]);
		ways.answered(keys[1], tag(keys[1])(), 1000);
		expect(ways.snapshot(9 * 4096, tag(9 * 4096))).toEqual({
			...{requests: 1, unanswered: 0, roundTrip: {samples: 0, min: null, smoothed: null, last: null}},
		});
		// one key, another tag: another way
		expect(ways.snapshot(keys[0], () => 1)).toBeNull();
	});
});
