/** The seam between the collector (which owns flows) and the application protocols (which look at payload). Types only. */
import type {NameSource} from '../../snapshot.js';

/** What a protocol says of the payload it was shown. */
export const Verdict = {
	/** Not this protocol: not asked again, but once for the other direction and, on its own port, for each payload. */
	no: 0,
	/** Could be; show the flow's next payload too. */
	maybe: 1,
	/** It is. */
	yes: 2,
} as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** One payload as a protocol sees it. Reused: it dies when `recognise` returns. */
export interface PayloadView {
	bytes: Uint8Array;
	/** Payload is `bytes[start]` … `bytes[end - 1]`; never empty. */
	start: number;
	end: number;
	/** Payload length on the network; more than end - start when the capture cut it. */
	wireLength: number;
	/** IP protocol number: TCP, UDP or SCTP. */
	transport: number;
	sourcePort: number;
	destinationPort: number;
	/** TCP sequence number as a signed word; 0 elsewhere. */
	sequence: number;
	/** 0 = sent by the end that sent the flow's first packet, 1 = by the other. */
	direction: 0 | 1;
	/** How many payloads of this flow were shown before this one. */
	attempt: number;
	/** Free for the protocol: kept for the flow until recognition is settled, then dropped. */
	memory: unknown;
	/** Set by the protocol: SNI or Host, raw; the collector sanitises it. */
	serverName: string | null;
	/** The same as bytes, where the name lies in what was captured: no string is made of it then. Null = there is none. */
	serverBytes: Uint8Array | null;
	serverStart: number;
	serverEnd: number;
	/** Set to false by a protocol that said `yes` but wants to see more (an SNI that spans segments). */
	settled: boolean;
	/** Set by a protocol that said `yes` and gives several labels: one of its `labels`; null = its `name`. */
	label: string | null;
	/** Whether one of the flow's ports is among the asked protocol's `ports`. */
	onPort: boolean;
	/** UDP ports that signalling (SDP) announced for media. */
	expected: ExpectedPorts;
}

export interface ApplicationProtocol {
	/** Wireshark's short name. */
	readonly name: string;
	/** Further names that `view.label` may be set to, where one recogniser gives several. */
	readonly labels?: readonly string[];
	/** IP protocol numbers it runs over. */
	readonly over: readonly number[];
	/** Registered ports; asked first when one of the flow's ports is among them. */
	readonly ports: readonly number[];
	/** Ask only for flows on `ports`, and last: protocols whose payload cannot be told alone. */
	readonly portsOnly?: boolean;
	/** First payload bytes that it can start with; absent = any; none = asked on `ports` only, before those told by payload. */
	readonly firstBytes?: readonly number[];
	/** Never throws, never reads outside [start, end). */
	recognise(view: PayloadView): Verdict;
	/** Called for every payload of a flow that carries this protocol's name or one of its labels: passive names. */
	observe?(view: PayloadView, names: NameSink): void;
}

/** Takes what answers say of addresses. Address words as in Packet. */
export interface NameSink {
	name(
		version: 4 | 6,
		word0: number,
		word1: number,
		word2: number,
		word3: number,
		name: string,
		source: NameSource,
	): void;
	/** The same of a name that lies in `bytes[start]` … `bytes[end - 1]`, Latin-1, and dies when this returns. */
	nameBytes(
		version: 4 | 6,
		word0: number,
		word1: number,
		word2: number,
		word3: number,
		bytes: Uint8Array,
		start: number,
		end: number,
		source: NameSource,
	): void;
}

/** Ports announced by signalling; bounded, the oldest is forgotten. */
export interface ExpectedPorts {
	add(port: number): void;
	has(port: number): boolean;
}
