/** The details of a conversation, and its column, tell of echoes of ICMP. */
import {expect, it} from 'vitest';
import {echoSection} from '../../../source/dashboard/model/selectors/echo-details.js';
import {conversationColumns} from '../../../source/dashboard/panels/drawing/conversation-columns.js';
import type {EchoWay} from '../../../source/engine/snapshot.js';
import {mounted, runThrice} from '../../helpers/mounted.js';
import {busySnapshot} from '../../helpers/snapshots.js';

const way = (min: string, smoothed: string, last: string, {samples = 12, unanswered = 0} = {}): EchoWay => ({
	...{requests: samples + unanswered, unanswered, roundTrip: {samples, min, smoothed, last}},
});
const NOTHING: EchoWay = {
	...{requests: 1200, unanswered: 1200, roundTrip: {samples: 0, min: null, smoothed: null, last: null}},
};
const SLOW = way('0.010000000', '0.012345000', '0.020000000', {unanswered: 1});
const [a, b] = ['10.0.0.1', '10.0.0.2'];

it('say who asked, how long replies took, and how many did not come', () => {
	const lines = (icmpEcho: Parameters<typeof echoSection>[0]['icmpEcho']) =>
		echoSection({a, b, icmpEcho}).flatMap(({title, rows}) => [title, ...rows.map(row => `${row.label}: ${row.text}`)]);
	expect(lines({aToB: SLOW, bToA: NOTHING})).toEqual([
		'ICMP echo',
		'requests: 13 of 10.0.0.1, 1 without a reply',
		'round trip: 12.3 ms (least 10.0 ms, last 20.0 ms, 12 samples)',
		'requests: 1,200 of 10.0.0.2, 1,200 without a reply',
		'round trip: n/a',
	]);
	expect(lines({aToB: null, bToA: way('0.001000000', '0.001000000', '0.001000000')})).toHaveLength(3);
	expect(lines(undefined)).toEqual([]);
});

it('are a column where there are any', async () => {
	const options = {isLive: true, hasAverages: true, unit: 'bits', nameOf: (address: string) => address} as const;
	const ids = (hasEchoes: boolean) => conversationColumns({...options, hasEchoes}).map(({id}) => id);
	expect([ids(true).includes('rtt'), ids(false).includes('rtt')]).toEqual([true, false]);
	const echoing = (step: number) => {
		const plain = busySnapshot(step);
		const quick = way('0.000100000', '0.000100000', '0.000100000');
		const top = plain.conversations.top.map((pair, i) =>
			i === 1
				? {...pair, icmpEcho: {aToB: quick, bToA: SLOW}}
				: i === 2
					? {...pair, icmpEcho: {aToB: NOTHING, bToA: null}}
					: pair,
		);
		const roundTrip = {samples: 1, p50: '0.010000000', p95: '0.010000000'};
		const icmpEcho = {requests: 1, replies: 1, unanswered: 0, waiting: 0, unwatched: 0, roundTrip};
		return {...plain, conversations: {...plain.conversations, top}, health: {...plain.health!, icmpEcho}};
	};
	const dashboard = await mounted(160, 50);
	try {
		await runThrice(dashboard, echoing);
		dashboard.press('4z');
		const lines = (await dashboard.screen()).filter(line => line.startsWith('│'));
		expect(lines[0]).toMatch(/ echo rtt/);
		expect(lines.filter(line => / 12\.3 ms/.test(line))).toHaveLength(1);
		expect(lines.filter(line => / n\/a/.test(line))).toHaveLength(1);
		dashboard.press(':sort rtt\r');
		expect((await dashboard.screen()).find(line => line.startsWith('│'))).toMatch(/echo rtt▾/);
		expect(dashboard.store.shown().rows.asked?.lists.conversations).toMatchObject({column: 'rtt', descending: true});
	} finally {
		dashboard.unmount();
	}
});
