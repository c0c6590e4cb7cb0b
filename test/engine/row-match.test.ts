/** What is found of rows as they are told is what the analysis finds in its tables. */
import {describe, expect, it} from 'vitest';
import {addressText} from '../../source/engine/collector/report-items.js';
import {Matcher} from '../../source/engine/collector/rows/matching.js';
import {APPLICATION_NAMES} from '../../source/engine/decode/applications/index.js';
import {originOf} from '../../source/engine/decode/origin.js';
import type {Identity} from '../../source/engine/identity/identity.js';
import {foundKeys, interfacesCalled, type Matchable, type MatchableLists} from '../../source/engine/row-match.js';
import {
	endpointKey,
	type Items,
	type ListName,
	NO_ROWS,
	type Row,
	type RowsRequest,
	windowBytes,
} from '../../source/engine/rows.js';
import {madeAnalysis} from '../helpers/made-packets.js';
import {seeded} from './collector/random.js';

const request = (search: string): RowsRequest => {
	const all = {...NO_ROWS.lists.flows, count: 10_000};
	return {...NO_ROWS, search, lists: {talkers: all, conversations: all, flows: all}};
};

const {analysis, count} = madeAnalysis(request(''));
const random = seeded(7);
// four interfaces, of which one has no name
const said = {linkType: 1, description: null, filter: null, hardware: null, system: null};
const interfaces = ['eth1', 'eth10', 'Wan0', null].map((name, i) => analysis.interfaces.add({...said, name}, i));
const pick = (below: number) => Math.floor(random() * below);
for (let packet = 0; packet < 2000; packet++) {
	const kind = random() < 0.9 ? 'flow' : 'pair';
	const ends = {from: pick(40), to: 40 + pick(300), fromPort: 1000 + pick(40), toPort: [53, 80, 443, 4433][pick(4)]};
	const origin = random() < 0.1 ? 0 : originOf(interfaces[ends.from % 4], pick(3));
	const vlans = [[], [10], [100, 10], [20]][pick(20) === 0 ? pick(4) : ends.to % 4];
	count({kind, origin, vlans, ...ends, bytes: 60 + pick(1400), second: 10 + pick(3)});
}
analysis.analyzer.names.name(4, 0, 0, 0, 0x0a000007, 'Mail.Example.COM', 'dns');
analysis.analyzer.batch.flush();
for (let row = 0; row < analysis.analyzer.tables.flows.rows; row += 3) {
	const {flows, layers, serverNames} = analysis.analyzer.tables;
	flows.recognised(row, APPLICATION_NAMES.indexOf('http'), true, null);
	flows.setServerName(row, 'One.example');
	if (row % 5 === 0) {
		serverNames.add(row, 'One.example', 'Two.example');
	}
	if (row % 2 === 0) {
		layers.add(row, APPLICATION_NAMES.indexOf('quic'));
		layers.add(row, APPLICATION_NAMES.indexOf(row % 4 === 0 ? 'tls' : 'dtls'));
	}
}
analysis.lastSecond = () => 12;

const answerTo = (search: string) => {
	analysis.look(request(search));
	return analysis.rows()!.lists;
};
const matchable = <Item>(rows: readonly Row<Item>[]): Matchable<Item>[] =>
	rows.map(({key, item, windows: [now]}) => ({key, item, rate: windowBytes(now)}));
const whole = answerTo('');
const rows: MatchableLists = {
	talkers: matchable(whole.talkers.rows),
	conversations: matchable(whole.conversations.rows),
	flows: matchable(whole.flows.rows),
};
const keys = (list: readonly Row<Items[ListName]>[]) => list.map(({key}) => key).sort();
const among = (list: ListName, found: ReadonlySet<string>) =>
	keys(whole[list].rows as Row<Items[ListName]>[]).filter(key => found.has(key));

describe.each([
	'10.0.0.7',
	'mail',
	'443',
	':443',
	'port:443',
	'port:1000-1009 -port:80',
	'host:10.0.1',
	'-host:10.0.0.1',
	'proto:udp 10.0.0.3',
	'proto:ipv4',
	'proto:ipv6',
	'-proto:ipv6 53',
	'app:dns',
	'dns',
	'-app:dns 10.0.0.2',
	'app:http',
	'app:tls',
	'app:dtls',
	'-app:tls app:http',
	'tls',
	'-quic',
	'state:open',
	'>4kb/s',
	'<4kb/s udp',
	'udp',
	'nothing-of-it',
	'one.example',
	'two.ex',
	'-two.example one',
	'if:eth1',
	'if:eth',
	'-if:wan0 port:53',
	'dir:in',
	'-dir:out',
	'dir:in if:eth10',
	'vlan:10',
	'-vlan:20 vlan:100',
	'vlan:several',
	'-vlan:several 53',
	'vlan:0',
])('%s', search => {
	it('finds the same', () => {
		const found = foundKeys(rows, search)!;
		const answer = answerTo(search);
		for (const list of ['talkers', 'conversations', 'flows'] as const) {
			expect(among(list, found[list])).toEqual(keys(answer[list].rows as Row<Items[ListName]>[]));
		}
	});
});

/** Of every host, by the last byte of its address. */
const identity = {
	of: (address: string) => {
		const last = Number(address.split('.').at(-1));
		return {country: last % 3 === 0 ? 'DE' : 'NL', city: null, asn: 64_500 + (last % 2), asnName: null};
	},
	hostName: () => null,
	service: () => ({}),
} as unknown as Identity;

describe.each([
	'country:de',
	'country:DE port:443',
	'-country:de',
	'asn:64501',
	'asn:as64501 country:nl',
	'asn:6450',
	'vendor:acme',
])('%s, of whom hosts belong to', search => {
	it('finds the same, and no host for what the other end is', () => {
		const known = whole.talkers.rows.map(row => ({
			...row,
			item: {...row.item, ...identity.of(row.item.address, null)},
		}));
		const found = foundKeys({...rows, talkers: matchable(known)}, search)!;
		const {endpoints, flows} = analysis.analyzer.tables;
		const answer = new Matcher(analysis.analyzer).find(search, identity)!;
		const addresses = [...answer.talkers.keys()].filter(row => answer.talkers[row] === 1);
		expect([...found.talkers].sort()).toEqual(
			addresses.map(row => endpointKey({address: addressText(endpoints, row)})).sort(),
		);
		expect(among('flows', found.flows)).toHaveLength(answer.flows.slice(0, flows.rows).filter(one => one === 1).length);
		const isGerman = (row: number) => identity.of(addressText(endpoints, row), null).country === 'DE';
		if (/^country:de/i.test(search)) {
			expect(addresses.length).toBeGreaterThan(10);
			expect(addresses.every(isGerman)).toBe(true);
		}
		if (search === 'asn:6450' || search.startsWith('vendor')) {
			expect(addresses).toEqual([]);
		}
	});
});

it('app: and a word find a flow by each of its labels', () => {
	const labels = (search: string) =>
		[...new Set(answerTo(search).flows.rows.map(({item}) => item.applications?.at(-1)))].sort();
	for (const field of ['', 'app:']) {
		expect(labels(`${field}dtls`)).toEqual(['dtls']);
		expect(labels(`${field}quic`)).toEqual(['dtls', 'tls']);
		expect(labels(`${field}http -${field}quic`)).toEqual([undefined]);
	}
});

it('means one interface of those whose names differ in bytes that are not UTF-8', () => {
	const names = [String.raw`$'w\xe8'`, String.raw`$'w\xe9'`];
	expect(names.filter(interfacesCalled(names, names[1]))).toEqual([names[1]]);
	expect(names.filter(interfacesCalled(names, String.raw`w\xe8`))).toEqual([names[0]]);
	expect(names.filter(interfacesCalled(names, 'w'))).toEqual(names);
});

it('means an interface of that name, else those that have it in theirs', () => {
	const seenOn = (search: string) => new Set(answerTo(search).flows.rows.flatMap(({item}) => item.interfaces ?? []));
	expect(seenOn('if:ETH1')).toEqual(new Set(['eth1']));
	expect(seenOn('if:eth')).toEqual(new Set(['eth1', 'eth10']));
	expect(seenOn('if:eth100')).toEqual(new Set());
	const ways = (search: string) => new Set(answerTo(search).flows.rows.map(({item}) => item.direction));
	expect(ways('')).toEqual(new Set(['in', 'out', undefined]));
	expect(ways('dir:out')).toEqual(new Set(['out']));
});
