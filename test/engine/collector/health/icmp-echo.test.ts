/** From an echo request until its reply. */
import {expect, it} from 'vitest';
import {metricsText} from '../../../../source/engine/index.js';
import {addHealth} from '../../../../source/fleet/merge/health.js';
import {csvTable} from '../../../../source/output/csv.js';
import {troubleRows} from '../../../../source/output/trouble.js';
import {snapshotOf} from '../../../helpers/snapshots.js';
import {echo, echo6, icmp, watched} from './frames.js';

const [HERE, THERE] = [1, 2];
const [HERE_6, THERE_6] = ['20010db8000000000000000000000001', '20010db8000000000000000000000002'];
const ask = (id: number, sequence: number) => echo(HERE, THERE, '08', id, sequence);
const reply = (id: number, sequence: number) => echo(THERE, HERE, '00', id, sequence);

it('is told of both versions, by identifier and sequence number', () => {
	const {at, health} = watched();
	at(0, ask(7, 1), ask(7, 2), ask(8, 1), echo6(HERE_6, THERE_6, '80', 7, 1));
	at(0.01, reply(7, 1));
	at(0.25, reply(7, 2), echo6(THERE_6, HERE_6, '81', 7, 1));
	expect(health().icmpEcho).toMatchObject({requests: 4, replies: 3, unanswered: 0, waiting: 1, unwatched: 0});
	const {roundTrip} = health().icmpEcho!;
	expect(roundTrip).toMatchObject({samples: 3, sum: '0.510000000'});
	expect(Math.abs(Number(roundTrip!.p95) / 0.25 - 1)).toBeLessThan(1 / 16);
	expect(roundTrip!.histogram!.filter(({samples}) => samples > 0)).toEqual([
		{to: '0.016384000', samples: 1},
		{to: '0.262144000', samples: 2},
	]);
});

it('is from the first time that it was asked, and to the first reply', () => {
	const {at, health} = watched();
	at(0, ask(7, 1));
	at(0.5, ask(7, 1));
	at(0.75, reply(7, 1));
	at(1, reply(7, 1));
	expect(health().icmpEcho).toMatchObject({requests: 2, replies: 2, roundTrip: {samples: 1, sum: '0.750000000'}});
});

it('is not told of a reply of somebody else, to another request, or the other way round', () => {
	const {at, health} = watched();
	at(0, ask(7, 1));
	at(0.1, reply(7, 2), reply(8, 1), echo(3, HERE, '00', 7, 1), echo(THERE, 3, '00', 7, 1));
	at(0.1, echo(HERE, THERE, '00', 7, 1), echo6(THERE_6, HERE_6, '81', 7, 1), echo(THERE, HERE, '81', 7, 1));
	expect(health().icmpEcho).toMatchObject({
		requests: 1,
		replies: 6,
		waiting: 1,
		roundTrip: {samples: 0, p50: null, histogram: []},
	});
});

it('has no reply after five seconds, and is not watched without a timestamp or a whole header', () => {
	const {at, health} = watched();
	at(0, ask(7, 1));
	at(5.1, icmp(5, 6, '0b'));
	expect(health().icmpEcho).toMatchObject({unanswered: 1, waiting: 0});
	at(5.2, reply(7, 1));
	at(null, ask(7, 2));
	expect(health().icmpEcho).toMatchObject({requests: 2, unanswered: 1, unwatched: 1, roundTrip: {samples: 0}});
	// six bytes of it, by the length of IP, behind which Ethernet pads
	at(6, ask(7, 3).replace('00 45 00 001c', '00 45 00 001a'));
	expect(health().icmpEcho).toMatchObject({requests: 2, waiting: 0});
});

it('is counted without bound, and watched within one', () => {
	const {at, health} = watched();
	at(0, ...Array.from({length: 20_000}, (_, i) => ask(1 + (i >> 8), i & 255)));
	const {requests, waiting, unwatched} = health().icmpEcho!;
	expect([requests, waiting + unwatched]).toEqual([20_000, 20_000]);
	expect(waiting).toBeLessThanOrEqual(16_384);
});

it('stands in the metrics, in the totals, in what is wrong, and in what a fleet adds up', () => {
	const {at, health} = watched();
	at(0, ask(7, 1), ask(7, 2));
	at(0.25, reply(7, 1));
	at(9, ask(7, 3));
	const snapshot = snapshotOf({health: health()});
	const text = metricsText(snapshot);
	expect(text).toContain('netanal_icmp_echo_seconds_bucket{le="0.131072"} 0\n');
	expect(text).toContain('netanal_icmp_echo_seconds_bucket{le="0.262144"} 1\n');
	expect(text).toContain('netanal_icmp_echo_requests_total 3\n');
	expect(text).toContain('netanal_icmp_echo_unanswered_total 1\n');
	expect([...csvTable('totals').rows(snapshot)].filter(([name]) => String(name).includes('icmpEcho'))).toEqual([
		['health.icmpEcho.requests', 3],
		['health.icmpEcho.replies', 1],
		['health.icmpEcho.unanswered', 1],
		['health.icmpEcho.roundTrip.p50', expect.stringMatching(/^0\.2/)],
		['health.icmpEcho.roundTrip.p95', expect.stringMatching(/^0\.2/)],
	]);
	expect(troubleRows(snapshot)).toContainEqual(['ICMP echo requests unanswered', '1', '']);
	expect(addHealth([health(), health()]).icmpEcho).toEqual({
		...{requests: 6, replies: 2, unanswered: 2, waiting: 2, unwatched: 0},
	});
	const {icmpEcho: _, ...earlier} = health();
	expect(addHealth([earlier])).not.toHaveProperty('icmpEcho');
});
