/** What must hold for every capture, however broken. */
import {CaptureReader, type RecordSink} from '../../source/engine/capture/capture-reader.js';
import {Analyzer} from '../../source/engine/collector/analyzer.js';
import {buildSnapshot} from '../../source/engine/collector/snapshot-builder.js';
import {decodePacket} from '../../source/engine/decode/decode.js';
import {isFar} from '../../source/engine/decode/far-time.js';
import {LAYER_NAMES, LINK_NAMES, STOP_REASONS, TUNNEL_NAMES} from '../../source/engine/decode/names.js';
import {Packet} from '../../source/engine/decode/packet.js';
import type {ProtocolCount, Snapshot} from '../../source/engine/snapshot.js';
import {sanitize} from '../../source/format/sanitize.js';
import {copied} from '../helpers/copied.js';

type Decode = (packet: Packet) => void;

/** Poison before and after each packet: whoever reads it gives another result with another poison. */
const MARGIN = 512;
const POISONS = [0x00, 0xff] as const;
/** So small that eviction happens too. */
const LIMITS = {endpoints: 16, conversations: 16, flows: 16};
const LARGEST = 128 * 1024 * 1024;

class Fault extends Error {}

function must(condition: boolean, what: string): asserts condition {
	if (!condition) {
		throw new Fault(what);
	}
}

/**
 * Tries a capture.
 *
 * @param decode the decoder to try
 * @returns what does not hold, in one line that is the same for the same fault; null when all holds
 */
export function findFault(capture: Uint8Array, decode: Decode = decodePacket): string | null {
	try {
		const {packets, error} = tryCapture(capture, decode);
		for (const piece of [1 + (capture.length % 61), 4096]) {
			const counted = countInPieces(capture, piece);
			must(counted.packets === packets, 'another chunking gives other packets');
			must(counted.error === error, 'another chunking gives another error');
		}

		checkCopy(capture, packets);
		return null;
	} catch (error) {
		if (error instanceof Fault) {
			return error.message;
		}
		const {name, message, stack = ''} = error as Error;
		// The place, without the line of a bundle: faults at one place are one fault.
		const place = /at (?:new )?([\w.#<>]+) /.exec(stack.slice(stack.indexOf('\n')))?.[1] ?? '?';
		return `${name} in ${place}: ${message.replaceAll(/\d+/g, 'N')}`;
	}
}

function tryCapture(capture: Uint8Array, decode: Decode): {packets: number; error: string | null} {
	const lanes = POISONS.map(poison => new Lane(poison, decode));
	let captured = 0;
	const sink: RecordSink = {
		packet(bytes, start, end, ...rest) {
			must(start >= 0 && end >= start && end <= bytes.length, 'a packet lies outside the buffer');
			captured += end - start;
			must(captured <= capture.length, 'more bytes are delivered than the capture has');
			for (const lane of lanes) {
				lane.packet(bytes, start, end, ...rest);
			}
			must(lanes[0].digest === lanes[1].digest, 'the decoder reads outside the packet');
		},
	};
	const reader = new CaptureReader(sink);
	reader.push(capture);
	reader.finish();
	const {error} = reader;
	must(error === null || /^[^\n]{1,300}$/.test(error.message), 'the error is not one line');
	must(error === null || (error.offset! >= 0 && error.offset! <= capture.length), "the error's offset is outside");
	const snapshots = lanes.map(lane => lane.snapshot());
	checkSnapshot(snapshots[0], reader.packets, captured);
	must(comparable(snapshots[0]) === comparable(snapshots[1]), 'recognition reads outside the packet');
	return {packets: reader.packets, error: error && `${error.offset} ${error.message}`};
}

/** Written again as pcapng it has the same packets, and no damage. */
function checkCopy(capture: Uint8Array, packets: number): void {
	const copy = copied([capture]);
	must(
		copy.problems.every(problem => problem.includes('with all its digits')),
		'a packet cannot be written',
	);
	if (copy.problems.length > 0) {
		return;
	}
	const reader = new CaptureReader({packet: () => undefined}, {named: () => undefined});
	reader.push(copy.bytes);
	reader.finish();
	must(reader.error === null, `a copy is damaged: ${reader.error?.message.replaceAll(/\d+/g, 'N')}`);
	must(reader.packets === packets, 'a copy has other packets');
	must(timesOf(capture) === timesOf(copy.bytes), 'a copy has other times, lengths or link types');
}

/** Of packets that have a time; others can lose that they have none. */
function timesOf(capture: Uint8Array): string {
	const lines: string[] = [];
	const reader = new CaptureReader({
		packet(_, start, end, wireLength, seconds, nanoseconds, linkType) {
			lines.push(`${end - start} ${wireLength} ${linkType}${nanoseconds < 0 ? '' : ` ${seconds} ${nanoseconds}`}`);
		},
	});
	reader.push(capture);
	reader.finish();
	return lines.map(line => line.replace(/^(\d+ \d+ \d+) 0 0$/, '$1')).join('\n');
}

function countInPieces(capture: Uint8Array, piece: number): {packets: number; error: string | null} {
	const reader = new CaptureReader({packet: () => undefined}, {chunk: 64});
	for (let at = 0; at < capture.length; at += piece) {
		reader.push(capture.subarray(at, at + piece));
	}
	reader.finish();
	return {packets: reader.packets, error: reader.error && `${reader.error.offset} ${reader.error.message}`};
}

/** Decodes and analyses every packet between bytes of one poison. */
class Lane implements RecordSink {
	/** What the decoder made of the last packet. */
	digest = '';
	readonly #analyzer = new Analyzer({top: 4, safe: sanitize, limits: LIMITS, names: 8, samples: 8});
	readonly #packet = new Packet();
	#scratch = new Uint8Array(0);

	constructor(
		readonly poison: number,
		readonly decode: Decode,
	) {}

	packet(
		bytes: Uint8Array,
		from: number,
		to: number,
		wireLength: number,
		seconds: number,
		nanoseconds: number,
		linkType: number,
		origin?: number,
	): void {
		const length = to - from;
		must(length <= LARGEST, 'a packet is longer than any can be');
		if (this.#scratch.length < length + 2 * MARGIN) {
			this.#scratch = new Uint8Array(2 * length + 2 * MARGIN);
		}
		const scratch = this.#scratch;
		const start = MARGIN;
		const end = start + length;
		scratch.fill(this.poison, 0, start);
		scratch.set(bytes.subarray(from, to), start);
		scratch.fill(this.poison, end, end + MARGIN);
		must(Number.isSafeInteger(wireLength) && wireLength >= 0, 'a wire length is no length');
		must(nanoseconds >= -1 && Number.isInteger(nanoseconds), 'nanoseconds are out of range');
		must(nanoseconds < (isFar(seconds) ? 4096e9 : 1e9), 'nanoseconds are out of range');
		must(Number.isFinite(seconds), 'seconds are no number');

		const packet = this.#packet;
		Object.assign(packet, {bytes: scratch, start, end, wireLength, linkType, seconds, nanoseconds});
		this.decode(packet);
		checkPacket(packet, scratch, start, end, wireLength);
		// All that is a number; what it keeps to read faster is not a result, nor is the place of a stop that was none.
		this.digest = JSON.stringify(packet, (key, value) => {
			if (key === '') {
				return value;
			}
			return typeof value === 'number' && (packet.stop !== 0 || !key.startsWith('stop')) ? value : undefined;
		});
		this.#analyzer.packet(scratch, start, end, wireLength, seconds, nanoseconds, linkType, origin);
	}

	snapshot(): Snapshot {
		return buildSnapshot(this.#analyzer, {
			generator: 'fuzz',
			source: {kind: 'file', name: 'fuzz', format: null, filter: null, snaplen: 0},
			declaredLinkTypes: [],
			drops: {kernel: null, interface: null, queue: null},
			error: null,
			top: 'all',
		});
	}
}

function checkPacket(packet: Packet, bytes: Uint8Array, start: number, end: number, wireLength: number): void {
	must(packet.bytes === bytes && packet.start === start && packet.end === end, 'the decoder moves the packet');
	must(packet.wireLength === wireLength, 'the decoder changes the wire length');
	must(packet.link in LINK_NAMES && packet.network >= 0 && packet.network <= 3, 'a link or network is unknown');
	must(packet.transport >= -1 && packet.transport <= 255, 'a transport is no protocol number');
	for (const port of [packet.sourcePort, packet.destinationPort]) {
		must(port >= -1 && port <= 65_535, 'a port is no port');
	}
	must(packet.sourcePort < 0 === packet.destinationPort < 0, 'there is one port without the other');
	const {payloadStart, payloadEnd, payloadLength} = packet;
	if (payloadEnd > payloadStart) {
		must(payloadStart >= start && payloadEnd <= end, 'the payload lies outside the packet');
	}
	must(payloadEnd >= payloadStart && payloadLength >= payloadEnd - payloadStart, 'the payload has no length');
	must(packet.stop in STOP_REASONS, 'a stop is unknown');
	must(packet.tunnel in TUNNEL_NAMES, 'a tunnel is unknown');
	if (packet.stop !== 0) {
		must(packet.stopLayer in LAYER_NAMES, "a stop's layer is unknown");
		must(packet.stopOffset >= 0, "a stop's offset lies before the packet");
	}

	const words = [packet.source0, packet.source1, packet.source2, packet.source3];
	words.push(packet.destination0, packet.destination1, packet.destination2, packet.destination3);
	must(
		words.every(word => word === (word | 0)),
		'an address word is not signed 32 bits',
	);
}

function checkSnapshot(snapshot: Snapshot, packets: number, captured: number): void {
	const {totals, protocols, bandwidth} = snapshot;
	must(totals.packets === packets, 'packets are lost between reader and totals');
	must(totals.capturedBytes === captured, 'captured bytes are lost between reader and totals');
	must(totals.malformedPackets <= packets && totals.truncatedPackets <= packets, 'more packets are bad than there are');
	for (const list of [protocols.link, protocols.network]) {
		must(sum(list, 'packets') === packets, 'protocols do not add up to the packets');
		must(sum(list, 'bytes') === totals.bytes, 'protocols do not add up to the bytes');
	}

	const internet = protocols.network.filter(({name}) => name === 'ipv4' || name === 'ipv6');
	must(sum(protocols.transport, 'packets') <= sum(internet, 'packets'), 'there are more transports than IP packets');
	must(
		sum(protocols.application, 'packets') <= sum(internet, 'packets'),
		'there are more applications than IP packets',
	);
	for (const {packets: count, bytes} of Object.values(protocols).flat()) {
		must(count > 0 && bytes >= 0, 'a count is negative');
	}
	const timed = packets - totals.packetsWithoutTimestamp;
	must(sum(bandwidth.samples, 'packets') === timed, 'bandwidth does not add up to the packets');
	// A header that is cut before its addresses is counted, but is nobody's.
	if (snapshot.endpoints.evicted === 0) {
		const {top} = snapshot.endpoints;
		const sent = top.reduce((total, {packetsSent}) => total + packetsSent, 0);
		const received = top.reduce((total, {packetsReceived}) => total + packetsReceived, 0);
		must(sent === received && sent <= sum(internet, 'packets'), 'endpoints do not add up');
		const talked = snapshot.conversations.evicted > 0 ? sent : sum(snapshot.conversations.top, 'packets');
		must(talked === sent, 'conversations do not add up to the endpoints');
	}

	JSON.stringify(snapshot, (_key, value) => {
		must(typeof value !== 'string' || !/\p{Cc}/u.test(value), 'a control character leaves the engine');
		return value;
	});
}

/** Once rows were given up, how many there were is estimated by hashes that are random: the rest must still be equal. */
function comparable({endpoints, conversations, flows, ...rest}: Snapshot): string {
	const evicted = endpoints.evicted + conversations.evicted + flows.evicted > 0;
	const tables = [endpoints, conversations, flows].map(table => (evicted ? table.top : table));
	return JSON.stringify([rest, tables]);
}

function sum<K extends 'packets' | 'bytes'>(list: ReadonlyArray<Pick<ProtocolCount, K>>, key: K): number {
	return list.reduce((total, entry) => total + entry[key], 0);
}
