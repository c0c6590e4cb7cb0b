/** Flows of TCP by round trip and by what was sent again: sorted and found in the tables as by the rows that are told. */
import {describe, expect, it} from 'vitest';
import {foundKeys} from '../../../../source/engine/row-match.js';
import {NO_ROWS, type RowsRequest} from '../../../../source/engine/rows.js';
import type {Flow} from '../../../../source/engine/snapshot.js';
import {retransmitted, retransmittedShare, roundTrip} from '../../../../source/engine/tcp-figures.js';
import {madeAnalysis} from '../../../helpers/made-packets.js';
import {data, frame, handshake, type Segment} from '../health/segments.js';
import {seeded} from '../random.js';

const request = (search: string, column = 'total', descending = true): RowsRequest => {
	const all = {...NO_ROWS.lists.flows, column, descending, count: 1000};
	return {...NO_ROWS, search, lists: {...NO_ROWS.lists, flows: all}};
};

const {analysis, count} = madeAnalysis(request(''));
analysis.lastSecond = () => 1001;

/** Of a flow of its own. */
function feed(port: number, segments: readonly Segment[]): void {
	for (const segment of segments) {
		const bytes = frame(segment);
		bytes.writeUInt16BE(port, segment.from === 'a' ? 34 : 36);
		analysis.sink.packet(bytes, 0, bytes.length, bytes.length, 1000, Math.round(segment.at! * 1e6), 1);
	}
}

const random = seeded(11);
for (let port = 2000; port < 2300; port++) {
	const delay = Math.floor(random() * 400);
	const again = Math.floor(random() * 4);
	const answer: Segment = {from: 'b', at: 60 + delay, flags: 'A', seq: 5001, ack: 1101};
	const first = [data(60, 1001), answer];
	const back: Segment[] =
		random() < 0.5
			? [
					{from: 'b', at: 470, flags: 'PA', seq: 5001, ack: 1101, length: 100},
					{from: 'a', at: 471 + Math.floor(random() * 20), flags: 'A', seq: 1101, ack: 5101},
				]
			: [];
	const lost = Array.from({length: again}, (_, i) => data(500 + 40 * i, 1101 - 100));
	const kind = port % 4;
	// a SYN alone; a handshake alone; data from mid-stream; all of it
	feed(
		port,
		kind === 0
			? [handshake()[0]]
			: kind === 1
				? handshake()
				: [...(kind === 3 ? handshake() : []), ...first, ...back, ...lost],
	);
}
count({kind: 'flow', from: 1, to: 2, fromPort: 53, toPort: 53, bytes: 100, second: 1000});

function flowsOf(wanted: RowsRequest): Flow[] {
	analysis.look(wanted);
	return analysis.rows()!.lists.flows.rows.map(({item}) => item);
}

const all = flowsOf(request(''));
const portOf = ({a}: Flow) => a.port;

it('knows of each flow what its row tells', () => {
	expect(all).toHaveLength(301);
	expect(all.filter(flow => roundTrip(flow) === null)).toHaveLength(76);
	expect(new Set(all.map(retransmitted))).toEqual(new Set([null, 0, 1, 2, 3]));
	expect(roundTrip(all.find(({a}) => a.port === 2001)!)).toBe(0.05);
	const late = all.filter(({tcp}) => tcp?.bToA.rtt.samples === 1 && tcp.aToB.rtt.min! > tcp.bToA.rtt.min!);
	expect(late.length).toBeGreaterThan(20);
	expect(late.map(roundTrip)).toEqual(late.map(({tcp}) => Number(tcp!.aToB.rtt.smoothed)));
});

describe.each([
	['rtt', roundTrip],
	['retrans', retransmitted],
] as const)('sorted by %s', (column, figure) => {
	it('the whole table is in the order of what is shown, those without one last', () => {
		const figures = flowsOf(request('', column)).map(flow => figure(flow) ?? -1);
		expect(figures).toEqual([...figures].sort((a, b) => b - a));
		expect(new Set(figures).size).toBeGreaterThan(3);
		const upwards = flowsOf(request('', column, false)).map(flow => figure(flow) ?? -1);
		expect(upwards).toEqual([...upwards].sort((a, b) => a - b));
	});
});

describe.each([
	['rtt:>100ms', (flow: Flow) => (roundTrip(flow) ?? 0) > 0.1],
	['rtt:<0.05s', (flow: Flow) => (roundTrip(flow) ?? 1) < 0.05],
	['rtt:>49999us', (flow: Flow) => (roundTrip(flow) ?? 0) > 0.049999],
	['-rtt:>100ms', (flow: Flow) => !((roundTrip(flow) ?? 0) > 0.1)],
	['retrans:>0', (flow: Flow) => (retransmitted(flow) ?? 0) > 0],
	['retrans:<2', (flow: Flow) => (retransmitted(flow) ?? 9) < 2],
	['retrans:>25%', (flow: Flow) => (retransmittedShare(flow) ?? 0) > 0.25],
	['retrans:>25% rtt:>200ms', (flow: Flow) => (retransmittedShare(flow) ?? 0) > 0.25 && (roundTrip(flow) ?? 0) > 0.2],
] as const)('%s', (search, holds) => {
	it('finds the flows for which it holds, in the tables and among rows that are told', () => {
		const wanted = all.filter(holds).map(portOf).sort();
		expect(wanted.length).toBeGreaterThan(0);
		expect(wanted.length).toBeLessThan(all.length);
		expect(flowsOf(request(search)).map(portOf).sort()).toEqual(wanted);
		const rows = all.map(item => ({key: String(item.a.port), item, rate: 0}));
		const found = foundKeys({talkers: [], conversations: [], flows: rows}, search)!;
		expect([...found.flows].map(Number).sort()).toEqual(wanted);
	});
});
