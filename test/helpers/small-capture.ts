/**
 * A pcap of two UDP packets (little-endian, microseconds, Ethernet), 192.0.2.1:40000 ⇄ 192.0.2.2:9 with 4 bytes each.
 * @see https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html
 */
export function smallCapture(): Buffer {
	const header = Buffer.alloc(24);
	header.writeUInt32LE(0xa1b2c3d4, 0);
	header.writeUInt16LE(2, 4);
	header.writeUInt16LE(4, 6);
	header.writeUInt32LE(262_144, 16);
	header.writeUInt32LE(1, 20);
	return Buffer.concat([header, record(0, udp(1, 40_000, 2, 9)), record(1, udp(2, 9, 1, 40_000))]);
}

/** Bytes on the wire of one packet of smallCapture. */
export const SMALL_CAPTURE_PACKET_BYTES = 46;

function record(second: number, frame: Buffer): Buffer {
	const header = Buffer.alloc(16);
	header.writeUInt32LE(1_700_000_000 + second, 0);
	header.writeUInt32LE(frame.length, 8);
	header.writeUInt32LE(frame.length, 12);
	return Buffer.concat([header, frame]);
}

function udp(source: number, sourcePort: number, destination: number, destinationPort: number): Buffer {
	const frame = Buffer.alloc(SMALL_CAPTURE_PACKET_BYTES);
	frame.writeUIntBE(0x02_00_00_00_00_00 + destination, 0, 6);
	frame.writeUIntBE(0x02_00_00_00_00_00 + source, 6, 6);
	frame.writeUInt16BE(0x0800, 12);
	frame.writeUInt8(0x45, 14);
	frame.writeUInt16BE(32, 16);
	frame.writeUInt8(64, 22);
	frame.writeUInt8(17, 23);
	frame.set([192, 0, 2, source, 192, 0, 2, destination], 26);
	frame.writeUInt16BE(sourcePort, 34);
	frame.writeUInt16BE(destinationPort, 36);
	frame.writeUInt16BE(12, 38);
	frame.write('data', 42, 'latin1');
	return frame;
}
