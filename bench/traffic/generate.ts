/** Synthetic captures to measure with: the same kind, count and seed give the same bytes. */
import {closeSync, openSync, writeSync} from 'node:fs';
import {FrameWriter} from '../../source/engine/capture/demo/frames.js';
import {createSource, type Kind} from './kinds.js';

export {KINDS, type Kind} from './kinds.js';

export interface TrafficOptions {
	kind: Kind;
	packets: number;
	seed?: number;
	/** Packets a second of the timestamps; default 100,000. */
	rate?: number;
	/** Nanosecond timestamps; else microseconds. */
	nanoseconds?: boolean;
}

export interface Traffic {
	packets: number;
	/** Of the file. */
	bytes: number;
	/** Of all packets on the wire. */
	wireBytes: number;
}

const BLOCK = 4 * 1024 * 1024;
const SNAPLEN = 262_144;
const EPOCH = 1_700_000_000;

/** Writes a little-endian Ethernet pcap to `path` in blocks of 4 MiB, whatever its size. */
export function writeCapture(path: string, options: TrafficOptions): Traffic {
	const {kind, packets, seed = 1, rate = 100_000, nanoseconds = false} = options;
	const next = createSource(kind, seed);
	const frame = new FrameWriter();
	const block = new Uint8Array(BLOCK);
	const view = new DataView(block.buffer);
	const descriptor = openSync(path, 'w');
	let bytes = 0;
	let wireBytes = 0;
	try {
		view.setUint32(0, nanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4, true);
		view.setUint16(4, 2, true);
		view.setUint16(6, 4, true);
		view.setUint32(16, SNAPLEN, true);
		view.setUint32(20, 1, true);
		let at = 24;
		const unit = nanoseconds ? 1e9 : 1e6;
		for (let index = 0; index < packets; index++) {
			next(frame, index);
			const {length} = frame;
			if (at + 16 + length > BLOCK) {
				writeAll(descriptor, block.subarray(0, at));
				bytes += at;
				at = 0;
			}

			const second = Math.floor(index / rate);
			view.setUint32(at, EPOCH + second, true);
			view.setUint32(at + 4, Math.floor(((index - second * rate) / rate) * unit), true);
			view.setUint32(at + 8, length, true);
			view.setUint32(at + 12, length, true);
			block.set(length === frame.bytes.length ? frame.bytes : frame.bytes.subarray(0, length), at + 16);
			at += 16 + length;
			wireBytes += length;
		}

		writeAll(descriptor, block.subarray(0, at));
		bytes += at;
	} finally {
		closeSync(descriptor);
	}

	return {packets, bytes, wireBytes};
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
	for (let at = 0; at < bytes.length; ) {
		at += writeSync(descriptor, bytes, at);
	}
}
