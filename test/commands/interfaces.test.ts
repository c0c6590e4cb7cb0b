import {describe, expect, it} from 'vitest';
import {formatInterfaces, toRecord} from '../../source/commands/interfaces.js';
import {type Device, listDevices} from '../../source/engine/libpcap/devices.js';
import {loadLibpcap} from '../../source/engine/libpcap/library.js';

const ETH0: Device = {
	name: 'eth0',
	description: null,
	network: true,
	up: true,
	running: true,
	loopback: false,
	wireless: false,
	connected: true,
	addresses: [
		{family: 'mac', bytes: Uint8Array.of(2, 0xfc, 0, 0, 0, 1), prefix: null},
		{family: 'ipv4', bytes: Uint8Array.of(192, 0, 2, 2), prefix: 24},
		{
			family: 'ipv6',
			bytes: Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
			prefix: 64,
		},
	],
};

const ANY: Device = {
	...ETH0,
	name: 'any',
	description: 'Pseudo-device that captures on all interfaces',
	network: false,
	connected: null,
	addresses: [],
};

describe('interfaces', () => {
	it('tells addresses as people write them', () => {
		expect(toRecord(ETH0)).toEqual({
			name: 'eth0',
			state: 'up',
			loopback: false,
			wireless: false,
			mac: '02:fc:00:00:00:01',
			addresses: ['192.0.2.2/24', '2001:db8::1/64'],
			description: null,
		});
	});

	it('tells down, up without a link, and no network device apart', () => {
		expect(toRecord({...ETH0, up: false}).state).toBe('down');
		expect(toRecord({...ETH0, connected: false}).state).toBe('no-link');
		expect(toRecord({...ETH0, running: false}).state).toBe('no-link');
		expect(toRecord({...ETH0, connected: null}).state).toBe('up');
		expect(toRecord(ANY).state).toBe('none');
	});

	it('makes a table, one line per address, and lets no control character through', () => {
		const hostile = {...toRecord(ANY), name: 'a\u001B[31mb'};
		const lines = formatInterfaces([toRecord(ETH0), hostile]).split('\n');
		expect(lines[0]).toMatch(/^NAME +STATE +ADDRESS +DESCRIPTION$/);
		expect(lines[1]).toMatch(/^eth0 +up +192\.0\.2\.2\/24$/);
		expect(lines[2]).toMatch(/^ +2001:db8::1\/64$/);
		expect(lines[3]).not.toContain('\u001B');
		expect(lines[3]).toContain('Pseudo-device');
	});

	it('finds the loopback interface of this machine', async () => {
		const devices = listDevices(await loadLibpcap());
		const loopback = devices.find(device => device.loopback);
		expect(loopback).toMatchObject({network: true});
		expect(toRecord(loopback!).addresses).toContain('127.0.0.1/8');
	});
});
