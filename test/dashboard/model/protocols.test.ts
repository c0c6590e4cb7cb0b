import {describe, expect, it} from 'vitest';
import {protocolRows} from '../../../source/dashboard/model/protocols.js';
import {busySnapshot, snapshotOf} from '../../helpers/snapshots.js';

const names = (rows: number) =>
	protocolRows(busySnapshot(0), rows)
		.map(({name, isFirst}) => (isFirst ? `[${name}` : name))
		.join(' ');

describe('rows of protocols', () => {
	it('gives every layer its turn', () => {
		expect(names(13)).toBe('[eth [ipv4 ipv6 arp [tcp udp icmp icmpv6 [tls quic ssh dns ntp');
		expect(names(99)).toBe(names(13));
		expect(names(7)).toBe('[eth [ipv4 2 others [tcp 3 others [tls 4 others');
		expect(names(4)).toBe('[eth [ipv4 [tcp [tls');
		expect(names(0)).toBe('');
	});

	it('adds up to the layer', () => {
		const all = protocolRows(busySnapshot(0), 99).filter(({layer}) => layer === 'transport');
		const few = protocolRows(busySnapshot(0), 7).filter(({layer}) => layer === 'transport');
		const sum = (rows: typeof all) => rows.reduce((total, {bytes}) => total + bytes, 0);
		expect(sum(few)).toBe(sum(all));
	});

	it('shows nothing of nothing', () => {
		expect(protocolRows(snapshotOf({}), 10)).toEqual([]);
	});
});
