/** Names that are asked for: of whom, how often, and what of the snapshot they change. The clock is a fake. */
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {ReverseDns} from '../../source/engine/reverse-dns.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {endpoint, snapshotOf} from '../helpers/snapshots.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const of = (...addresses: string[]): Snapshot => {
	const {endpoints} = snapshotOf({});
	return snapshotOf({endpoints: {...endpoints, top: addresses.map(address => endpoint(address, 1, 1))}});
};
const names = ({endpoints}: Snapshot) => endpoints.top.map(({name, nameSource}) => `${name} by ${nameSource}`);

function resolver(which: 'public' | 'all' = 'public') {
	const asked: string[] = [];
	const dns = new ReverseDns(which, async address => {
		asked.push(address);
		if (address.startsWith('198.')) {
			throw new Error('NXDOMAIN');
		}
		return [`host-${address}\u001b`];
	});
	return {dns, asked};
}

it('asks in the background, each address once, also one that has no name', async () => {
	const {dns, asked} = resolver();
	const snapshot = of('203.0.113.1', '198.51.100.1', '203.0.113.1');
	expect(names(dns.named(snapshot))).toEqual(Array(3).fill('null by null'));
	expect(asked).toEqual([]);
	await vi.advanceTimersByTimeAsync(1000);
	expect(names(dns.named(snapshot))).toEqual([
		'host-203.0.113.1\uFFFD by ptr',
		'null by null',
		'host-203.0.113.1\uFFFD by ptr',
	]);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked).toEqual(['203.0.113.1', '198.51.100.1']);
	dns.close();
});

it('leaves a name alone that a packet told, and names the ends of flows', async () => {
	const {dns, asked} = resolver();
	const flow = {a: {address: '203.0.113.1', port: 1, name: null}, b: {address: '203.0.113.2', port: 2, name: 'seen'}};
	const {endpoints, flows} = snapshotOf({});
	const snapshot = snapshotOf({
		endpoints: {...endpoints, top: [endpoint('203.0.113.2', 1, 1, 'seen')]},
		flows: {...flows, top: [flow as unknown as Snapshot['flows']['top'][number]]},
	});
	dns.named(snapshot);
	await vi.advanceTimersByTimeAsync(1000);
	const named = dns.named(snapshot);
	expect(names(named)).toEqual(['seen by dns']);
	expect([named.flows.top[0].a.name, named.flows.top[0].b.name]).toEqual(['host-203.0.113.1\uFFFD', 'seen']);
	expect(asked).toEqual(['203.0.113.1']);
});

it('asks nobody for what only this network knows, unless it is to, and never for groups', async () => {
	const inside = [
		'10.1.2.3',
		'172.31.0.1',
		'192.168.0.1',
		'169.254.1.1',
		'100.64.0.1',
		'127.0.0.1',
		'fd00::1',
		'fe80::1',
		'::1',
	];
	const groups = ['224.0.0.251', '255.255.255.255', 'ff02::fb'];
	for (const [which, expected] of [
		['public', ['172.32.0.1']],
		['all', [...inside, '172.32.0.1']],
	] as const) {
		const {dns, asked} = resolver(which);
		dns.named(of(...inside, ...groups, '172.32.0.1'));
		await vi.advanceTimersByTimeAsync(10_000);
		expect(asked).toEqual(expected);
	}
});

it('asks 20 times a second at most, and waits for 8 answers at most', async () => {
	const {dns, asked} = resolver();
	dns.named(of(...Array.from({length: 100}, (_, i) => `203.0.113.${i}`)));
	await vi.advanceTimersByTimeAsync(1000);
	expect(asked).toHaveLength(20);
	dns.close();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(asked).toHaveLength(20);

	const silent: string[] = [];
	const slow = new ReverseDns('public', address => {
		silent.push(address);
		return new Promise(() => {});
	});
	const snapshot = of(...Array.from({length: 100}, (_, i) => `203.0.113.${i}`));
	const last = slow.namedWithin(snapshot, 5000);
	await vi.advanceTimersByTimeAsync(5000);
	expect([silent.length, names(await last)[0]]).toEqual([8, 'null by null']);
});

it('waits for the last names no longer than it takes', async () => {
	const {dns} = resolver();
	const named = dns.namedWithin(of('203.0.113.1'), 5000);
	await vi.advanceTimersByTimeAsync(200);
	expect(names(await named)).toEqual(['host-203.0.113.1\uFFFD by ptr']);
	expect(vi.getTimerCount()).toBe(0);
	expect(names(await dns.namedWithin(of('10.0.0.1'), 5000))).toEqual(['null by null']);
});
