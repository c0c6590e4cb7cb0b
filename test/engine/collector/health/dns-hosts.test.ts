/** What DNS says of single hosts, as it is asked for: through the tables, by an address. */
import {describe, expect, it} from 'vitest';
import {ReportItems} from '../../../../source/engine/collector/report-items.js';
import {aboutHost} from '../../../../source/engine/collector/rows/about-host.js';
import type {AboutDns} from '../../../../source/engine/rows.js';
import {sanitize} from '../../../../source/format/sanitize.js';
import {
	ACK,
	addressOf,
	icmp,
	message,
	NOERROR,
	NXDOMAIN,
	QUERY,
	question,
	REFUSED,
	SERVFAIL,
	SYN,
	tcp,
	udp,
	watched,
} from './frames.js';

const [CLIENT, SERVER, OTHER] = [1, 2, 3];
const ask = (id: number, asked = question('a.example'), from = CLIENT) =>
	udp(from, 1000, SERVER, 53, message(id, QUERY, asked));
const tell = (id: number, flags: string, asked = question('a.example'), to = CLIENT) =>
	udp(SERVER, 53, to, 1000, message(id, flags, asked));

function looked() {
	const {analyzer, at} = watched({}, sanitize);
	const dns = (host: number): AboutDns | null => {
		analyzer.batch.flush();
		analyzer.tables.flush();
		const items = new ReportItems(analyzer, null);
		const rows = Array.from({length: analyzer.tables.endpoints.rows}, (_, row) => row);
		const row = rows.find(each => items.endpoint(each).address === addressOf(host));
		return aboutHost(analyzer, row!, items).dns;
	};
	return {analyzer, at, dns};
}

describe('DNS of a host', () => {
	it('is how much it asked, and by their codes the answers to it and by it', () => {
		const {at, dns} = looked();
		at(0, ask(1), ask(2), ask(3), ask(3), ask(9, question('b.example'), OTHER));
		at(1, tell(1, NOERROR), tell(2, NOERROR), tell(3, SERVFAIL), tell(9, REFUSED, question('b.example'), OTHER));
		expect(dns(CLIENT)).toMatchObject({
			queries: 4,
			received: [
				{name: 'NOERROR', count: 2},
				{name: 'SERVFAIL', count: 1},
			],
			sent: [],
			mayLack: false,
		});
		expect(dns(OTHER)).toMatchObject({queries: 1, received: [{name: 'REFUSED', count: 1}], sent: []});
		expect(dns(SERVER)).toMatchObject({
			queries: 0,
			received: [],
			sent: [
				{name: 'NOERROR', count: 2},
				{name: 'SERVFAIL', count: 1},
				{name: 'REFUSED', count: 1},
			],
			newest: [],
		});
	});

	it('tells names apart that have one hash', () => {
		const {at, dns} = looked();
		const [first, second] = [question('host007rnw'), question('host00opba')];
		at(0, ask(1, first), ask(2, second), tell(2, NXDOMAIN, second));
		expect(dns(CLIENT)?.newest).toMatchObject([
			{name: 'host00opba', code: 'NXDOMAIN'},
			{name: 'host007rnw', code: null},
		]);
	});

	it('is its last eight questions, the newest first, with their types and what came of them', () => {
		const {at, dns} = looked();
		for (let index = 1; index <= 10; index++) {
			at(index, ask(index, question(`n${index}.example`, index === 10 ? 28 : 1)));
		}
		at(11, tell(10, NXDOMAIN, question('n10.example', 28)), tell(9, NOERROR, question('n9.example')));
		expect(dns(CLIENT)?.newest).toEqual([
			{name: 'n10.example', type: 'AAAA', code: 'NXDOMAIN'},
			{name: 'n9.example', type: 'A', code: 'NOERROR'},
			...[8, 7, 6, 5, 4, 3].map(index => ({name: `n${index}.example`, type: 'A', code: null})),
		]);
	});

	it('has a question that is asked again once, as it was asked last', () => {
		const {at, dns} = looked();
		const [a, aaaa, b] = [question('A.example'), question('a.example', 28), question('b.example', 65_400)];
		at(0, ask(1, a), ask(2, aaaa), ask(3, b));
		at(1, tell(1, NOERROR, a));
		at(2, ask(4, question('a.EXAMPLE')));
		expect(dns(CLIENT)).toMatchObject({
			queries: 4,
			newest: [
				{name: 'a.EXAMPLE', type: 'A', code: null},
				{name: 'b.example', type: 'TYPE65400', code: null},
				{name: 'a.example', type: 'AAAA', code: null},
			],
		});
	});

	it('takes as answer the first with its identifier and its question', () => {
		const {at, dns} = looked();
		at(0, ask(1));
		at(1, tell(2, NXDOMAIN), tell(1, SERVFAIL, question('b.example')), tell(1, SERVFAIL, question('a.example', 28)));
		expect(dns(CLIENT)?.newest).toEqual([{name: 'a.example', type: 'A', code: null}]);
		at(2, tell(1, NOERROR), tell(1, REFUSED));
		expect(dns(CLIENT)?.newest).toEqual([{name: 'a.example', type: 'A', code: 'NOERROR'}]);
		expect(dns(CLIENT)?.received).toHaveLength(4);
	});

	it('has names that are safe to show, and none of those that are not whole', () => {
		const {at, dns} = looked();
		at(0, ask(1, '04 1b5b326a 00 0001 0001'), ask(2, '06 61e280ae6262 00 0001 0001'), ask(3, '00 0002 0001'));
		// known as DNS by the ones before: cut, too long, a pointer, nothing asked
		at(1, ask(4, '05 6162'), ask(5, `${'3f'.padEnd(128, '61')}`.repeat(4).concat('3f 00 0001 0001')));
		at(1, ask(6, 'c00c 0001 0001'), udp(CLIENT, 1000, SERVER, 53, '0007 0100 0000 0000 0000 0000'));
		expect(dns(CLIENT)).toMatchObject({queries: 7});
		expect(dns(CLIENT)?.newest).toEqual([
			{name: '.', type: 'NS', code: null},
			{name: expect.stringMatching(/^a.{1,2}bb$/u), type: 'A', code: null},
			{name: String.raw`\027[2j`, type: 'A', code: null},
		]);
		expect(dns(CLIENT)?.newest[1].name).not.toContain('\u202e');
	});

	it('over TCP is that of each message', () => {
		const {at, dns} = looked();
		const framed = (text: string) => `${(text.replaceAll(' ', '').length / 2).toString(16).padStart(4, '0')} ${text}`;
		const messages = [1, 2].map(id => framed(message(id, QUERY, question(`n${id}.example`)))).join('');
		const header = tcp(CLIENT, 1000, SERVER, 53, ACK);
		const length = 40 + messages.replaceAll(' ', '').length / 2;
		at(0, header.replace('45 00 0028', `45 00 ${length.toString(16).padStart(4, '0')}`) + messages);
		expect(dns(CLIENT)).toMatchObject({queries: 2, newest: [{name: 'n2.example'}, {name: 'n1.example'}]});
	});

	it('is none of a host without, nor of multicast', () => {
		const {at, dns} = looked();
		at(0, tcp(CLIENT, 1000, SERVER, 80, SYN), icmp(OTHER, SERVER, '08'));
		expect([dns(CLIENT), dns(OTHER)]).toEqual([null, null]);
		at(1, udp(CLIENT, 5353, SERVER, 5353, message(1, QUERY)));
		expect(dns(CLIENT)).toBeNull();
	});
});

describe('DNS of more hosts than are told apart', () => {
	/** A host beside the server, by its number. */
	const host = (number: number) => 1000 + number;
	const MOST = 1024;

	it('gives up who was heard the longest ago, and says who may lack something', () => {
		const {analyzer, at, dns} = looked();
		// no answers: the server is none of them
		for (let number = 0; number < MOST; number++) {
			at(0, ask(number, question(`n${number}.example`), host(number)));
		}
		expect(analyzer.dnsHosts).toMatchObject({rows: MOST, evicted: 0});
		expect(dns(SERVER)).toBeNull();
		at(1, ask(1, question('again.example'), host(0)), ask(1, question('new.example'), host(MOST)));
		expect(analyzer.dnsHosts).toMatchObject({rows: MOST, evicted: 1});
		expect(dns(host(0))).toMatchObject({
			queries: 2,
			mayLack: false,
			newest: [{name: 'again.example'}, {name: 'n0.example'}],
		});
		expect(dns(host(1))).toEqual({queries: 0, received: [], sent: [], newest: [], mayLack: true});
		expect(dns(host(2))).toMatchObject({queries: 1, mayLack: false});
		// who comes in its place has nothing of it
		expect(dns(host(MOST))).toMatchObject({queries: 1, mayLack: true, newest: [{name: 'new.example'}]});
		at(2, ask(1, question('back.example'), host(1)));
		expect(dns(host(1))).toMatchObject({queries: 1, mayLack: true, newest: [{name: 'back.example'}]});
	});

	it('keeps the newest of ten times as many, each under its own address', () => {
		const {analyzer, at, dns} = looked();
		for (let number = 0; number < 10 * MOST; number++) {
			at(0, ask(number, question(`n${number}.example`), host(number)));
		}
		expect(analyzer.dnsHosts).toMatchObject({rows: MOST, evicted: 9 * MOST});
		for (const number of [9 * MOST, 9 * MOST + 500, 10 * MOST - 1]) {
			expect(dns(host(number))).toMatchObject({queries: 1, newest: [{name: `n${number}.example`}]});
		}
		expect(dns(host(9 * MOST - 1))).toMatchObject({queries: 0, mayLack: true});
	});
});

it('DNS by host is left out while the analysis falls behind, which is said', () => {
	const {analyzer, at, dns} = looked();
	at(0, ask(1));
	expect(dns(CLIENT)).toMatchObject({queries: 1, mayLack: false});
	analyzer.setDetail(1);
	at(1, ask(2), tell(2, NOERROR));
	expect(analyzer.dnsHosts.leftOut).toBe(2);
	analyzer.setDetail(0);
	at(2, ask(3));
	expect(dns(CLIENT)).toMatchObject({queries: 2, received: [], mayLack: true});
	expect(analyzer.health.snapshot(10, null).dns).toMatchObject({queries: 3, answers: 1});
});

it('DNS that was not recognised while the analysis fell behind may be lacking', () => {
	const {analyzer, at, dns} = looked();
	analyzer.setDetail(1);
	at(0, ask(1));
	analyzer.setDetail(0);
	expect(dns(CLIENT)).toEqual({queries: 0, received: [], sent: [], newest: [], mayLack: true});
});
