/** Records of packets. */
import type {Timestamp} from './capture.js';

/** One packet, as exports and the lines of `capture -v` tell of it. Payload is never among it. */
export interface PacketInfo {
	/** In the source, from 1; counts the packets that the filter and the time range keep. */
	number: number;
	/** Null for packets that carry none (pcapng simple packet blocks). */
	timestamp: Timestamp | null;
	/** Addresses of the outermost IP header, null without one. */
	source: string | null;
	sourcePort: number | null;
	destination: string | null;
	destinationPort: number | null;
	/** The most specific name known: application, else transport, network, link. */
	protocol: string;
	link: string;
	network: string;
	transport: string | null;
	/** What the packet's flow has been recognised as by now. */
	application: string | null;
	/** On the network. */
	bytes: number;
	capturedBytes: number;
	/** Of the transport, by the headers. */
	payloadBytes: number;
	/** As tcpdump writes them: letters of FSRPUEW, then `.` for an acknowledgement. */
	tcpFlags: string | null;
	sourceMac: string | null;
	destinationMac: string | null;
	/** Identifier of the outermost VLAN tag. */
	vlan: number | null;
	fragment: boolean;
	tunnel: string | null;
	/** Layer and reason where decoding ended early. */
	stop: string | null;
	/** What it was captured on, where the source says so; null = it does not. */
	interface: string | null;
	/** Which way it went through that interface; null = not known. */
	direction: 'in' | 'out' | null;
	/** Of the transport, as far as it was captured, in hexadecimal; only where an output asks for it (`includePayload`). */
	payload?: string;
}
