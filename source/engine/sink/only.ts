/** Which packets an output takes that is of one row alone: those that the row counts, by the outermost IP header. */
import {parseAddress} from '../decode/address.js';
import {IpProtocol} from '../decode/assigned-numbers.js';
import {Network, type Packet} from '../decode/packet.js';
import type {OnlyPackets} from '../options.js';

const PROTOCOLS = {tcp: IpProtocol.TCP, udp: IpProtocol.UDP, sctp: IpProtocol.SCTP} as const;

type Test = (packet: Packet) => boolean;

interface End {
	isSource: Test;
	isDestination: Test;
}

/** @param port null = any */
function endOf(text: string, port: number | null): End {
	const address = parseAddress(text);
	if (address === null) {
		throw new Error(`no address: ${text}`);
	}
	const [word0, word1, word2, word3] = address.words;
	const network = address.version === 4 ? Network.ipv4 : Network.ipv6;
	return {
		isSource: packet =>
			packet.network === network &&
			packet.source3 === word3 &&
			packet.source2 === word2 &&
			packet.source1 === word1 &&
			packet.source0 === word0 &&
			(port === null || packet.sourcePort === port),
		isDestination: packet =>
			packet.network === network &&
			packet.destination3 === word3 &&
			packet.destination2 === word2 &&
			packet.destination1 === word1 &&
			packet.destination0 === word0 &&
			(port === null || packet.destinationPort === port),
	};
}

/** Whether a decoded packet is one of them. */
export function isOneOf({address, peer, transport, port, peerPort}: OnlyPackets): Test {
	const one = endOf(address, port ?? null);
	const other = peer === undefined ? null : endOf(peer, peerPort ?? null);
	const protocol = transport === undefined ? null : PROTOCOLS[transport];
	return packet => {
		if (packet.addressed === 0 || (protocol !== null && packet.transport !== protocol)) {
			return false;
		}
		return other === null
			? one.isSource(packet) || one.isDestination(packet)
			: (one.isSource(packet) && other.isDestination(packet)) || (other.isSource(packet) && one.isDestination(packet));
	};
}
