/** Searches of random tables against the plain way, which asks rows as they are told; also of those that end with later answers. */
import {describe, expect, it, vi} from 'vitest';
import {RowsView} from '../../../../source/engine/collector/rows/rows-view.js';
import {parseAddress} from '../../../../source/engine/decode/address.js';
import {APPLICATION_NAMES} from '../../../../source/engine/decode/applications/index.js';
import {Direction, originOf} from '../../../../source/engine/decode/origin.js';
import {foundKeys, type MatchableLists} from '../../../../source/engine/row-match.js';
import {NO_ROWS, type Row, type RowsAnswer, type RowsRequest, windowBytes} from '../../../../source/engine/rows.js';
import type {Flow} from '../../../../source/engine/snapshot.js';
import {addressOf, madeAnalysis} from '../../../helpers/made-packets.js';
import {withOwners} from '../../../helpers/owned-flows.js';
import {seeded} from '../random.js';

const LISTS = ['talkers', 'conversations', 'flows'] as const;
const [FIN, SYN, RST, ACK] = [1, 2, 4, 16];
const FLAGS = [undefined, undefined, SYN, SYN | ACK, ACK, ACK, FIN | ACK, RST];
const LABELS = ['tls', 'dns', 'http', 'quic', 'ssh'].map(name => APPLICATION_NAMES.indexOf(name));
const PROGRAMS = ['nginx', 'sshd', 'Named-Daemon', null];
const BEGIN = 1000;

const WORDS = [
	...['10.0.0.1', '0.0.2', '.3', '10.', '2001:db8', '::7', 'db8::1', ':', '0', ':8', '80', ':443', '44', '1000'],
	...['host-1', 'HOST', 'example', 'www.', 'bücher', 'named', 'nginx', 'tls', 'http', 'tcp', 'p', 'udp', 'nothing'],
];
const FIELDS = [
	...['port:80', 'port:1-100', 'port:65535', 'app:tls', 'app:h', 'app:none', 'proto:tcp', 'proto:udp', 'proto:ipv6'],
	...[
		'proto:ipv4',
		'proto:s',
		'state:open',
		'state:reset',
		'state:closed',
		'state:cl',
		'host:10.0.0.2',
		'host:example',
	],
	...[
		'host:2001:',
		'proc:nginx',
		'proc:2',
		'proc:d',
		'if:a',
		'if:wan1',
		'dir:in',
		'dir:out',
		'vlan:10',
		'vlan:several',
	],
	...['rtt:>1ms', 'rtt:<1s', 'retrans:<1', 'retrans:>0', 'retrans:<1%', '>2kb/s', '<2kb/s', '>0', '<0', '<1Gb/s'],
];

/** One to nine terms: more than a group has. */
function randomSearch(random: () => number): string {
	const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)];
	const count = random() < 0.7 ? 1 + Math.floor(random() * 2) : 3 + Math.floor(random() * 7);
	return Array.from({length: count}, () => {
		const term = random() < 0.4 ? pick(WORDS) : pick(FIELDS);
		// so many that hold would leave nothing
		return random() < (count > 2 ? 0.8 : 0.3) ? `-${term}` : term;
	}).join(' ');
}

const asking = (search: string, hidesClosed = false): RowsRequest => {
	const all = {column: 'total', descending: true, offset: 0, count: 5000, pins: []};
	return {...NO_ROWS, search, hidesClosed, lists: {talkers: all, conversations: all, flows: all}};
};

/** Traffic of all kinds; `more` counts more of it and learns more. */
function traffic(seed: number) {
	const random = seeded(seed);
	const pick = (below: number) => Math.floor(random() * below);
	const {analysis, count} = madeAnalysis(NO_ROWS);
	const {analyzer} = analysis;
	const {tables, names} = analyzer;
	const inside = [addressOf(20), addressOf(21), addressOf(22)];
	const owners = withOwners(tables, inside);
	for (const [index, name] of ['wan0', 'wan1', 'a'].entries()) {
		analysis.interfaces.add({...NO_INTERFACE, name}, index);
	}
	let second = BEGIN;
	const more = (packets: number) => {
		second += 1 + pick(6);
		const first = tables.flows.rows;
		for (let left = packets; left > 0; left--) {
			const [from, to, fromPort, toPort] = [pick(12), 20 + pick(6), 1000 + pick(3), [80, 443, 53, 8080][pick(4)]];
			const isBack = random() < 0.4;
			count({
				kind: random() < 0.9 ? 'flow' : 'pair',
				...(isBack ? {from: to, to: from} : {from, to}),
				...(isBack ? {fromPort: toPort, toPort: fromPort} : {fromPort, toPort}),
				...{bytes: 60 + pick(900), second, nanoseconds: pick(1e9), isIpv6: random() < 0.3},
				flags: FLAGS[pick(FLAGS.length)],
				origin: random() < 0.5 ? originOf(pick(3), [0, Direction.in, Direction.out][pick(3)]) : undefined,
				vlans: random() < 0.2 ? [10, 20].slice(0, 1 + pick(2)) : undefined,
			});
		}
		analyzer.batch.flush();
		for (let row = first; row < tables.flows.rows; row++) {
			tables.flows.recognised(row, random() < 0.7 ? LABELS[pick(LABELS.length)] : 0, true, null);
			if (random() < 0.2) {
				tables.layers.add(row, LABELS[pick(LABELS.length)]);
			}
			if (random() < 0.3) {
				const name = ['www.Example.org', 'bücher.example', 'mail.other'][pick(3)];
				tables.flows.setServerName(row, name);
				if (random() < 0.3) {
					tables.serverNames.add(row, name, `host-${pick(20)}.second`);
				}
			}
		}
		for (let left = pick(4); left > 0; left--) {
			const {version, words} = parseAddress(
				random() < 0.7 ? addressOf(pick(26)) : `2001:db8::${pick(26).toString(16)}`,
			)!;
			names.name(version, ...words, ['Host-1.example', 'bücher.local', 'renamed'][pick(3)], 'dns');
		}
		for (const {id} of owners.questions()) {
			const name = PROGRAMS[pick(PROGRAMS.length)];
			const owner =
				name === null ? null : {pid: 1 + pick(3), begun: 1, name, user: 'u', unit: null, networkNamespace: 1};
			if (random() < 0.8) {
				analysis.learnOwners([{id, socket: id + 1, owner}]);
			}
		}
		return second;
	};
	return {analysis, more};
}

const NO_INTERFACE = {description: null, linkType: 1, filter: null, hardware: null, system: null};

const keysOf = ({lists}: RowsAnswer, list: (typeof LISTS)[number]) => lists[list].rows.map(({key}) => key).sort();

const matchable = <Item>(rows: readonly Row<Item>[]) =>
	rows.map(({key, item, windows: [now]}) => ({key, item, rate: windowBytes(now)}));

/** What the plain way finds among all rows. */
function plainly({lists}: RowsAnswer, search: string) {
	const all: MatchableLists = {
		talkers: matchable(lists.talkers.rows),
		conversations: matchable(lists.conversations.rows),
		flows: matchable(lists.flows.rows),
	};
	const found = foundKeys(all, search)!;
	return (list: (typeof LISTS)[number]) =>
		all[list] &&
		[...all[list]]
			.map(({key}) => key)
			.filter(key => found[list].has(key))
			.sort();
}

const isClosed = ({item, windows}: Row<Flow>) =>
	(item.tcpState === 'closed' || item.tcpState === 'reset') && windowBytes(windows[2]) === 0;

describe.each([1, 2, 3, 4])('seed %i', seed => {
	it('finds what the plain way finds, first and then', () => {
		const {analysis, more} = traffic(seed);
		const random = seeded(seed + 100);
		let some = 0;
		for (let searches = 0; searches < 12; searches++) {
			const search = randomSearch(random);
			const view = new RowsView(analysis.analyzer);
			for (let answers = 0; answers < 3; answers++) {
				const second = more(60);
				const whole = new RowsView(analysis.analyzer).answer(asking(''), second);
				const plain = plainly(whole, search);
				const answer = view.answer(asking(search), second);
				for (const list of LISTS) {
					expect(keysOf(answer, list), `${search} ${list}`).toEqual(plain(list));
					expect(answer.lists[list].found).toBe(plain(list).length);
					expect(answer.lists[list].partial).toBeUndefined();
					some += plain(list).length;
				}
				const hiding = view.answer(asking(search, true), second).lists.flows;
				const open = new Set(whole.lists.flows.rows.filter(row => !isClosed(row)).map(({key}) => key));
				const left = search.includes('state:') ? plain('flows') : plain('flows').filter(key => open.has(key));
				expect(hiding.rows.map(({key}) => key).sort(), `${search} without closed`).toEqual(left);
				expect(hiding.closed ?? 0).toBe(plain('flows').length - left.length);
			}
		}
		expect(some).toBeGreaterThan(100);
	});
});

describe('without time', () => {
	const {analysis, count} = madeAnalysis(NO_ROWS);
	const flows = 250_000;
	const hosts = 40_000;
	let second = BEGIN;
	const see = (flow: number) =>
		count({
			...{kind: 'flow', from: 1 + (flow % hosts), to: 100_000 + (flow % 3), bytes: 100, second},
			...{fromPort: 1000 + Math.floor(flow / hosts), toPort: flow % 3 === 0 ? 443 : 53},
		});
	for (let flow = 0; flow < flows; flow++) {
		see(flow);
	}
	const some = (search: string): RowsRequest => {
		const few = {column: 'total', descending: true, offset: 0, count: 40, pins: []};
		return {...NO_ROWS, search, lists: {talkers: few, conversations: few, flows: few}};
	};

	it.each(['port:443', '10.0.0.1', '-host:10.0.0.1', 'proto:ipv4 -port:53', '-proto:ipv6', '10.1.134.16'])(
		'%s: what is found is right and said to be a part, until all is',
		search => {
			let now = 0;
			// each look at the clock is a second later
			const late = new RowsView(analysis.analyzer, () => (now += 1000));
			let answers = 0;
			let before = -1;
			for (let isWhole = false; !isWhole && answers < 30; answers++) {
				second++;
				see(answers);
				analysis.analyzer.batch.flush();
				const {lists} = late.answer(some(search), second);
				const whole = new RowsView(analysis.analyzer, () => 0).answer(some(search), second).lists;
				const isPartial = lists.flows.partial === true;
				isWhole = !isPartial && LISTS.every(list => lists[list].known === lists[list].total);
				for (const list of LISTS) {
					expect(whole[list].partial).toBeUndefined();
					expect(lists[list].partial === true).toBe(isPartial);
					expect(lists[list].found).toBeLessThanOrEqual(whole[list].found);
				}
				const holds = (row: Row<Flow>) => plainlyHolds(row, search);
				expect(lists.flows.rows.every(holds)).toBe(true);
				expect(lists.flows.found).toBeGreaterThanOrEqual(before);
				before = isPartial ? lists.flows.found : before;
				if (isWhole) {
					for (const list of LISTS) {
						expect(lists[list].found).toBe(whole[list].found);
						expect(keysOf({lists} as RowsAnswer, list)).toEqual(keysOf({lists: whole} as RowsAnswer, list));
					}
				}
			}
			expect(answers).toBeGreaterThan(1);
			expect(answers).toBeLessThan(25);
		},
	);

	it('rows are ranked as far as there is time, and said to be so many, until all are', () => {
		let now = 0;
		const late = new RowsView(analysis.analyzer, () => (now += 1000));
		const known: number[] = [];
		for (let isWhole = false; !isWhole && known.length < 30; ) {
			const {flows: list} = late.answer(some(''), second).lists;
			known.push(list.known);
			isWhole = list.known === list.total;
			const totals = list.rows.map(({item}) => item.bytes);
			expect(totals).toEqual([...totals].sort((a, b) => b - a));
			expect(list.found).toBe(list.known);
		}
		expect(known[0]).toBeLessThan(50_000);
		expect(known).toEqual([...known].sort((a, b) => a - b));
		expect(known.at(-1)).toBe(flows);
	});

	it('where the rest of an answer takes long, less time is left for what is looked for', () => {
		const {top} = analysis.analyzer.tables.flows;
		const largest = top.top.bind(top);
		const foundBy = (rest: number, tick = 0.5) => {
			let now = 0;
			const view = new RowsView(analysis.analyzer, () => (now += tick));
			const slow = vi.spyOn(top, 'top').mockImplementation(() => {
				now += rest;
				return largest();
			});
			view.answer(some(''), second - 1);
			slow.mockRestore();
			// no row is asked for: what is found is not bounded by what is ranked
			return view.answer({...NO_ROWS, search: 'port:53'}, second).lists.flows.found;
		};
		const least = foundBy(0, 1000);
		expect(foundBy(1000)).toBeLessThan(foundBy(0));
		expect(foundBy(1000)).toBeGreaterThan(least);
	});

	it('where flows are given up, ranks that begin anew each time make no haste', () => {
		const limit = 1 << 16;
		const {analysis: full, count: countFull} = madeAnalysis(some(''), {flows: limit});
		full.lastSecond = () => 9;
		let flow = 0;
		const enter = (until: () => boolean) => {
			for (; !until(); flow++) {
				countFull({kind: 'flow', from: flow % 1000, to: 5, fromPort: flow >> 8, toPort: 443, bytes: 60, second: 9});
				full.analyzer.batch.flush();
			}
		};
		let now = 0;
		const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
		const {tables} = full.analyzer;
		enter(() => tables.flows.rows >= limit / 2);
		expect(full.tellPeriodic(() => {}, 0)).toBe(false);
		const {evicted} = tables.flows;
		enter(() => tables.flows.evicted > evicted);
		expect(full.tellPeriodic(() => {}, 0)).toBe(true);
		clock.mockRestore();
	});

	it('is told again, where nothing has come since', () => {
		const {analysis: other, count: countOther} = madeAnalysis(some('port:443'));
		for (let flow = 0; flow < flows; flow++) {
			countOther({kind: 'flow', from: flow % 1000, to: 5, fromPort: flow >> 8, toPort: 443, bytes: 60, second: 9});
		}
		other.lastSecond = () => 9;
		let now = 0;
		const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
		const told: unknown[] = [];
		let isWhole = true;
		do {
			isWhole = other.tellPeriodic(report => told.push(report.type === 'snapshot' ? report.rows : null), now);
		} while (!isWhole && told.length < 20);
		const partial = told.map(rows => {
			const {partial: isPart, known, total} = (rows as RowsAnswer).lists.flows;
			return isPart === true || known < total;
		});
		clock.mockRestore();
		expect(partial.length).toBeGreaterThan(1);
		expect(partial.at(-1)).toBe(false);
		expect(partial.slice(0, -1).every(part => part === true)).toBe(true);
		other.tellPeriodic(report => told.push(report.type === 'snapshot' ? report.rows : null), 0);
		expect(told.at(-1)).toBe('same');
	});
});

const plainlyHolds = (row: Row<Flow>, search: string): boolean =>
	foundKeys({talkers: [], conversations: [], flows: matchable([row])}, search)!.flows.has(row.key);
