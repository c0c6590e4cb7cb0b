/** Rows as they are looked at, against plain sums over all packets. */
import {describe, expect, it} from 'vitest';
import {CaptureClock} from '../../../../source/engine/collector/capture-clock.js';
import {
	isFromOutside,
	isInside,
	type ListName,
	NO_ROWS,
	type Row,
	type RowsRequest,
	WINDOWS,
	windowBytes,
} from '../../../../source/engine/rows.js';
import type {Flow} from '../../../../source/engine/snapshot.js';
import {addressOf, type Made, madeAnalysis} from '../../../helpers/made-packets.js';
import {withOwners} from '../../../helpers/owned-flows.js';
import {seeded} from '../random.js';

const request = (
	parts: {[List in ListName]?: Partial<RowsRequest['lists'][List]>},
	more: Partial<RowsRequest> = {},
): RowsRequest => ({
	...NO_ROWS,
	...more,
	lists: Object.fromEntries(
		Object.entries(NO_ROWS.lists).map(([list, wanted]) => [list, {...wanted, ...parts[list as ListName]}]),
	) as unknown as RowsRequest['lists'],
});

const everything = {count: 10_000, column: 'rate'};
const ALL = request({talkers: everything, conversations: everything, flows: everything}, {inside: ['10.0.0.1']});

/** Seconds that go on, stand still, are mixed up, jump ahead and back. */
function packets(seed: number, count: number): Made[] {
	const random = seeded(seed);
	const pick = (below: number) => Math.floor(random() * below);
	let second = 1000;
	return Array.from({length: count}, (): Made => {
		const chance = random();
		second += chance < 0.05 ? 1 : chance > 0.999 ? pick(60) - 30 : 0;
		const kind = random() < 0.8 ? 'flow' : random() < 0.5 ? 'pair' : 'other';
		const [from, to, fromPort, toPort] = [pick(12), 20 + pick(6), 1000 + pick(3), 80 + pick(3)];
		const late = random() < 0.02 ? 1 : 0;
		return {kind, from, to, fromPort, toPort, bytes: 60 + pick(1400), second: second - late};
	});
}

/** Where each one is on a clock that does not jump. */
function steadySeconds(made: readonly Made[]): number[] {
	const clock = new CaptureClock();
	return made.map(({second}) => {
		clock.add(second, 0);
		return clock.second;
	});
}

const sum = (made: readonly Made[]) => made.reduce((all, {bytes}) => all + bytes, 0);

describe.each([1, 2, 3, 4, 5, 6])('seed %i', seed => {
	it('every window of every row is the plain sum, and the sums agree with each other', () => {
		const {analysis, count} = madeAnalysis(ALL);
		const stamped = packets(seed, 4000);
		const steady = steadySeconds(stamped);
		const made = stamped.map((packet, index) => ({...packet, at: steady[index]}));
		for (const [index, packet] of made.entries()) {
			count(packet);
			if (index % 97 !== 0) {
				continue;
			}
			const until = packet.at - (index % 3);
			analysis.lastSecond = () => until;
			const answer = analysis.rows()!;
			const so = made.slice(0, index + 1);
			for (const [window, length] of WINDOWS.entries()) {
				const inWindow = so.filter(({at}) => at <= until && at > until - length);
				const {bytes, packets: counted, outsideFlows} = answer.windows[window];
				expect({bytes, packets: counted}).toEqual({bytes: sum(inWindow), packets: inWindow.length});
				const flows = answer.lists.flows.rows.reduce((all, {windows}) => all + windowBytes(windows[window]), 0);
				expect(flows + outsideFlows!).toBe(bytes);
				const addressed = sum(inWindow.filter(({kind}) => kind !== 'other'));
				for (const way of [2, 3] as const) {
					expect(answer.lists.talkers.rows.reduce((all, {windows}) => all + windows[window][way], 0)).toBe(addressed);
				}
				expect(answer.lists.conversations.rows.reduce((all, {windows}) => all + windows[window][2], 0)).toBe(addressed);
				for (const {key, windows} of answer.lists.talkers.rows) {
					const own = inWindow.filter(({kind, from}) => kind !== 'other' && addressOf(from) === key);
					expect(windows[window][2]).toBe(sum(own));
					expect(windows[window][0]).toBe(own.length);
				}
			}
			const rates = answer.lists.flows.rows.map(({windows}) => windowBytes(windows[0]));
			expect(rates).toEqual([...rates].sort((a, b) => b - a));
			const now = so.filter(({kind, at}) => kind !== 'other' && at === until);
			const first = Math.min(...so.map(({at}) => at));
			expect(answer.seconds.map(({second}) => second)).toEqual(
				Array.from({length: 40}, (_, ago) => until - 39 + ago).filter(second => second >= first),
			);
			for (const {second, ...counted} of answer.seconds) {
				const inSecond = so.filter(({at}) => at === second);
				expect(counted).toEqual({packets: inSecond.length, bytes: sum(inSecond)});
			}
			expect(answer.inside?.at(-1) ?? null).toEqual(
				answer.inside === null
					? null
					: {
							second: until,
							sent: sum(now.filter(({from}) => from === 1)),
							received: sum(now.filter(({to}) => to === 1)),
						},
			);
		}
	});
});

it('a table that gives rows up says what is in none of them', () => {
	const {analysis, count} = madeAnalysis(ALL, {endpoints: 1024, conversations: 1024, flows: 1024});
	const made = Array.from({length: 6000}, (_, index): Made => {
		const kind = 'flow' as const;
		return {kind, from: index, to: 1_000_000 + index, fromPort: 1, toPort: 2, bytes: 100 + (index % 7), second: 50};
	});
	for (const packet of made) {
		count(packet);
	}
	analysis.lastSecond = () => 50;
	const {windows, lists} = analysis.rows()!;
	expect(lists.flows.total).toBeLessThan(1024);
	const listed = lists.flows.rows.reduce((all, row) => all + row.windows[0][2], 0);
	expect(windows[0].bytes).toBe(sum(made));
	expect(windows[0].outsideFlows).toBe(sum(made) - listed);
});

describe('places', () => {
	const {analysis, count} = madeAnalysis(ALL);
	const flows = 3000;
	for (let index = 0; index < flows; index++) {
		count({
			kind: 'flow',
			from: index % 50,
			to: 100,
			fromPort: 1000 + index,
			toPort: 443,
			bytes: 100 + ((index * 7919) % flows),
			second: 9,
		});
	}
	analysis.lastSecond = () => 9;
	const totals = (parts: Partial<RowsRequest['lists']['flows']>, search = '') => {
		analysis.look(request({flows: parts}, {search}));
		return analysis.rows()!.lists.flows;
	};

	it.each([0, 1, 10, 1495, 2990, 2999])('rows from place %i on are those of the whole order', offset => {
		for (const column of ['total', 'rate', 'avg40', 'a', 'age']) {
			for (const descending of [true, false]) {
				const whole = totals({column, descending, count: flows}).rows.map(({key}) => key);
				expect(new Set(whole).size).toBe(flows);
				const part = totals({column, descending, offset, count: 7});
				expect(part.rows.map(({key}) => key)).toEqual(whole.slice(part.offset, part.offset + 7));
				expect(part.rows.map(({place}) => place)).toEqual(part.rows.map((_, index) => part.offset + index));
				const pinned = totals({column, descending, count: 1, pins: [whole[offset]]}).pinned;
				expect(pinned).toMatchObject([{key: whole[offset], place: offset}]);
			}
		}
	});

	it.each([
		['port:1007', 1],
		['10.0.0.7:', 0],
		['10.0.0.7', 60],
		['host:10.0.0.4', 660],
		['-host:10.0.0.4', 2340],
		['port:1000-1009 proto:udp', 10],
		['proto:tcp', 0],
		['app:tls', 0],
		[':1007', 1],
		['10.0.0.7 port:1007', 1],
		['>24kb/s', 99],
		['state:open', 0],
	])('%s finds %i flows', (search, expected) => {
		expect(totals({count: 5}, search).found).toBe(expected);
		expect(totals({count: 5}, search).total).toBe(flows);
	});

	it('hosts are found by what their flows are', () => {
		analysis.look(request({talkers: {count: 100}}, {search: 'port:1007'}));
		expect(
			analysis
				.rows()!
				.lists.talkers.rows.map(({key}) => key)
				.sort(),
		).toEqual(['10.0.0.100', '10.0.0.7']);
	});

	it('of a row that is not found it is said', () => {
		const there = totals({count: 1}, 'port:1007').rows[0].key;
		expect(totals({count: 5, pins: [there]}, 'port:1008').pinned).toMatchObject([{place: -1}]);
		expect(totals({count: 5, pins: ['udp 10.0.0.7 1 10.0.0.100 443', 'udp no address']}, '').pinned).toEqual([]);
	});
});

describe('all of one host', () => {
	const {analysis, count} = madeAnalysis(NO_ROWS);
	// it talks with 40 hosts, serves one port, and others have nothing to do with it
	for (let peer = 1; peer <= 40; peer++) {
		const flow = {kind: 'flow', second: 9, bytes: 100 * peer} as const;
		count({...flow, from: 1000, to: peer, fromPort: 5000 + peer, toPort: 53});
		count({...flow, from: peer, to: 1000, fromPort: 6000 + peer, toPort: 8080, bytes: 10});
		count({...flow, from: 2000, to: peer, fromPort: 7000, toPort: 443});
	}
	analysis.lastSecond = () => 9;
	const about = (host: string) => {
		analysis.look({...NO_ROWS, about: host});
		return analysis.rows()!.about;
	};

	it('is told from the whole tables: peers, flows, protocols and ports, the largest first', () => {
		const told = about(addressOf(1000))!;
		expect(told).toMatchObject({address: addressOf(1000), peers: 40, flows: 80, ports: 2});
		expect(told.topPeers.map(({a, b}) => (a === addressOf(1000) ? b : a))).toEqual(
			Array.from({length: 12}, (_, index) => addressOf(40 - index)),
		);
		expect(told.topFlows[0]).toMatchObject({b: {address: addressOf(40), port: 53}, bytes: 4000});
		expect(told.topFlows).toHaveLength(12);
		expect(told.topPorts).toEqual([
			{transport: 'udp', port: 53, isOwn: false, bytes: 82_000, flows: 40},
			{transport: 'udp', port: 8080, isOwn: true, bytes: 400, flows: 40},
		]);
		expect(told.applications.reduce((sum, {bytes}) => sum + bytes, 0)).toBe(82_400);
	});

	it('of one that is not there is nothing, nor where nobody asks', () => {
		expect(about('203.0.113.9')).toBeUndefined();
		expect(about('no address')).toBeUndefined();
		analysis.look(NO_ROWS);
		expect(analysis.rows()!.about).toBeUndefined();
	});
});

describe('closed flows', () => {
	const [FIN, SYN, RST, ACK] = [1, 2, 4, 16];
	const hiding = (search = '') => request({flows: {count: 100, column: 'total'}}, {search, hidesClosed: true});

	/** Ports of the flows that are seen at a second, and how many are left out. */
	function seenAt(analysis: ReturnType<typeof madeAnalysis>['analysis'], second: number) {
		analysis.lastSecond = () => second;
		const {rows, found, closed = 0} = analysis.rows()!.lists.flows;
		expect(found).toBe(rows.length);
		return {ports: rows.map(({item}) => item.a.port).sort(), closed};
	}

	function traffic() {
		const {analysis, count} = madeAnalysis(hiding());
		const tcp = (fromPort: number, second: number, flags: number, isBack = false) => {
			const [from, to, source, destination] = isBack ? [2, 1, 443, fromPort] : [1, 2, fromPort, 443];
			count({kind: 'flow', from, to, fromPort: source, toPort: destination, bytes: 100, second, flags});
		};
		// open, closed, reset, half closed; and one of UDP
		for (const port of [1001, 1002, 1003, 1004]) {
			tcp(port, 100, SYN);
			tcp(port, 100, SYN | ACK, true);
		}
		tcp(1002, 100, FIN | ACK);
		tcp(1002, 100, FIN | ACK, true);
		tcp(1003, 100, RST, true);
		tcp(1004, 100, FIN | ACK);
		count({kind: 'flow', from: 1, to: 2, fromPort: 1005, toPort: 53, bytes: 100, second: 100});
		return {analysis, tcp};
	}

	it('fall out ten seconds after their last packet, and are counted', () => {
		const {analysis} = traffic();
		expect(seenAt(analysis, 100)).toEqual({ports: [1001, 1002, 1003, 1004, 1005], closed: 0});
		expect(seenAt(analysis, 109)).toEqual({ports: [1001, 1002, 1003, 1004, 1005], closed: 0});
		expect(seenAt(analysis, 110)).toEqual({ports: [1001, 1004, 1005], closed: 2});
		expect(seenAt(analysis, 1000)).toEqual({ports: [1001, 1004, 1005], closed: 2});
	});

	it('are not missed by one who looks late, or looks again', () => {
		const {analysis, tcp} = traffic();
		seenAt(analysis, 100);
		tcp(1001, 101, RST);
		expect(seenAt(analysis, 1000)).toEqual({ports: [1004, 1005], closed: 3});
	});

	it('come back with a packet, and with a new connection between the same ports', () => {
		const {analysis, tcp} = traffic();
		expect(seenAt(analysis, 120).closed).toBe(2);
		tcp(1002, 121, ACK);
		tcp(1003, 121, SYN);
		expect(seenAt(analysis, 121)).toEqual({ports: [1001, 1002, 1003, 1004, 1005], closed: 0});
		expect(seenAt(analysis, 140)).toEqual({ports: [1001, 1003, 1004, 1005], closed: 1});
	});

	it('are found by their state, left out of other searches, and seen where they are asked for', () => {
		const {analysis} = traffic();
		analysis.look(hiding('state:reset'));
		expect(seenAt(analysis, 130)).toEqual({ports: [1003], closed: 0});
		analysis.look(hiding('port:443'));
		expect(seenAt(analysis, 130)).toEqual({ports: [1001, 1004], closed: 2});
		analysis.look({...hiding(), hidesClosed: false});
		expect(seenAt(analysis, 130)).toEqual({ports: [1001, 1002, 1003, 1004, 1005], closed: 0});
	});
});

describe('own addresses', () => {
	const all = {count: 10_000, column: 'total'};
	const folding = (inside: string[], talkers = {}) =>
		request({talkers: {...all, ...talkers}, conversations: all, flows: all}, {inside, isFolded: true});
	const counted = (asked: RowsRequest) => {
		const {analysis, count} = madeAnalysis(asked);
		const made = packets(7, 3000);
		const clock = new CaptureClock();
		let until = 0;
		for (const packet of made) {
			count(packet);
			clock.add(packet.second, 0);
			until = clock.second;
		}
		analysis.lastSecond = () => until;
		return (other: RowsRequest = asked) => {
			analysis.look(other);
			return analysis.periodicReport(0).rows!;
		};
	};

	it.each([
		['whole addresses', [addressOf(3), addressOf(5), '198.51.100.99']],
		['a beginning of some', ['10.0.0.']],
	])('are one row, %s: their sums, and no rows', (_, inside) => {
		const answer = counted(folding(inside));
		const folded = answer();
		const plain = answer({...folding(inside), isFolded: false});
		const isOwn = ({key}: {key: string}) => isInside(key, inside);
		const own = plain.lists.talkers.rows.filter(isOwn);
		expect(own.length).toBeGreaterThan(1);
		expect(plain.own).toBeNull();
		expect(folded.own!.hosts).toBe(own.length);
		for (const field of ['bytesSent', 'bytesReceived', 'packetsSent', 'packetsReceived'] as const) {
			expect(folded.own!.row.item[field]).toBe(own.reduce((all, {item}) => all + item[field], 0));
		}
		for (const window of WINDOWS.keys()) {
			for (const which of [0, 1, 2, 3] as const) {
				expect(folded.own!.row.windows[window][which]).toBe(
					own.reduce((all, {windows}) => all + windows[window][which]!, 0),
				);
			}
		}
		expect(folded.lists.talkers.rows.map(({key}) => key)).toEqual(
			plain.lists.talkers.rows.filter(row => !isOwn(row)).map(({key}) => key),
		);
		expect(folded.lists.talkers.found).toBe(plain.lists.talkers.found - own.length);
		expect(folded.lists.talkers.notable!.some(isOwn)).toBe(false);
		// the largest is the one that gives its address
		const [largest] = own;
		expect(folded.own!.row.item.address).toBe(largest.key);
		expect(folded.own!.largest[0]).toEqual(largest.item);
	});

	it('are told of none yet where none has been seen, and are no row of a search', () => {
		const answer = counted(folding(['198.51.100.99']));
		expect(answer().own).toMatchObject({hosts: 0, row: {item: {bytesSent: 0}}});
		const searched = answer({...folding([addressOf(3)]), search: addressOf(3)});
		expect(searched.lists.talkers.rows.length).toBeGreaterThan(0);
		expect(searched.lists.talkers.rows.map(({key}) => key)).not.toContain(addressOf(3));
	});

	it('are found by key all the same', () => {
		const {lists} = counted(folding([addressOf(3)], {pins: [addressOf(3)]}))();
		expect(lists.talkers.pinned).toMatchObject([{key: addressOf(3), place: -1}]);
	});
});

it('the application of a host is that of its largest flow, however often rows are given up', () => {
	const {analysis, count} = madeAnalysis(ALL, {endpoints: 16, conversations: 64, flows: 32});
	const random = seeded(21);
	const pick = (below: number) => Math.floor(random() * below);
	const seen = new Set<string | null | undefined>();
	for (let index = 0; index < 3000; index++) {
		const ends = {from: pick(12), to: 20 + pick(6), fromPort: 1000 + pick(3), toPort: 80 + pick(3)};
		count({kind: 'flow', ...ends, bytes: 60 + pick(1400), second: 1000 + Math.floor(index / 200)});
		if (index % 50 !== 0) {
			continue;
		}
		analysis.lastSecond = () => 1000 + Math.floor(index / 200);
		// of another application for each pair of ports, as if it had been recognised
		analysis.analyzer.batch.flush();
		const {flows} = analysis.analyzer.tables;
		for (let row = 0; row < flows.rows; row++) {
			flows.recognised(row, 1 + ((flows.portOf(row, 0) + flows.portOf(row, 1)) % 7), true, null);
		}
		const {lists} = analysis.periodicReport(0).rows!;
		for (const {key, application} of lists.talkers.rows) {
			const largest = lists.flows.rows
				.filter(({item: {a, b}}) => a.address === key || b.address === key)
				.sort((x, y) => y.item.bytes - x.item.bytes)
				.at(0);
			expect(application).toBe(largest?.item.application ?? null);
			seen.add(application);
		}
	}
	expect(seen.size).toBeGreaterThan(4);
	expect(analysis.analyzer.tables.flows.evicted).toBeGreaterThan(0);
});

describe('in the order of columns that several tables tell of together', () => {
	/** Names by host, of all flows that begin there. */
	const NAMES = ['nginx', 'curl', null, 'sshd', 'curl'];
	const inside = Array.from({length: 5}, (_, host) => addressOf(host));

	const largestProcess = (flows: readonly Row<Flow>[], host: string) =>
		flows
			.filter(({item: {a, b, process}}) => process && (a.address === host || b.address === host))
			.sort((x, y) => y.item.bytes - x.item.bytes)
			.at(0)?.item.process?.name ?? null;

	function owned() {
		const {analysis, count} = madeAnalysis(ALL);
		const {tables} = analysis.analyzer;
		const owners = withOwners(tables, inside);
		for (const packet of packets(31, 400)) {
			const forth = {...packet, from: packet.from % 5, second: 10};
			const back = {...forth, from: forth.to, to: forth.from, fromPort: forth.toPort, toPort: forth.fromPort};
			// some flows begin outside
			for (const each of packet.toPort === 80 ? [back, forth] : [forth, back]) {
				count({...each, bytes: each === back ? 60 + ((each.bytes * 7919) % 1400) : each.bytes});
			}
		}
		analysis.lastSecond = () => 10;
		const all = {count: 1000, descending: true};
		const ask = (list: ListName, column: string, more: Partial<RowsRequest> = {}) => {
			analysis.look(request({talkers: all, flows: all, [list]: {...all, column}}, {inside, ...more}));
			return analysis.rows()!.lists;
		};
		/** All that is asked is answered. */
		const answer = () => {
			analysis.analyzer.batch.flush();
			for (const {id, local} of owners.questions()) {
				const name = NAMES[inside.indexOf(local.address)];
				const owner = {pid: 1, begun: 1, name: name!, user: 'u', unit: null, networkNamespace: 1};
				analysis.learnOwners([{id, socket: id + 1, owner: name === null ? null : owner}]);
			}
		};
		return {analysis, count, ask, answer};
	}

	it('flows by a word that became the name of their process without a packet', () => {
		const {analysis, count, ask, answer} = owned();
		const found = () => ask('flows', 'total', {search: NAMES[0]!}).flows.found;
		expect(found()).toBe(0);
		// long after the last packet of any of them, when another one has some
		analysis.lastSecond = () => 500;
		count({kind: 'flow', from: 900, to: 901, fromPort: 1, toPort: 2, bytes: 60, second: 500});
		expect(found()).toBe(0);
		count({kind: 'flow', from: 900, to: 901, fromPort: 1, toPort: 2, bytes: 60, second: 500});
		answer();
		expect(found()).toBeGreaterThan(0);
	});

	it.each([
		['in', ({windows: [now], item}: Row<Flow>) => now[isFromOutside(item, inside) ? 2 : 3]],
		['out', ({windows: [now], item}: Row<Flow>) => now[isFromOutside(item, inside) ? 3 : 2]],
		['received', ({item}: Row<Flow>) => item[isFromOutside(item, inside) ? 'aToB' : 'bToA'].bytes],
		['sent', ({item}: Row<Flow>) => item[isFromOutside(item, inside) ? 'bToA' : 'aToB'].bytes],
	])('flows by %s', (column, figure) => {
		const {rows} = owned().ask('flows', column).flows;
		expect(rows.length).toBeGreaterThan(50);
		expect(rows.map(figure)).toEqual([...rows.map(figure)].sort((a, b) => b - a));
		expect(new Set(rows.map(({item}) => isFromOutside(item, inside)))).toEqual(new Set([true, false]));
	});

	it('flows by their processes, hosts by that of their largest flow that has one', () => {
		const {ask, answer} = owned();
		expect(ask('flows', 'process').talkers.rows.every(({process}) => process === null)).toBe(true);
		answer();
		const {flows} = ask('flows', 'process');
		const names = flows.rows.map(({item}) => item.process?.name ?? '~');
		expect(new Set(names)).toEqual(new Set(['~', 'sshd', 'nginx', 'curl']));
		expect(names).toEqual([...names].sort().reverse());
		const {talkers} = ask('talkers', 'process');
		const processes = talkers.rows.map(({process}) => process ?? '~');
		expect(processes).toEqual([...processes].sort().reverse());
		for (const {key, process} of talkers.rows) {
			expect(process).toBe(largestProcess(flows.rows, key));
		}
		expect(new Set(processes).size).toBe(4);
	});

	it('hosts of a process that is not known any more have another one, or none', () => {
		const {ask, answer, analysis} = owned();
		answer();
		const {talkers} = ask('talkers', 'process');
		expect(talkers.rows.find(({key}) => key === inside[1])?.process).toBe('curl');
		const {owners, flows} = analysis.analyzer.tables;
		const processOf = owners!.processOf.bind(owners);
		const isCurl = (row: number) => owners!.of(row)?.name === 'curl';
		const gone = new Set(Array.from({length: flows.rows}, (_, row) => row).filter(isCurl));
		owners!.processOf = row => (gone.has(row) ? 0 : processOf(row));
		// flows are asked again in turn, and one that is gone makes way for another one with the next turn
		ask('talkers', 'process');
		const after = ask('talkers', 'process');
		const left = after.flows.rows.filter(({item}) => item.process?.name !== 'curl');
		for (const {key, process} of after.talkers.rows) {
			expect(process).toBe(largestProcess(left, key));
		}
		expect(after.talkers.rows.find(({key}) => key === inside[1])?.process).toBeNull();
		expect(new Set(after.talkers.rows.map(({process}) => process)).size).toBe(3);
	});

	it('hosts by the application of their largest flow', () => {
		const {ask, analysis} = owned();
		ask('talkers', 'application');
		const {flows} = analysis.analyzer.tables;
		for (let row = 0; row < flows.rows; row++) {
			flows.recognised(row, 1 + (flows.portOf(row, 0) % 3), true, null);
		}
		const found = ask('talkers', 'application').talkers.rows.map(({application}) => application!);
		expect(new Set(found).size).toBeGreaterThan(1);
		expect(found).toEqual([...found].sort().reverse());
	});
});
