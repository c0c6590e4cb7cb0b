/** A capture file whose every count is known: frames of growing and falling size, TCP and UDP in turn, two hosts. */
import fs from 'node:fs';

export interface KnownTraffic {
	packets: number;
	/** On the network. */
	bytes: number;
	udp: number;
	tcp: number;
}

const SMALLEST = 60;
const SIZES = 200;

/** Writes a little-endian microsecond pcap file of `packets` Ethernet frames. */
export function writeKnownTraffic(file: string, packets: number): KnownTraffic {
	const out = Buffer.alloc(24 + packets * (16 + SMALLEST + SIZES));
	out.writeUInt32LE(0xa1b2c3d4, 0);
	out.writeUInt16LE(2, 4);
	out.writeUInt16LE(4, 6);
	out.writeUInt32LE(262_144, 16);
	out.writeUInt32LE(1, 20);
	let at = 24;
	let bytes = 0;
	for (let index = 0; index < packets; index++) {
		const length = SMALLEST + ((index * 7) % SIZES);
		out.writeUInt32LE(Math.floor(index / 1e5), at);
		out.writeUInt32LE((index % 1e5) * 10, at + 4);
		out.writeUInt32LE(length, at + 8);
		out.writeUInt32LE(length, at + 12);
		writeFrame(out.subarray(at + 16, at + 16 + length), index);
		at += 16 + length;
		bytes += length;
	}
	fs.writeFileSync(file, out.subarray(0, at));
	return {packets, bytes, udp: Math.ceil(packets / 2), tcp: Math.floor(packets / 2)};
}

/** Even frames are UDP, odd ones TCP; 10.0.0.1 to 10.0.0.2. */
function writeFrame(frame: Buffer, index: number): void {
	const udp = index % 2 === 0;
	frame.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0]);
	const length = frame.length - 14;
	frame.set([0x45, 0, length >> 8, length & 255, index >> 8, index, 0, 0, 64, udp ? 17 : 6], 14);
	frame.set([10, 0, 0, 1, 10, 0, 0, 2], 26);
	let sum = 0;
	for (let at = 14; at < 34; at += 2) {
		sum += frame.readUInt16BE(at);
	}
	while (sum > 0xffff) {
		sum = (sum & 0xffff) + (sum >> 16);
	}
	frame.writeUInt16BE(~sum & 0xffff, 24);
	frame.writeUInt16BE(40_000 + (index % 100), 34);
	frame.writeUInt16BE(9000, 36);
	if (udp) {
		frame.writeUInt16BE(length - 20, 38);
	} else {
		frame.writeUInt32BE(index, 38);
		frame.set([0x50, 0x10, 0x10, 0], 46);
	}
}
