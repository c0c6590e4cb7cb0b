import {describe, expect, it, vi} from 'vitest';
import {NameTable} from '../../../source/engine/collector/name-table.js';
import {seeded} from '../decode/applications/harness.js';

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

	it('what the capture itself calls an address gives way to packets, not to the resolver', () => {
		const table = new NameTable(3, text => text.toUpperCase());
		const offer = (address: number, name: string) =>
			table.offer(4, 0, 0, 0, address, Buffer.from(name), 0, Buffer.byteLength(name));
		offer(1, 'own.example');
		expect(table.of(4, 0, 0, 0, 1)).toEqual({name: 'OWN.EXAMPLE', source: 'pcapng'});
		offer(1, 'newer.example');
		expect(table.of(4, 0, 0, 0, 1)).toEqual({name: 'NEWER.EXAMPLE', source: 'pcapng'});
		table.name(4, 0, 0, 0, 1, 'seen.example', 'dns');
		offer(1, 'own.example');
		expect(table.of(4, 0, 0, 0, 1)).toEqual({name: 'SEEN.EXAMPLE', source: 'dns'});
		table.name(4, 0, 0, 0, 2, 'asked.example', 'ptr');
		offer(2, 'own.example');
		expect(table.of(4, 0, 0, 0, 2)).toEqual({name: 'OWN.EXAMPLE', source: 'pcapng'});
		offer(3, '192.0.2.3');
		expect(v4(table, 3)).toBeNull();
	});

	it('takes no place of a name that packets said', () => {
		const table = new NameTable(2, text => text);
		table.name(4, 0, 0, 0, 1, 'a.example', 'dns');
		for (let address = 2; address < 10; address++) {
			table.offer(4, 0, 0, 0, address, Buffer.from('own'), 0, 3);
		}
		expect([1, 2, 3].map(address => v4(table, address))).toEqual(['a.example', 'own', null]);
		expect(table.evicted).toBe(0);
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

	it('says the same of names that are given as bytes', () => {
		const random = seeded(20_261_129);
		const said = new NameTable(50, text => text.replace(/[^ -~]/g, ''));
		const spelt = new NameTable(50, text => text.replace(/[^ -~]/g, ''));
		const names = [
			'a.example',
			'b.example',
			'x'.repeat(63),
			'y'.repeat(64),
			'caf\xe9',
			'!',
			'10.0.0.1',
			'[::1]',
			'host:80',
		];
		for (let i = 0; i < 20_000; i++) {
			const address = random() % 90;
			const version = random() % 3 === 0 ? 6 : 4;
			const name = names[random() % names.length];
			const source = random() % 2 === 0 ? 'dns' : 'tls';
			said.name(version, 0, 0, 0, address, name, source);
			const bytes = Buffer.from(`<${name}>`, 'latin1');
			spelt.nameBytes(version, 0, 0, 0, address, bytes, 1, bytes.length - 1, source);
			expect(spelt.of(version, 0, 0, 0, address)).toEqual(said.of(version, 0, 0, 0, address));
		}
		for (let address = 0; address < 90; address++) {
			expect(spelt.of(4, 0, 0, 0, address)).toEqual(said.of(4, 0, 0, 0, address));
			expect(spelt.of(6, 0, 0, 0, address)).toEqual(said.of(6, 0, 0, 0, address));
		}
		expect(spelt.evicted).toBe(said.evicted);
		expect(said.evicted).toBeGreaterThan(1000);
	});

	it('keeps the names that a map would keep that forgets what was set longest ago', () => {
		const random = seeded(7);
		const table = new NameTable(2, text => text);
		const kept = new Map<number, string>();
		for (let i = 0; i < 5000; i++) {
			const address = random() % 5;
			const name = `host-${i}.example`;
			table.name(4, 0, 0, 0, address, name, 'dns');
			kept.delete(address);
			kept.set(address, name);
			if (kept.size > 2) {
				kept.delete([...kept.keys()][0]);
			}
			expect(Array.from({length: 5}, (_, each) => v4(table, each))).toEqual(
				Array.from({length: 5}, (_, each) => kept.get(each) ?? null),
			);
		}
	});
});
