/** What goes wrong on the network, counted. */
import {describe, expect, it} from 'vitest';
import {troubleTotals} from '../../../../source/engine/troubles.js';
import {
	ACK,
	addressOf,
	arp,
	FIN,
	icmp,
	icmp6,
	message,
	NOERROR,
	NXDOMAIN,
	QUERY,
	REFUSED,
	RST,
	SERVFAIL,
	SYN,
	tcp,
	tcp6,
	udp,
	watched,
} from './frames.js';

const NOTHING = {
	...{refused: 0, unansweredSyns: 0, resets: 0, dnsFailures: 0, nonexistentNames: 0, slowAnswers: 0},
	...{dnsUnanswered: 0, icmpUnreachable: 0, arpConflicts: 0},
};
const CLIENT = 1;
const SERVER = 2;
const six = (last: string) => `20010db8${last.padStart(24, '0')}`;

describe('connections', () => {
	const open = (port: number) => tcp(CLIENT, port, SERVER, 443, SYN);
	const answer = (port: number, flags: number) => tcp(SERVER, 443, CLIENT, port, flags);

	it('that are answered are no trouble, however they end', () => {
		const {at, health} = watched();
		at(0, open(1000), answer(1000, SYN | ACK), tcp(CLIENT, 1000, SERVER, 443, ACK));
		at(9, tcp(CLIENT, 1000, SERVER, 443, FIN | ACK), answer(1000, FIN | ACK));
		expect(troubleTotals(health())).toEqual(NOTHING);
		expect(health().tcp.waitingSyns).toBe(0);
	});

	it('are refused by who answers their SYN with RST, which is a reset as well', () => {
		const {at, health} = watched();
		at(0, open(1000), answer(1000, RST | ACK), open(1001), answer(1001, RST));
		expect(troubleTotals(health())).toEqual({...NOTHING, refused: 2, resets: 2});
		expect(health().top).toEqual([
			{kind: 'refused', address: addressOf(SERVER), port: 443, count: 2, errorCount: 0},
			{kind: 'resets', address: addressOf(SERVER), port: 443, count: 2, errorCount: 0},
		]);
	});

	it('are not refused by a RST that answers no SYN, or one of somebody else', () => {
		const {at, health} = watched();
		at(0, answer(999, RST));
		at(0, open(1000), tcp(3, 443, CLIENT, 1000, RST), answer(1001, RST), tcp(SERVER, 80, CLIENT, 1000, RST));
		// the client takes it back itself
		at(1, tcp(CLIENT, 1000, SERVER, 443, RST));
		expect(troubleTotals(health())).toEqual({...NOTHING, resets: 5});
		expect(health().tcp.waitingSyns).toBe(1);
	});

	it('have no answer after three seconds, and one that is sent again meanwhile is the same', () => {
		const {at, health} = watched();
		at(0, open(1000));
		at(1, open(1000));
		at(2.9, open(1000), open(1001));
		expect([health().tcp.unansweredSyns, health().tcp.waitingSyns]).toEqual([0, 2]);
		at(3.1, icmp(5, 6, '08'));
		expect(troubleTotals(health())).toEqual({...NOTHING, unansweredSyns: 1});
		expect(health().top).toEqual([
			{kind: 'unansweredSyns', address: addressOf(SERVER), port: 443, count: 1, errorCount: 0},
		]);
		// too late: it was told already
		at(3.2, answer(1000, SYN | ACK), answer(1001, SYN | ACK));
		at(9, icmp(5, 6, '08'));
		expect(troubleTotals(health())).toEqual({...NOTHING, unansweredSyns: 1});
	});

	it('have none either where no packet comes after them, but time is known to go on', () => {
		const {at, health} = watched();
		at(0, open(1000));
		expect(health(2).tcp.unansweredSyns).toBe(0);
		expect(health(3).tcp.unansweredSyns).toBe(1);
	});

	it('of IPv6 are told apart by all of their addresses', () => {
		const {at, health} = watched();
		at(0, tcp6(six('1'), 1000, six('2'), 443, SYN), tcp6(six('3'), 443, six('1'), 1000, RST));
		at(0.1, tcp6(six('20000000000000002'), 443, six('1'), 1000, RST));
		expect(troubleTotals(health())).toEqual({...NOTHING, resets: 2});
		at(0.2, tcp6(six('2'), 443, six('1'), 1000, RST));
		expect(troubleTotals(health())).toEqual({...NOTHING, resets: 3, refused: 1});
		expect(health().top[0]).toMatchObject({kind: 'refused', address: '2001:db8::2', port: 443});
	});

	it('without a timestamp are counted, and of how long they wait nothing is told', () => {
		const {at, health} = watched();
		at(null, open(1000), answer(1000, RST));
		expect(health()).toMatchObject({tcp: {resets: 1, refused: 0, waitingSyns: 0, unwatchedSyns: 1}});
		expect(health().lastMinute).toEqual(NOTHING);
	});

	it('that are too many to wait for are counted as such, and the rest stays right', () => {
		const {at, health} = watched();
		for (let port = 0; port < 20_000; port++) {
			at(0, tcp(CLIENT, port, SERVER, 443, SYN));
		}
		const {waitingSyns, unwatchedSyns} = health().tcp;
		expect(waitingSyns + unwatchedSyns).toBe(20_000);
		expect(waitingSyns).toBeGreaterThan(12_000);
		expect(waitingSyns).toBeLessThanOrEqual(16_384);
		for (let port = 0; port < 20_000; port++) {
			at(1, answer(port, port % 2 === 0 ? RST : SYN | ACK));
		}
		const {refused, ...rest} = health().tcp;
		expect(rest).toEqual({waitingSyns: 0, unwatchedSyns, resets: 10_000, unansweredSyns: 0});
		expect(refused).toBeGreaterThan(5000);
		expect(refused).toBeLessThan(waitingSyns);
		// there is room again
		at(2, open(1));
		at(6, icmp(5, 6, '08'));
		expect(health().tcp).toMatchObject({unansweredSyns: 1, unwatchedSyns});
	});

	it('whose flows are known are watched while detail is given up, and of the others that is told', () => {
		const {analyzer, at, health} = watched();
		at(0, tcp(CLIENT, 1000, SERVER, 443, ACK));
		analyzer.setDetail(3);
		at(0, open(1000), answer(1000, RST), open(1001), answer(1001, RST), icmp(7, CLIENT, '03'));
		expect(troubleTotals(health())).toEqual({...NOTHING, refused: 1, resets: 2, icmpUnreachable: 1});
		expect(health().tcp).toMatchObject({waitingSyns: 0, unwatchedSyns: 1});
	});

	it('wait on where the table of flows gives rows up, and of those that went that is told', () => {
		const {at, health} = watched({flows: 64});
		for (let port = 0; port < 40; port++) {
			at(0, open(port));
		}
		// these have more than the others, and stay
		for (let port = 20; port < 40; port++) {
			at(0, open(port), open(port), open(port));
		}
		for (let port = 1000; port < 1030; port++) {
			at(1, tcp(CLIENT, port, SERVER, 443, ACK));
		}
		const {waitingSyns, unwatchedSyns} = health().tcp;
		expect(waitingSyns + unwatchedSyns).toBe(40);
		expect(unwatchedSyns).toBeGreaterThan(0);
		expect(waitingSyns).toBeGreaterThanOrEqual(20);
		for (let port = 20; port < 40; port++) {
			at(1, answer(port, RST));
		}
		expect(health().tcp).toMatchObject({refused: 20, waitingSyns: waitingSyns - 20, unwatchedSyns});
		at(5, icmp(5, 6, '08'));
		expect(health().tcp).toMatchObject({unansweredSyns: waitingSyns - 20, waitingSyns: 0});
	});
});

describe('DNS', () => {
	const ask = (id: number, port = 1000) => udp(CLIENT, port, SERVER, 53, message(id, QUERY));
	const tell = (id: number, flags: string, port = 1000) => udp(SERVER, 53, CLIENT, port, message(id, flags));

	it('has answers by code: failures, and names that do not exist, by who answered', () => {
		const {at, health} = watched();
		at(0, ask(1), ask(2), ask(3), ask(4));
		at(0.1, tell(1, NOERROR), tell(2, SERVFAIL), tell(3, NXDOMAIN), tell(4, REFUSED));
		expect(health().dns).toEqual({
			...{
				queries: 4,
				answers: 4,
				unanswered: 0,
				waiting: 0,
				unwatched: 0,
				slowAnswers: 0,
				leftOut: 0,
				evicted: 0,
				answerTime: expect.anything(),
			},
			codes: ['NOERROR', 'SERVFAIL', 'NXDOMAIN', 'REFUSED'].map(name => ({name, count: 1})),
		});
		expect(troubleTotals(health())).toEqual({...NOTHING, dnsFailures: 2, nonexistentNames: 1});
		expect(health().top.map(({kind, address, port, count}) => [kind, address, port, count])).toEqual([
			['dnsFailures', addressOf(SERVER), 53, 2],
			['nonexistentNames', addressOf(SERVER), 53, 1],
		]);
	});

	it('is slow after half a second, and has no answer after five', () => {
		const {at, health} = watched();
		at(0, ask(1), ask(2), ask(3), ask(3));
		at(0.4, tell(1, NOERROR));
		at(0.6, tell(2, NOERROR));
		at(4.9, ask(4, 1001));
		expect(troubleTotals(health())).toEqual({...NOTHING, slowAnswers: 1});
		at(5.1, tell(3, NOERROR));
		expect(troubleTotals(health())).toEqual({...NOTHING, slowAnswers: 1, dnsUnanswered: 1});
		expect(health().dns).toMatchObject({queries: 5, answers: 3, unanswered: 1, waiting: 1});
		expect(health().top.at(-1)).toMatchObject({kind: 'dnsUnanswered', address: addressOf(SERVER), port: 53});
	});

	it('is told by the identifier and the port which answer is to what', () => {
		const {at, health} = watched();
		at(0, ask(1), ask(1, 1001));
		at(1, tell(2, NOERROR), tell(1, NOERROR, 1002));
		expect(health().dns).toMatchObject({waiting: 2, slowAnswers: 0});
		at(1, tell(1, NOERROR), tell(1, NOERROR, 1001), tell(1, NOERROR));
		expect(health().dns).toMatchObject({waiting: 0, slowAnswers: 2, answers: 5});
	});

	it('over TCP is messages behind their lengths', () => {
		const {at, health} = watched();
		const long = (text: string) => (text.replaceAll(' ', '').length / 2).toString(16).padStart(4, '0');
		const segment = (from: number, fromPort: number, to: number, toPort: number, ...messages: string[]) => {
			const payload = messages.map(text => `${long(text)} ${text}`).join('');
			const header = tcp(from, fromPort, to, toPort, ACK);
			const length = 40 + payload.replaceAll(' ', '').length / 2;
			return header.replace('45 00 0028', `45 00 ${length.toString(16).padStart(4, '0')}`) + payload;
		};
		at(0, segment(CLIENT, 1000, SERVER, 53, message(1, QUERY), message(2, QUERY)));
		at(1, segment(SERVER, 53, CLIENT, 1000, message(2, NXDOMAIN), message(1, SERVFAIL)));
		expect(health().dns).toMatchObject({queries: 2, answers: 2, waiting: 0, slowAnswers: 2});
		expect(troubleTotals(health())).toEqual({...NOTHING, dnsFailures: 1, nonexistentNames: 1, slowAnswers: 2});
	});

	it('of multicast is none of it', () => {
		const {at, health} = watched();
		at(0, udp(CLIENT, 5353, SERVER, 5353, message(1, QUERY)), udp(SERVER, 5353, CLIENT, 5353, message(1, NXDOMAIN)));
		expect(health().dns).toMatchObject({queries: 0, answers: 0});
	});
});

describe('ICMP', () => {
	it('says that something is unreachable: by whom, and nothing else does', () => {
		const {at, health} = watched();
		at(0, icmp(7, CLIENT, '03'), icmp(7, CLIENT, '03'), icmp(7, CLIENT, '0b'), icmp(7, CLIENT, '01'));
		at(0, icmp6(six('1'), six('2'), '01'), icmp6(six('1'), six('2'), '03'), icmp6(six('1'), six('2'), '80'));
		// behind a header of options
		at(0, icmp6(six('1'), six('2'), '01', '3a00050200000000'));
		expect(troubleTotals(health())).toEqual({...NOTHING, icmpUnreachable: 4});
		expect(health().top).toEqual([
			{kind: 'icmpUnreachable', address: addressOf(7), port: null, count: 2, errorCount: 0},
			{kind: 'icmpUnreachable', address: '2001:db8::1', port: null, count: 2, errorCount: 0},
		]);
	});
});

describe('ARP', () => {
	const [ONE, TWO] = ['02000000000a', '02000000000b'];

	it('contradicts itself where an address has another hardware address than before', () => {
		const {at, health} = watched();
		at(0, arp('01', ONE, 5), arp('02', ONE, 5), arp('02', TWO, 6));
		expect(troubleTotals(health())).toEqual(NOTHING);
		at(1, arp('02', TWO, 5));
		expect(troubleTotals(health())).toEqual({...NOTHING, arpConflicts: 1});
		expect(health().top).toEqual([
			{
				...{kind: 'arpConflicts', address: addressOf(5), port: null, count: 1, errorCount: 0},
				macs: ['02:00:00:00:00:0a', '02:00:00:00:00:0b'],
			},
		]);
		at(2, arp('01', TWO, 5), arp('01', ONE, 5));
		expect(health().arpConflicts).toBe(2);
	});

	it('of who has no address yet, of other networks, and cut short, says nothing', () => {
		const {at, health} = watched();
		at(0, arp('01', ONE, 0), arp('01', TWO, 0), arp('01', ONE, 5));
		at(0, arp('01', TWO, 5).replace('0001 0800', '0006 0800'), arp('01', TWO, 5).slice(0, -12));
		expect(health().arpConflicts).toBe(0);
	});

	it('of more addresses than are remembered counts those that were forgotten', () => {
		const {at, health} = watched();
		for (let host = 1; host <= 20_000; host++) {
			at(0, arp('02', ONE, host));
		}
		const {arpForgotten} = health();
		expect(arpForgotten).toBeGreaterThanOrEqual(20_000 - 8192);
		expect(health().arpConflicts).toBe(0);
	});
});

describe('the last minute', () => {
	it('is the last 60 seconds of the packets, and goes on where time is known to', () => {
		const {at, health} = watched();
		const reset = tcp(CLIENT, 1, SERVER, 2, RST);
		at(0, reset);
		at(10, reset, reset);
		at(59.9, reset);
		expect(health().lastMinute.resets).toBe(4);
		at(60, icmp(5, 6, '08'));
		expect(health().lastMinute.resets).toBe(3);
		expect(health(69).lastMinute.resets).toBe(1);
		expect(health(117).lastMinute.resets).toBe(1);
		expect(health(118).lastMinute.resets).toBe(0);
		expect(health(118).tcp.resets).toBe(4);
	});

	it('has what comes a little late, and not what comes too late', () => {
		const {at, health} = watched();
		const reset = tcp(CLIENT, 1, SERVER, 2, RST);
		at(100, reset);
		at(97, reset);
		expect(health()).toMatchObject({lastMinute: {resets: 2}, tcp: {resets: 2}});
	});
});

describe('who has it', () => {
	it('are as many as is said, and of the others is known what they can lack', () => {
		const {at, health} = watched();
		const from = (host: number, times: number) => {
			for (let i = 0; i < times; i++) {
				at(0, tcp(host, 80, CLIENT, 1, RST));
			}
		};
		from(1, 50);
		for (let host = 1000; host < 1300; host++) {
			from(host, 2);
		}
		from(2, 3);
		const rows = health(null, 'all').top;
		expect(rows[0]).toEqual({kind: 'resets', address: addressOf(1), port: 80, count: 50, errorCount: 0});
		expect(rows[1]).toEqual({kind: 'resets', address: addressOf(2), port: 80, count: 3, errorCount: 2});
		expect(rows.length).toBeLessThanOrEqual(256);
		expect(health().top).toHaveLength(10);
		expect(health().tcp.resets).toBe(653);
		for (const {address, count, errorCount} of rows.slice(2)) {
			expect(address).toMatch(/^10\.0\.[345]\./);
			expect(count).toBe(2);
			expect([0, 2]).toContain(errorCount);
		}
	});
});
