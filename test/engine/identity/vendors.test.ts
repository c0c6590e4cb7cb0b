import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {expect, it} from 'vitest';
import {hostNames, serviceNames, systemNeighbours} from '../../../source/engine/identity/local-files.js';
import {SYSTEM_FILES, Vendors} from '../../../source/engine/identity/vendors.js';

it('knows the vendor by the longest prefix, and calls an address randomised only when no list has it', () => {
	const vendors = new Vendors(
		new Map([
			['0050C2', 'IEEE Registration Authority'],
			['0050C2123', 'Small'],
			['7C00A1', 'Block of sixteen'],
			['7C00A14', 'Medium'],
			['02AABB', 'Old and local'],
		]),
	);
	expect(vendors.of('00:50:c2:12:3f:ff')).toBe('Small');
	expect(vendors.of('00:50:c2:12:4f:ff')).toBe('IEEE Registration Authority');
	expect(vendors.of('7c:00:a1:4f:00:00')).toBe('Medium');
	expect(vendors.of('02:aa:bb:00:00:00')).toBe('Old and local');
	expect(vendors.of('02:aa:bc:00:00:00')).toBe('randomised');
	expect(vendors.of('fe:00:00:00:00:00')).toBe('randomised');
	expect(vendors.of('00:aa:bc:00:00:00')).toBeNull();
});

it('reads the lists of the IEEE, quotes and line ends within them included', () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-vendors-'));
	const list = path.join(folder, 'oui.csv');
	fs.writeFileSync(
		list,
		'Registry,Assignment,Organization Name,Organization Address\r\nMA-L,002272,American Micro-Fuel Device Corp.,2181 Way US\r\n' +
			'MA-L,00D0EF,"IGT, ""Games""","9295\nMA-L,AAAAAA,no\nReno US"\r\nMA-S,70B3D5123, Small \u001bOne ,"x"\r\n',
	);
	const vendors = Vendors.load([list]);
	fs.rmSync(folder, {recursive: true});
	expect(vendors.of('00:22:72:00:00:00')).toBe('American Micro-Fuel Device Corp.');
	expect(vendors.of('00:d0:ef:00:00:00')).toBe('IGT, "Games"');
	expect(vendors.of('70:b3:d5:12:3a:00')).toBe('Small \uFFFDOne');
});

it("agrees with Debian's list of the same, where that has one, and has packed ones where it has none", () => {
	const packed = Vendors.load(['/nowhere']);
	expect(packed.of('00:00:0c:01:02:03')).toMatch(/^cisco/i);
	expect(packed.of('02:00:00:01:02:03')).toBe('randomised');
	const system = Vendors.load(SYSTEM_FILES);
	expect(system.of('00:00:0c:01:02:03')).toMatch(/^cisco/i);
});

it("reads the system's files", () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-files-'));
	const file = (name: string, text: string) => {
		fs.writeFileSync(path.join(folder, name), text);
		return path.join(folder, name);
	};
	const hosts = hostNames(
		file('hosts', '# none\n203.0.113.1\tnas.example nas # ours\n2001:DB8:0:0::1 six\n203.0.113.1 second\nnonsense x\n'),
	);
	expect([...hosts]).toEqual([
		['203.0.113.1', 'nas.example'],
		['2001:db8::1', 'six'],
	]);
	const services = serviceNames(file('services', 'https 443/tcp # secure\nhttps\t443/udp\nold 443/tcp\n'));
	expect([...services]).toEqual([
		['443/tcp', 'https'],
		['443/udp', 'https'],
	]);
	const table =
		'IP address       HW type     Flags       HW address            Mask     Device\n' +
		'203.0.113.1        0x1         0x2         02:00:00:00:00:01     *        eth0\n' +
		'203.0.113.2        0x1         0x0         00:00:00:00:00:00     *        eth0\n';
	const neighbours = systemNeighbours(file('arp', table));
	expect(neighbours.get('203.0.113.1')).toBe('02:00:00:00:00:01');
	expect(neighbours.has('203.0.113.2')).toBe(false);
	fs.rmSync(folder, {recursive: true});
	expect([hostNames('/nowhere').size, serviceNames('/nowhere').size]).toEqual([0, 0]);
});
