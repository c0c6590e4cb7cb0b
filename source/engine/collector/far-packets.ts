/** Packets at times that a double does not hold, at their flows: apart from where packets are counted, since hardly any capture has them. */
import {Network, type Packet} from '../decode/packet.js';
import {FarFlowTimes} from './far-flow-times.js';
import type {Tables} from './tables.js';

/** After packets were counted. */
export function noteFarPackets(tables: Tables, packets: readonly Packet[], count: number): void {
	const {flows} = tables;
	flows.far ??= new FarFlowTimes();
	for (let i = 0; i < count; i++) {
		const packet = packets[i];
		const row = packet.nanoseconds < 0 ? -1 : rowOf(tables, packet);
		const first = row < 0 ? undefined : flows.times(row)?.first[0];
		if (first !== undefined) {
			flows.far.note(row, first, packet.seconds, packet.nanoseconds);
		}
	}
}

/** The row of a packet's flow, -1 = it has none. */
function rowOf(tables: Tables, packet: Packet): number {
	if (packet.addressed === 0 || packet.sourcePort < 0) {
		return -1;
	}
	const {source0, source1, source2, source3, destination0, destination1, destination2, destination3} = packet;
	const version = packet.network === Network.ipv4 ? 4 : 6;
	const a = tables.findEndpoint(version, source0, source1, source2, source3);
	const b = tables.findEndpoint(version, destination0, destination1, destination2, destination3);
	return a < 0 || b < 0 ? -1 : tables.findFlow(packet.transport, a, packet.sourcePort, b, packet.destinationPort);
}
