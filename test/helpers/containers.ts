/** Builds capture files byte by byte, in either byte order, and collects what a reader makes of them. */
import {CaptureReader, type CaptureReaderOptions, type RecordSink} from '../../source/engine/capture/capture-reader.js';

export type Order = 'little' | 'big';

/** Integers of 1, 2, 4 or 8 bytes: `u(4, 0xa1b2c3d4)`. */
export function unsigned(order: Order, size: 1 | 2 | 4 | 8, value: number | bigint): Buffer {
	const bytes = Buffer.alloc(size);
	for (let index = 0, rest = BigInt.asUintN(64, BigInt(value)); index < size; index++, rest >>= 8n) {
		bytes[order === 'little' ? index : size - 1 - index] = Number(rest & 0xffn);
	}

	return bytes;
}

export interface PcapHeader {
	magic?: number;
	major?: number;
	minor?: number;
	snaplen?: number;
	link?: number;
}

export function pcapHeader(order: Order, header: PcapHeader = {}): Buffer {
	const {magic = 0xa1b2_c3d4, major = 2, minor = 4, snaplen = 65_535, link = 1} = header;
	return Buffer.concat([
		unsigned(order, 4, magic),
		unsigned(order, 2, major),
		unsigned(order, 2, minor),
		Buffer.alloc(8),
		unsigned(order, 4, snaplen),
		unsigned(order, 4, link),
	]);
}

export function pcapRecord(
	order: Order,
	seconds: number,
	fraction: number,
	data: Uint8Array,
	wireLength = data.length,
	captured = data.length,
): Buffer {
	return Buffer.concat([
		unsigned(order, 4, seconds),
		unsigned(order, 4, fraction),
		unsigned(order, 4, captured),
		unsigned(order, 4, wireLength),
		data,
	]);
}

/** A pcapng block: padded, with its length before and after. */
export function block(order: Order, type: number, ...body: Uint8Array[]): Buffer {
	const content = padded(Buffer.concat(body));
	const length = unsigned(order, 4, content.length + 12);
	return Buffer.concat([unsigned(order, 4, type), length, content, length]);
}

export function sectionHeader(order: Order, length: number | bigint = -1, major = 1, minor = 0): Buffer {
	const body = [
		unsigned(order, 4, 0x1a2b_3c4d),
		unsigned(order, 2, major),
		unsigned(order, 2, minor),
		unsigned(order, 8, length),
	];
	return block(order, 0x0a0d_0d0a, ...body);
}

export function option(order: Order, code: number, value: Uint8Array): Buffer {
	return Buffer.concat([unsigned(order, 2, code), unsigned(order, 2, value.length), padded(value)]);
}

export interface InterfaceOptions {
	link?: number;
	snaplen?: number;
	resolution?: number;
	offset?: bigint;
}

export function interfaceBlock(order: Order, options: InterfaceOptions = {}): Buffer {
	const {link = 1, snaplen = 0, resolution, offset} = options;
	const body = [unsigned(order, 2, link), unsigned(order, 2, 0), unsigned(order, 4, snaplen)];
	if (resolution !== undefined) {
		body.push(option(order, 9, Uint8Array.of(resolution)));
	}
	if (offset !== undefined) {
		body.push(option(order, 14, unsigned(order, 8, offset)));
	}
	if (resolution !== undefined || offset !== undefined) {
		body.push(option(order, 0, new Uint8Array(0)));
	}
	return block(order, 1, ...body);
}

/** With options, whose end is written after them. */
export function packetWithOptions(order: Order, id: number, data: Uint8Array, ...options: Uint8Array[]): Buffer {
	const fields = packetFields(order, 0n, data, data.length, data.length);
	return block(order, 6, unsigned(order, 4, id), ...fields, ...options, option(order, 0, new Uint8Array(0)));
}

export function enhancedPacket(
	order: Order,
	id: number,
	time: bigint,
	data: Uint8Array,
	wireLength = data.length,
	captured = data.length,
): Buffer {
	return block(order, 6, unsigned(order, 4, id), ...packetFields(order, time, data, wireLength, captured));
}

/** The obsolete Packet Block: a 16-bit interface and a drop count. */
export function obsoletePacket(order: Order, id: number, time: bigint, data: Uint8Array): Buffer {
	const head = [unsigned(order, 2, id), unsigned(order, 2, 7)];
	return block(order, 2, ...head, ...packetFields(order, time, data, data.length, data.length));
}

export function simplePacket(order: Order, data: Uint8Array, wireLength = data.length): Buffer {
	return block(order, 3, unsigned(order, 4, wireLength), data);
}

function packetFields(
	order: Order,
	time: bigint,
	data: Uint8Array,
	wireLength: number,
	captured: number,
): Uint8Array[] {
	return [
		unsigned(order, 4, time >> 32n),
		unsigned(order, 4, time & 0xffff_ffffn),
		unsigned(order, 4, captured),
		unsigned(order, 4, wireLength),
		padded(data),
	];
}

function padded(bytes: Uint8Array): Buffer {
	return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

export interface SeenPacket {
	data: string;
	wireLength: number;
	seconds: number;
	nanoseconds: number;
	linkType: number;
}

export class Collected implements RecordSink {
	readonly packets: SeenPacket[] = [];

	packet(
		bytes: Uint8Array,
		start: number,
		end: number,
		wireLength: number,
		seconds: number,
		nanoseconds: number,
		linkType: number,
	): void {
		if (start < 0 || end < start || end > bytes.length) {
			throw new Error(`outside the buffer: ${start} to ${end}`);
		}
		const data = Buffer.from(bytes.subarray(start, end)).toString('hex');
		this.packets.push({data, wireLength, seconds, nanoseconds, linkType});
	}
}

/** Reads a whole capture, in pieces of `piece` bytes when given. */
export function read(
	capture: Uint8Array,
	options: CaptureReaderOptions = {},
	piece = capture.length,
): {packets: SeenPacket[]; reader: CaptureReader} {
	const sink = new Collected();
	const reader = new CaptureReader(sink, options);
	for (let at = 0; at < capture.length; at += piece) {
		reader.push(capture.subarray(at, at + piece));
	}
	reader.finish();
	return {packets: sink.packets, reader};
}
