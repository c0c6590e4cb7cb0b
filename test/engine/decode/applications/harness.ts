/** Drives the recogniser as the collector does: payloads of one flow in, label and server name out. */
import {APPLICATION_NAMES, Recogniser} from '../../../../source/engine/decode/applications/index.js';
import {Packet} from '../../../../source/engine/decode/packet.js';

export const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replace(/\s+/g, ''), 'hex'));
export const textBytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
export const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

export interface Shown {
	readonly bytes: Uint8Array;
	readonly direction?: 0 | 1;
	/** Length on the network, when the capture cut the payload. */
	readonly wireLength?: number;
	readonly sequence?: number;
	/** Bytes around the payload in the capture buffer. */
	readonly around?: number;
}

export interface FlowOptions {
	readonly transport?: 'tcp' | 'udp' | 'sctp';
	readonly clientPort?: number;
	readonly serverPort?: number;
}

export interface Learnt {
	readonly address: string;
	readonly name: string;
	readonly source: string;
}

const PROTOCOL = {tcp: 6, udp: 17, sctp: 132} as const;
const AROUND = 8;

/** One recogniser and what it learnt. */
export class Observer {
	readonly learnt: Learnt[] = [];
	readonly recogniser = new Recogniser({
		name: (version, w0, w1, w2, w3, name, source) => {
			const words = version === 4 ? [w3] : [w0, w1, w2, w3];
			const address = words.map(w => (w >>> 0).toString(16).padStart(8, '0')).join('');
			this.learnt.push({address, name, source});
		},
		nameBytes(version, w0, w1, w2, w3, bytes, start, end, source) {
			this.name(version, w0, w1, w2, w3, Buffer.from(bytes.subarray(start, end)).toString('latin1'), source);
		},
	});

	/** Shows the payloads of one flow until it is settled, then only to `observe`. TCP sequence numbers run on from 1000. */
	flow(options: FlowOptions, ...payloads: readonly (Shown | Uint8Array)[]): FlowResult {
		const {transport = 'tcp', clientPort = 40_000, serverPort = 40_001} = options;
		const result: FlowResult = {label: '', serverName: null, settled: false, attempts: 0, memory: null};
		const sequences = [1000, 5000];
		let id = 0;
		for (const payload of payloads) {
			const shown: Shown = payload instanceof Uint8Array ? {bytes: payload} : payload;
			const direction = shown.direction ?? 0;
			const packet = packetOf(shown, direction);
			packet.transport = PROTOCOL[transport];
			packet.sourcePort = direction === 0 ? clientPort : serverPort;
			packet.destinationPort = direction === 0 ? serverPort : clientPort;
			packet.tcpSequence = transport === 'tcp' ? (shown.sequence ?? sequences[direction]) : 0;
			sequences[direction] = packet.tcpSequence + packet.payloadLength;
			if (!result.settled) {
				id = this.recogniser.inspect(packet, direction, result.attempts++, id, result.memory);
				result.memory = this.recogniser.memory;
				result.settled = this.recogniser.settled;
				result.serverName = this.recogniser.serverName ?? result.serverName;
			}

			if (this.recogniser.observes[id] === 1) {
				this.recogniser.observe(packet, id, direction);
			}
		}

		result.label = APPLICATION_NAMES[id];
		return result;
	}
}

export interface FlowResult {
	label: string;
	serverName: string | null;
	settled: boolean;
	attempts: number;
	memory: unknown;
}

function packetOf(shown: Shown, direction: 0 | 1): Packet {
	const packet = new Packet();
	const buffer = new Uint8Array(AROUND + shown.bytes.length + AROUND).fill(shown.around ?? 0xa5);
	buffer.set(shown.bytes, AROUND);
	packet.bytes = buffer;
	packet.start = 0;
	packet.end = buffer.length;
	packet.payloadStart = AROUND;
	packet.payloadEnd = AROUND + shown.bytes.length;
	packet.payloadLength = shown.wireLength ?? shown.bytes.length;
	packet.network = 1;
	packet.source3 = 0x0a000001 + direction;
	packet.destination3 = 0x0a000002 - direction;
	return packet;
}

/** Label of a flow that is shown these payloads by a recogniser of its own. */
export function recognise(options: FlowOptions, ...payloads: readonly (Shown | Uint8Array)[]): FlowResult {
	return new Observer().flow(options, ...payloads);
}

/** Numbers in [0, 2^32) that are the same for the same seed (xorshift). */
export function seeded(seed: number): () => number {
	let state = seed | 0 || 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return state >>> 0;
	};
}

export function randomBytes(next: () => number, length: number): Uint8Array {
	return Uint8Array.from({length}, () => next() & 0xff);
}
