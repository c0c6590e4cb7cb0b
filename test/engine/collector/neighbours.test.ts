/** What packets say of hardware addresses. */
import {expect, it} from 'vitest';
import {Neighbours} from '../../../source/engine/collector/neighbours.js';
import {decodePacket} from '../../../source/engine/decode/decode.js';
import {Packet} from '../../../source/engine/decode/packet.js';

const MAC = '020000000001';
const OTHER = '020000000002';

function learn(neighbours: Neighbours, ...hex: string[]): void {
	const bytes = Buffer.from(hex.join(''), 'hex');
	const packet = new Packet();
	packet.place(bytes, 0, bytes.length, bytes.length, 0, 0, 1);
	decodePacket(packet);
	neighbours.learn(packet);
}

const arp = (operation: string, mac: string, address: string, tags = '') => [
	`ffffffffffff${OTHER}${tags}0806`,
	`00010800060400${operation}${mac}${address}000000000000c0000263`,
];
const v4 = (neighbours: Neighbours, last: number) => neighbours.of(4, 0, 0, 0, 0xc000_0200 | last | 0);
const ME = '20010db8000000000000000000000001';
const six = (neighbours: Neighbours) => neighbours.of(6, 0x20010db8, 0, 0, 1);
/** A message of neighbour discovery from `source`, of 32 bytes. */
const discovery = (type: string, source: string, target: string, option: string) => [
	`333300000001${OTHER}86dd6000000000203aff${source}${ME}`,
	`${type}00000000000000${target}${option}01${MAC}`,
];

it('learns from ARP, requests and answers, behind VLAN tags as well, and the newest counts', () => {
	const neighbours = new Neighbours();
	learn(neighbours, ...arp('01', MAC, 'c0000201'));
	learn(neighbours, ...arp('02', OTHER, 'c0000202', '88a8000181000002'));
	expect(v4(neighbours, 1)).toBe('02:00:00:00:00:01');
	expect(v4(neighbours, 2)).toBe('02:00:00:00:00:02');
	expect(v4(neighbours, 3)).toBeNull();
	learn(neighbours, ...arp('02', OTHER, 'c0000201'));
	expect(v4(neighbours, 1)).toBe('02:00:00:00:00:02');
});

it('learns nothing from who has no address yet, from what is cut, and from other protocols', () => {
	const neighbours = new Neighbours();
	learn(neighbours, ...arp('01', MAC, '00000000'));
	expect(neighbours.of(4, 0, 0, 0, 0)).toBeNull();
	learn(neighbours, arp('01', MAC, 'c0000201').join('').slice(0, -2));
	learn(neighbours, arp('01', MAC, 'c0000201').join('').replace('00010800', '00060800'));
	learn(neighbours, `${OTHER}${MAC}0800`, `4500001c00000000400100000c0000201c0000202${'00'.repeat(8)}`.slice(0, 56));
	expect(v4(neighbours, 1)).toBeNull();
});

it('learns from neighbour discovery: the source of a solicitation, the target of an advertisement', () => {
	const asked = new Neighbours();
	learn(asked, ...discovery('87', ME, ME.replace(/1$/, '9'), '01'));
	expect(six(asked)).toBe('02:00:00:00:00:01');
	const told = new Neighbours();
	learn(told, ...discovery('88', ME.replace(/1$/, '9'), ME, '02'));
	expect(six(told)).toBe('02:00:00:00:00:01');
	expect(told.of(6, 0x20010db8, 0, 0, 9)).toBeNull();
	const none = new Neighbours();
	learn(none, ...discovery('88', ME, ME, '01'));
	learn(none, ...discovery('80', ME, ME, '02'));
	learn(none, ...discovery('87', '0'.repeat(32), ME, '01'));
	expect([six(none), none.of(6, 0, 0, 0, 0)]).toEqual([null, null]);
});

it('remembers the newest of a flood, in the memory that it has', () => {
	const neighbours = new Neighbours();
	for (let i = 0; i < 20_000; i++) {
		const address = (0x0a00_0000 + i).toString(16).padStart(8, '0');
		learn(neighbours, ...arp('01', MAC, address));
		expect(neighbours.of(4, 0, 0, 0, 0x0a00_0000 + i)).toBe('02:00:00:00:00:01');
	}
	let known = 0;
	for (let i = 0; i < 20_000; i++) {
		known += neighbours.of(4, 0, 0, 0, 0x0a00_0000 + i) === null ? 0 : 1;
	}
	expect(known).toBeGreaterThan(4000);
	expect(known).toBeLessThanOrEqual(8192);
});

it('learns nothing of a header that 6LoWPAN compressed, whose bytes are others', () => {
	const neighbours = new Neighbours();
	// an echo request whose bytes are those of an advertisement where one could be that is not compressed
	const source = 'fe80003a000000000000000000000001';
	const echo = `800000000087${'00'.repeat(23)}01${'01'.repeat(8)}`;
	const packet = `7a003a${source}${ME}${echo}`;
	learn(neighbours, `ffffffffffff${OTHER}a0ed${packet}`);
	learn(neighbours, `ffffffffffff${OTHER}a0ed${packet.replace('800000000087', '800000000088')}`);
	const bytes = Buffer.from(packet, 'hex');
	const at = (offset: number) =>
		[0, 4, 8, 12].map(word => bytes.readInt32BE(offset + word)) as [number, number, number, number];
	expect([neighbours.of(6, ...at(8)), neighbours.of(6, ...at(48))]).toEqual([null, null]);
});
