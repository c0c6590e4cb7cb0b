/**
 * The one record that the decoder fills for the current packet, again and again. Nothing is allocated per packet.
 *
 * Addresses are four signed 32-bit words, big-endian in meaning: word 0 holds the first four bytes of an IPv6 address.
 * An IPv4 address is in word 3 with words 0–2 zero. Signed words stay small integers in V8.
 */

/** Values of `Packet.network`: the OUTERMOST network header. */
export enum Network {
	other = 0,
	ipv4 = 1,
	ipv6 = 2,
	arp = 3,
}
export const NETWORK_NAMES = ['other', 'ipv4', 'ipv6', 'arp'] as const;

export class Packet {
	/** Where the packet lies: `bytes[start]` is its first captured byte, `bytes[end - 1]` its last. */
	bytes: Uint8Array = new Uint8Array(0);
	/** Over `viewed`; the decoder renews both when `bytes` is another array, so keep packets of a batch in one. */
	view: DataView = new DataView(this.bytes.buffer);
	viewed: Uint8Array = this.bytes;
	start = 0;
	end = 0;
	/** Length on the network, bytes. */
	wireLength = 0;
	/** LINKTYPE_ value of the container or the handle. */
	linkType = 0;
	/** Its interface and direction, as the capture says beside it (`origin.ts`); 0 = it says nothing. */
	origin = 0;
	/** Epoch seconds and nanoseconds; nanoseconds are -1 when the packet has no timestamp. */
	seconds = 0;
	nanoseconds = -1;

	/** Index into LINK_NAMES. */
	link = 0;
	network = 0;
	/** Protocol number of the upper layer of the outermost IP header, or -1. */
	transport = -1;
	/** 1 when the outermost IP header's addresses were read; 0 for other networks and for headers that were cut or broken. The
	 * address words mean nothing then. */
	addressed = 0;
	/** Where that header begins, offset into `bytes`, or that of ARP; means nothing either where it was not read. Negative where it is not
	 * there as bytes (6LoWPAN): the length of the IP packet in this frame, without compression. */
	networkStart = 0;
	source0 = 0;
	source1 = 0;
	source2 = 0;
	source3 = 0;
	destination0 = 0;
	destination1 = 0;
	destination2 = 0;
	destination3 = 0;
	/** -1 when there are none (other transports, later fragments, cut short). */
	sourcePort = -1;
	destinationPort = -1;
	/** Offset into `bytes` of the header behind the outermost IP header; -1 = there is none (later fragments, cut short, compressed). It may lie
	 * at the captured end. */
	transportStart = -1;
	/** TCP flag byte, sequence number (signed word); 0 elsewhere. */
	tcpFlags = 0;
	tcpSequence = 0;
	/** Type of an ICMP or ICMPv6 message, `transport` says of which; -1 = none. */
	icmpType = -1;
	/** 1 when the eight bytes that begin that message are there; means nothing elsewhere. */
	icmpHeader = 0;
	/** TCP acknowledgement number (signed word) and window as the header has it; they mean nothing elsewhere. */
	tcpAcknowledgment = 0;
	tcpWindow = 0;
	/** 1 when this is a fragment (first or later) of an IP packet. */
	fragment = 0;
	/** Where it begins in that packet's payload, in units of 8 bytes: 0 = it is the first one; and what all of the packet's fragments have in
	 * common (signed word). They mean nothing elsewhere. */
	fragmentOffset = 0;
	identification = 0;
	/** Payload of the transport: offsets into `bytes`, never past `end` nor past the length the headers give. */
	payloadStart = 0;
	payloadEnd = 0;
	/** Payload length that the headers give, captured or not; bytes. */
	payloadLength = 0;
	/** Index into TUNNEL_NAMES; 0 = none. */
	tunnel = 0;
	/** Bit per entry of ENCAPSULATION_NAMES whose header lies before the network header. */
	between = 0;
	/** VLAN identifiers before the network header, twelve bits each, the innermost lowest; 0 = none. */
	vlans = 0;
	/** What stands where a network header could, as `otherName` takes it; 0 = nothing known. */
	other = 0;

	/** Why decoding ended early: index into STOP_REASONS, 0 = it did not, and the other two mean nothing. Layer: index into
	 * LAYER_NAMES. Offset: from `start`. */
	stop = 0;
	stopLayer = 0;
	stopOffset = 0;

	/** Says where a packet lies and what its record tells; `decodePacket` does the rest. */
	place(
		bytes: Uint8Array,
		start: number,
		end: number,
		wireLength: number,
		seconds: number,
		nanoseconds: number,
		linkType: number,
		origin = 0,
	): void {
		this.bytes = bytes;
		this.start = start;
		this.end = end;
		this.wireLength = wireLength;
		this.seconds = seconds;
		this.nanoseconds = nanoseconds;
		this.linkType = linkType;
		this.origin = origin;
	}
}
