/** Packets of a row: as many, and as many bytes, as the row counts. */
import {describe, expect, it} from 'vitest';
import {decodePacket} from '../../../source/engine/decode/decode.js';
import {Packet} from '../../../source/engine/decode/packet.js';
import type {OnlyPackets} from '../../../source/engine/options.js';
import {NO_ROWS} from '../../../source/engine/rows.js';
import {isOneOf} from '../../../source/engine/sink/only.js';
import {frame, type Made, madeAnalysis} from '../../helpers/made-packets.js';
import {seeded} from '../collector/random.js';

function traffic(seed: number): Made[] {
	const random = seeded(seed);
	const pick = (below: number) => Math.floor(random() * below);
	return Array.from({length: 1500}, (): Made => {
		const kind = random() < 0.8 ? 'flow' : random() < 0.7 ? 'pair' : 'other';
		const [one, other] = [pick(4), pick(4)];
		const [from, to, fromPort, toPort] = [one, other, 1000 + pick(3), 1000 + pick(3)];
		return {
			kind,
			from,
			to,
			fromPort,
			toPort,
			bytes: 60 + pick(1400),
			second: 5,
			flags: random() < 0.5 ? 16 : undefined,
		};
	});
}

function decoded(made: Made): Packet {
	const bytes = frame(made);
	const packet = new Packet();
	packet.place(bytes, 0, bytes.length, made.bytes, made.second, 0, 1);
	decodePacket(packet);
	return packet;
}

describe.each([1, 2, 3])('seed %i', seed => {
	const made = traffic(seed);
	const {analysis, count} = madeAnalysis(NO_ROWS);
	for (const packet of made) {
		count(packet);
	}
	const {endpoints, conversations, flows, totals} = analysis.snapshot('all');
	const packets = made.map(decoded);
	const taken = (only: OnlyPackets) => {
		const found = packets.filter(isOneOf(only));
		return {packets: found.length, bytes: found.reduce((sum, {wireLength}) => sum + wireLength, 0)};
	};

	it('all of a flow, both ways', () => {
		expect(flows.top.length).toBeGreaterThan(50);
		for (const {transport, a, b, packets: counted, bytes} of flows.top) {
			const only = {transport, address: a.address, port: a.port, peer: b.address, peerPort: b.port} as OnlyPackets;
			expect(taken(only)).toEqual({packets: counted, bytes});
		}
	});

	it('all between two hosts, with those that are in no flow', () => {
		expect(conversations.top.length).toBeGreaterThan(5);
		for (const {a, b, packets: counted, bytes} of conversations.top) {
			expect(taken({address: a, peer: b})).toEqual({packets: counted, bytes});
		}
	});

	it('all of a host', () => {
		for (const {address, packetsSent, packetsReceived} of endpoints.top) {
			const own = packets.filter(packet => isOneOf({address, peer: address})(packet)).length;
			// what it sends itself is sent and received
			expect(taken({address}).packets).toBe(packetsSent + packetsReceived - own);
		}
		expect(taken({address: '10.0.0.0'}).packets).toBeLessThan(totals.packets);
		expect(taken({address: '::a00:1'}).packets).toBe(0);
		expect(taken({address: '198.51.100.1'}).packets).toBe(0);
	});

	it('of either port alone', () => {
		const isOf = ({kind, from, to, fromPort, toPort}: Made) =>
			kind === 'flow' && ((from === 1 && fromPort === 1001) || (to === 1 && toPort === 1001));
		expect(taken({address: '10.0.0.1', port: 1001}).packets).toBe(made.filter(isOf).length);
	});
});
