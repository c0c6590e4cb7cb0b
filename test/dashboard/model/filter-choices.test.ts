import {describe, expect, it} from 'vitest';
import {NO_SUBJECT, PRESETS, parts, remembered, withChoice} from '../../../source/dashboard/model/filter-choices.js';
import {sshExpression, withoutSsh} from '../../../source/dashboard/model/own-ssh.js';

describe('the own SSH session', () => {
	it.each([
		['192.0.2.9 51234 192.0.2.1 22', 'tcp and host 192.0.2.9 and host 192.0.2.1 and port 51234 and port 22'],
		['fe80::1%eth0 51234 fe80::2%eth0 2222', 'tcp and host fe80::1 and host fe80::2 and port 51234 and port 2222'],
		[
			'::ffff:192.0.2.9 51234 ::ffff:192.0.2.1 22',
			'tcp and host 192.0.2.9 and host 192.0.2.1 and port 51234 and port 22',
		],
		[undefined, null],
		['', null],
		['192.0.2.9 51234 192.0.2.1', null],
		['192.0.2.9 0 192.0.2.1 22', null],
		['192.0.2.9 51234 192.0.2.1 70000', null],
		['a) or (b 51234 192.0.2.1 22', null],
	])('%s', (connection, expected) => {
		expect(sshExpression(connection)).toBe(expected);
	});

	it.each([
		[null, null, null],
		['udp', null, 'udp'],
		[null, 'tcp and port 22', 'not (tcp and port 22)'],
		['udp or icmp', 'tcp and port 22', '(udp or icmp) and not (tcp and port 22)'],
	])('%s without %s is %s', (filter, session, expected) => {
		expect(withoutSsh(filter, session)).toBe(expected);
	});
});

describe('parts of the selected row', () => {
	const flow = {host: '192.0.2.1', peer: '2001:db8::1', port: 50_000, peerPort: 443, transport: 'tcp'};

	it('has its hosts, its port, its conversation, and all but these', () => {
		expect(parts(flow).map(({text}) => text)).toEqual([
			'host 192.0.2.1',
			'host 2001:db8::1',
			'tcp port 443',
			'host 192.0.2.1 and host 2001:db8::1',
			'not (host 192.0.2.1)',
			'not (host 2001:db8::1)',
			'not (tcp port 443)',
			'not (host 192.0.2.1 and host 2001:db8::1)',
		]);
	});

	it('takes the service, not the port of the moment', () => {
		const port = (a: number, b: number) => parts({...NO_SUBJECT, port: a, peerPort: b, transport: 'udp'})[0]?.text;
		expect(port(53, 60_000)).toBe('udp port 53');
		expect(port(60_000, 53)).toBe('udp port 53');
		expect(port(60_000, 61_000)).toBe('udp port 60000');
		expect(port(443, 8443)).toBe('udp port 443');
	});

	it('has nothing where nothing is selected', () => {
		expect(parts(NO_SUBJECT)).toEqual([]);
	});
});

describe('putting a choice in', () => {
	const part = {label: '', text: 'host 192.0.2.1', joins: true};
	it.each([
		['', 'host 192.0.2.1'],
		['udp', 'udp and host 192.0.2.1'],
		['udp or tcp', '(udp or tcp) and host 192.0.2.1'],
		['(udp or tcp)', '(udp or tcp) and host 192.0.2.1'],
		['(udp) or (tcp)', '((udp) or (tcp)) and host 192.0.2.1'],
		['not (udp or tcp)', 'not (udp or tcp) and host 192.0.2.1'],
		['host border.example', 'host border.example and host 192.0.2.1'],
	])('joins %s', (text, expected) => {
		expect(withChoice(text, part)).toBe(expected);
	});

	it('puts a preset in the place of what is there', () => {
		expect(withChoice('udp', PRESETS[0])).toBe('tcp port 80 or port 443');
	});
});

describe('what is remembered', () => {
	it('has the newest first, each once, and an end', () => {
		expect(remembered(['b', 'a'], 'a', 10)).toEqual(['a', 'b']);
		expect(remembered(['b', 'a'], 'c', 2)).toEqual(['c', 'b']);
	});
});
