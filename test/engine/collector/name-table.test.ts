import {describe, expect, it, vi} from 'vitest';
import {NameTable} from '../../../source/engine/collector/name-table.js';

const v4 = (table: NameTable, address: number) => table.of(4, 0, 0, 0, address)?.name ?? null;

describe('NameTable', () => {
	it('keeps the newest name of an address and where it came from', () => {
		const table = new NameTable(8, text => text.toUpperCase());
		table.name(4, 0, 0, 0, 1, 'a.example', 'dns');
		table.name(4, 0, 0, 0, 1, 'b.example', 'tls');
		table.name(6, 1, 0, 0, 1, 'six.example', 'dns');
		table.name(6, 1, 0, 0, 1, 'six.example', 'quic');
		expect(table.of(4, 0, 0, 0, 1)).toMatchObject({name: 'B.EXAMPLE', source: 'tls'});
		expect(table.of(6, 1, 0, 0, 1)).toMatchObject({name: 'SIX.EXAMPLE', source: 'quic'});
		expect(table.of(6, 0, 0, 0, 1)).toBeNull();
		expect(v4(table, 2)).toBeNull();
	});

	it.each(['192.0.2.7', '2001:db8::7', '[2001:db8::7]', '::'])('takes no address for a name: %s', text => {
		const table = new NameTable(8, name => name);
		table.name(4, 0, 0, 0, 1, text, 'http');
		expect(v4(table, 1)).toBeNull();
	});

	it.each(['host7', 'example.com:8080', 'x]'])('takes what only looks like one: %s', text => {
		const table = new NameTable(8, name => name);
		table.name(4, 0, 0, 0, 1, text, 'http');
		expect(v4(table, 1)).toBe(text);
	});

	it('makes a name safe once, however often it is said', () => {
		const safe = vi.fn((text: string) => text);
		const table = new NameTable(64, safe);
		for (let i = 0; i < 1000; i++) {
			table.name(4, 0, 0, 0, 1, 'a.example', 'dns');
		}
		expect(safe).toHaveBeenCalledTimes(1);
	});

	it('holds no more than its limit, and keeps what is said again and again', () => {
		const table = new NameTable(100, text => text);
		for (let i = 1; i <= 10_000; i++) {
			table.name(4, 0, 0, 0, i, `host-${i}.example`, 'dns');
			table.name(4, 0, 0, 0, -1, 'busy.example', 'dns');
		}

		expect(v4(table, -1)).toBe('busy.example');
		expect(v4(table, 9_960)).toBe('host-9960.example');
		expect(v4(table, 9_000)).toBeNull();
		expect(table.evicted).toBeGreaterThan(9_800);
	});
});
