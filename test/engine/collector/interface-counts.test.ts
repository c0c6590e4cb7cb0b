/** Packets by the interface that they were captured on. */
import {expect, it} from 'vitest';
import {CaptureInterfaces} from '../../../source/engine/capture/interfaces.js';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {MOST_INTERFACES_TOLD, originOf} from '../../../source/engine/decode/origin.js';

const [ETHERNET, SLL2] = [1, 276];
const analyzer = () => new Analyzer({top: 10, safe: text => text});
const none = () => null;

/** SLL2 of ARP: protocol, reserved, index, ARPHRD, type, length of the address, the address. */
function cooked(index: number, type = 0): Buffer {
	const bytes = Buffer.alloc(48);
	bytes.writeUInt16BE(0x0806, 0);
	bytes.writeUInt32BE(index, 4);
	bytes.writeUInt16BE(1, 8);
	bytes.writeUInt8(type, 10);
	return bytes;
}

it('counts what captures describe, also what has no packet, and by batches as one by one', () => {
	const interfaces = new CaptureInterfaces();
	const said = {linkType: ETHERNET, description: null, filter: null, hardware: null, system: null};
	const [a, b] = ['a', 'b', 'quiet'].map((name, i) => interfaces.add({...said, name}, i));
	interfaces.lost(a, null, {kernel: 5, interface: null, queue: null});
	const one = analyzer();
	const frame = Buffer.alloc(60);
	one.packet(frame, 0, 60, 60, 0, 0, ETHERNET, originOf(a, 1));
	one.batch.packet(frame, 0, 60, 1000, 0, 0, ETHERNET, originOf(b, 2));
	one.batch.packet(frame, 0, 60, 60, 0, 0, ETHERNET, originOf(a, 0));
	one.batch.packet(frame, 0, 60, 60, 0, 0, ETHERNET, originOf(-1, 2));
	one.batch.packet(frame, 0, 60, 60, 0, 0, ETHERNET);
	one.batch.flush();
	const repeated = {packets: 0, bytes: 0};
	expect(one.interfaces.snapshot(interfaces.list, none)).toEqual([
		{
			name: 'b',
			description: null,
			index: null,
			linkType: 'EN10MB',
			packets: 1,
			bytes: 1000,
			repeated,
			drops: {kernel: null, interface: null},
		},
		{
			name: 'a',
			description: null,
			index: null,
			linkType: 'EN10MB',
			packets: 2,
			bytes: 120,
			repeated,
			drops: {kernel: 5, interface: null},
		},
		{
			name: 'quiet',
			description: null,
			index: null,
			linkType: 'EN10MB',
			packets: 0,
			bytes: 0,
			repeated,
			drops: {kernel: null, interface: null},
		},
	]);
});

it('of `any` counts by the index in each packet, which this machine has names for', () => {
	const interfaces = new CaptureInterfaces();
	const said = {linkType: SLL2, description: null, filter: null, hardware: null, system: null, name: 'any'};
	const any = interfaces.add(said, 0);
	const one = analyzer();
	for (const index of [3, 2, 3]) {
		const bytes = cooked(index);
		one.packet(bytes, 0, bytes.length, bytes.length, 0, 0, SLL2, originOf(any, 0));
	}
	// a header that is cut has none
	one.packet(cooked(9), 0, 19, 48, 0, 0, SLL2);
	const rows = one.interfaces.snapshot(interfaces.list, index => (index === 3 ? 'br0' : null));
	expect(rows.map(({name, index, packets, bytes}) => [name, index, packets, bytes])).toEqual([
		['br0', 3, 2, 96],
		[null, 2, 1, 48],
	]);
});

it('tells a bounded number of indices apart', () => {
	const one = analyzer();
	for (let index = 0; index < MOST_INTERFACES_TOLD + 100; index++) {
		one.packet(cooked(index), 0, 48, 48, 0, 0, SLL2);
	}
	expect(one.interfaces.snapshot([], none)).toHaveLength(MOST_INTERFACES_TOLD);
});
