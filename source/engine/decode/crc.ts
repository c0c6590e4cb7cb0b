/** Checksums that frames of IEEE 802.15.4 end with (IEEE 802.15.4-2020 § 7.2.11), sent with the lowest bit first. */

/** ITU-T: x^16 + x^12 + x^5 + 1, from 0. */
const CRC_16 = table(0x8408);
/** As Ethernet's: from all ones, and turned at the end. */
const CRC_32 = table(0xedb8_8320);

function table(polynomial: number): Uint32Array {
	return Uint32Array.from({length: 256}, (_, byte) => {
		let sum = byte;
		for (let bit = 0; bit < 8; bit++) {
			sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ polynomial;
		}
		return sum;
	});
}

/** Whether the checksum of `width` bytes, 2 or 4, before `end` is that of what lies before it; all of it must be there. */
export function isSound(bytes: Uint8Array, start: number, end: number, width: number): boolean {
	const sums = width === 2 ? CRC_16 : CRC_32;
	const checked = end - width;
	let sum = width === 2 ? 0 : 0xffff_ffff;
	for (let at = start; at < checked; at++) {
		sum = (sum >>> 8) ^ sums[(sum ^ bytes[at]) & 0xff];
	}
	const expected = width === 2 ? sum : ~sum;
	for (let i = 0; i < width; i++) {
		if (bytes[checked + i] !== ((expected >>> (8 * i)) & 0xff)) {
			return false;
		}
	}
	return true;
}
