/** Searches that are kept from answer to answer find what a new look at all rows finds. */
import {describe, expect, it} from 'vitest';
import {countMarked} from '../../../../source/engine/collector/rows/marks.js';
import {Matcher} from '../../../../source/engine/collector/rows/matching.js';
import {parseAddress} from '../../../../source/engine/decode/address.js';
import {APPLICATION_NAMES} from '../../../../source/engine/decode/applications/index.js';
import type {TableLimits} from '../../../../source/engine/options.js';
import {NO_ROWS, type RowsRequest} from '../../../../source/engine/rows.js';
import {addressOf, type Made, madeAnalysis} from '../../../helpers/made-packets.js';
import {seeded} from '../random.js';

const [FIN, SYN, RST, ACK] = [1, 2, 4, 16];
const FLAGS = [undefined, undefined, SYN, SYN | ACK, ACK, ACK, FIN | ACK, RST];

const searching = (search: string): RowsRequest => {
	const all = {column: 'total', descending: true, offset: 0, count: 5000, pins: []};
	return {...NO_ROWS, search, lists: {talkers: all, conversations: all, flows: all}};
};

const SEARCHES = [
	'port:81',
	'state:reset',
	'-state:open proto:tcp',
	'10.0.0.3',
	'host:10.0.0.2 port:80-81',
	'-host:10.0.0.2',
	'named',
	':82',
	'proto:udp',
	'retrans:<1',
	'<2kb/s',
	'>2kb/s',
];

describe.each(SEARCHES)('%s', search => {
	it.each([
		['with room', {}],
		['in tables that give rows up', {endpoints: 1024, conversations: 1024, flows: 1024}],
		['where pairs are given up', {conversations: 1024}],
	])('%s', (_, limits: Partial<TableLimits>) => {
		const {analysis, count} = madeAnalysis(NO_ROWS, limits);
		const {analyzer} = analysis;
		const kept = new Matcher(analyzer);
		const random = seeded(search.length);
		const pick = (below: number) => Math.floor(random() * below);
		const isFull = limits.conversations !== undefined;
		let found = 0;
		for (let second = 100; second < 140; second++) {
			for (let packets = isFull ? 200 : 25; packets > 0; packets--) {
				const [from, to] = [pick(12), 20 + pick(5)];
				const some: Made = {
					kind: 'flow',
					from,
					to,
					fromPort: 1000 + pick(2),
					toPort: 80 + pick(4),
					bytes: 60 + pick(900),
					second,
				};
				const packet = {...some, flags: FLAGS[pick(FLAGS.length)], ...(isFull && {from: pick(5000)})};
				count(
					random() < 0.5
						? packet
						: {...packet, from: packet.to, to: packet.from, fromPort: packet.toPort, toPort: packet.fromPort},
				);
			}
			if (second % 9 === 0) {
				// a name is learnt without a packet of any flow
				analysis.analyzer.names.name(4, ...parseAddress(addressOf(pick(30)))!.words, `named-${pick(3)}`, 'dns');
			}
			analysis.lastSecond = () => second;
			// all is counted, and summed up
			analysis.rows();
			const [before, anew] = [kept.find(search)!, new Matcher(analyzer).find(search)!];
			for (const list of ['talkers', 'conversations', 'flows'] as const) {
				expect(Buffer.compare(before[list], anew[list])).toBe(0);
				found += countMarked(anew[list]);
			}
		}
		expect(found).toBeGreaterThan(0);
	});
});

it('another search begins anew, also of flows that did nothing lately', () => {
	const {analysis, count} = madeAnalysis(NO_ROWS);
	for (let port = 80; port < 90; port++) {
		count({kind: 'flow', from: 1, to: port, fromPort: 1000, toPort: port, bytes: 100, second: 9});
	}
	let second = 9;
	analysis.lastSecond = () => second;
	for (const port of [80, 85, 80]) {
		analysis.look(searching(`port:${port}`));
		expect(analysis.rows()!.lists.flows.rows.map(({item}) => item.b.port)).toEqual([port]);
		second += 100;
		count({kind: 'other', from: 0, to: 0, fromPort: 0, toPort: 0, bytes: 100, second});
	}
});

it('a server name that was given up for others finds its flow no more', () => {
	const {analysis, count} = madeAnalysis(searching('old.example'));
	const {flows} = analysis.analyzer.tables;
	let second = 9;
	analysis.lastSecond = () => second;
	const found = () => {
		let {flows} = analysis.rows()!.lists;
		// names are looked through as far as there is time
		for (let tries = 0; flows.partial && tries < 100; tries++) {
			({flows} = analysis.rows()!.lists);
		}
		return flows.found;
	};
	let hosts = 10;
	const more = (flowsMore: number, name: string) => {
		const from = flows.rows;
		for (let added = 0; added < flowsMore; added++) {
			count({kind: 'flow', from: ++hosts, to: 7, fromPort: 1000, toPort: 80, bytes: 100, second});
		}
		analysis.analyzer.batch.flush();
		for (let row = from; row < flows.rows; row++) {
			flows.setServerName(row, name);
		}
	};
	more(1, 'old.example');
	expect(found()).toBe(1);
	for (let parts = 0; parts < 8 && flows.serverName(0) !== null; parts++) {
		second += 100;
		more(10_000, 'new.example');
		expect(found()).toBe(flows.serverName(0) === null ? 0 : 1);
	}
	expect(flows.serverName(0)).toBeNull();
});

it('a label that was given up for those of others finds its flow no more, nor its hosts', () => {
	const {analysis, count} = madeAnalysis(searching('app:tls'));
	const {flows, layers} = analysis.analyzer.tables;
	const label = (name: string) => APPLICATION_NAMES.indexOf(name);
	let second = 9;
	analysis.lastSecond = () => second;
	const found = () => {
		const {flows: list, talkers} = analysis.rows()!.lists;
		return [list.found, talkers.found];
	};
	let hosts = 10;
	const more = (flowsMore: number, name: string) => {
		const from = flows.rows;
		for (let added = 0; added < flowsMore; added++) {
			count({kind: 'flow', from: ++hosts, to: 7, fromPort: 1000, toPort: 80, bytes: 100, second});
		}
		analysis.analyzer.batch.flush();
		for (let row = from; row < flows.rows; row++) {
			flows.recognised(row, label('smtp'), true, null);
			layers.add(row, label(name));
		}
	};
	more(1, 'tls');
	expect(found()).toEqual([1, 2]);
	second += 100;
	more(10_000, 'ssh');
	expect(found()).toEqual([1, 2]);
	second += 100;
	more(10_000, 'ssh');
	expect(layers.of(0)).toBeNull();
	expect(found()).toEqual([0, 0]);
});

it("a later connection's server name that was given up for those of others finds its flow no more", () => {
	const {analysis, count} = madeAnalysis(searching('old.example'));
	const {flows, serverNames} = analysis.analyzer.tables;
	let second = 9;
	analysis.lastSecond = () => second;
	/** A second after a packet of the host. */
	const found = (host: number) => {
		count({kind: 'flow', from: host, to: 7, fromPort: 1000, toPort: 80, bytes: 100, second: second++});
		return analysis.rows()!.lists.flows.found;
	};
	expect(found(10)).toBe(0);
	flows.setServerName(0, 'first.example');
	serverNames.add(0, 'first.example', 'old.example');
	expect([found(10), found(11), found(11), found(11)]).toEqual([1, 1, 1, 1]);
	for (let row = 1; serverNames.of(0) !== null && row < 100_000; row++) {
		serverNames.add(row, 'a.example', 'b.example');
	}
	expect(serverNames.of(0)).toBeNull();
	expect(found(11)).toBe(0);
});
