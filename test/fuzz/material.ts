/** What the fuzzer mutates: packets and small captures from the generators and, where it lies beside the project, the corpus. */
import fs from 'node:fs';
import path from 'node:path';
import {createSource, KINDS} from '../../bench/traffic/kinds.js';
import {CaptureReader} from '../../source/engine/capture/capture-reader.js';
import {FrameWriter} from '../../source/engine/capture/demo/frames.js';
import {DemoTraffic} from '../../source/engine/capture/demo.js';

export interface MaterialPacket {
	bytes: Uint8Array;
	linkType: number;
}

export interface Material {
	/** Packets of one capture each, in their order. */
	families: MaterialPacket[][];
	/** Whole captures that are small. */
	captures: Uint8Array[];
	fromCorpus: boolean;
}

const PACKETS_PER_FAMILY = 400;
const LARGEST_CAPTURE = 32 * 1024;

export function collectMaterial(corpus: string): Material {
	const families = [demoPackets(), ...KINDS.map(kind => traffic(kind))];
	const captures: Uint8Array[] = [];
	const fromCorpus = fs.existsSync(path.join(corpus, 'manifest.json'));
	if (fromCorpus) {
		for (const folder of ['captures', 'malformed']) {
			for (const file of filesUnder(path.join(corpus, folder))) {
				const bytes = fs.readFileSync(file);
				const packets = packetsOf(bytes);
				if (packets.length > 0) {
					families.push(packets);
				}
				if (bytes.length <= LARGEST_CAPTURE) {
					captures.push(bytes);
				}
			}
		}
	}

	return {families, captures, fromCorpus};
}

function packetsOf(capture: Uint8Array): MaterialPacket[] {
	const packets: MaterialPacket[] = [];
	const sink = {
		packet(
			bytes: Uint8Array,
			start: number,
			end: number,
			...[, , , linkType]: [wire: number, seconds: number, nanoseconds: number, linkType: number, origin?: number]
		) {
			packets.push({bytes: new Uint8Array(bytes.subarray(start, end)), linkType});
		},
	};
	const reader = new CaptureReader(sink, {limit: PACKETS_PER_FAMILY});
	reader.push(capture);
	reader.finish();
	return packets;
}

function demoPackets(): MaterialPacket[] {
	const packets: MaterialPacket[] = [];
	const traffic = new DemoTraffic({seed: 1});
	const sink = {
		packet(bytes: Uint8Array, start: number, end: number) {
			packets.push({bytes: bytes.slice(start, end), linkType: 1});
		},
	};
	for (let second = 0; second <= 2; second++) {
		traffic.fill(sink, {seconds: second, nanoseconds: 0});
	}
	return packets;
}

function traffic(kind: (typeof KINDS)[number]): MaterialPacket[] {
	const next = createSource(kind, 1);
	const frame = new FrameWriter();
	return Array.from({length: PACKETS_PER_FAMILY}, (_, index) => {
		next(frame, index);
		return {bytes: frame.bytes.slice(0, frame.length), linkType: 1};
	});
}

/** In an order that does not depend on the file system. */
function filesUnder(folder: string): string[] {
	return fs
		.readdirSync(folder, {withFileTypes: true, recursive: true})
		.filter(entry => entry.isFile() && !entry.name.endsWith('.json'))
		.map(entry => path.join(entry.parentPath ?? entry.path, entry.name))
		.sort();
}
