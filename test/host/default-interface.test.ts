import {networkInterfaces} from 'node:os';
import {expect, it} from 'vitest';
import {defaultInterface} from '../../source/host/default-interface.js';

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const line = (name: string, destination: string, metric: number, mask: string, flags = '0003') =>
	`${name}\t${destination}\t0102A8C0\t${flags}\t0\t0\t${metric}\t${mask}\t0\t0\t0\n`;

it('takes the default route with the lowest metric', () => {
	const ipv4 =
		HEAD +
		line('eth0', '0002A8C0', 0, '00FFFFFF') +
		line('wlan0', '00000000', 600, '00000000') +
		line('eth1', '00000000', 100, '00000000');
	expect(defaultInterface({ipv4, ipv6: ''})).toBe('eth1');
});

it('passes over routes that are down, and half the address space', () => {
	const ipv4 =
		HEAD +
		line('tun0', '00000000', 0, '00000080') +
		line('eth9', '00000000', 0, '00000000', '0002') +
		line('eth0', '00000000', 5, '00000000');
	expect(defaultInterface({ipv4, ipv6: ''})).toBe('eth0');
});

it('falls back to the IPv6 default route', () => {
	const zero = '0'.repeat(32);
	const ipv6 = [
		`fe800000000000000000000000000000 40 ${zero} 00 ${zero} 00000100 00000001 00000000 00000001     eth0`,
		`${zero} 00 ${zero} 00 ${zero} ffffffff 00000001 00000000 00200200       lo`,
		`${zero} 00 ${zero} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth7`,
	].join('\n');
	expect(defaultInterface({ipv4: HEAD, ipv6})).toBe('eth7');
});

it('without routes takes an interface with an address, or says what to do', () => {
	const outside = Object.entries(networkInterfaces()).find(([, addresses]) =>
		addresses?.some(({internal}) => !internal),
	)?.[0];
	if (outside === undefined) {
		expect(() => defaultInterface({ipv4: HEAD, ipv6: ''})).toThrow('name one: netanal-tui IFACE');
	} else {
		expect(defaultInterface({ipv4: HEAD, ipv6: ''})).toBe(outside);
	}
});
