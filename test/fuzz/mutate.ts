/** Builds the captures of the fuzzer: everything follows from the random numbers. */
import type {Random} from '../../source/engine/capture/demo/random.js';
import {
	block,
	enhancedPacket,
	interfaceBlock,
	type Order,
	obsoletePacket,
	option,
	packetWithOptions,
	pcapHeader,
	pcapRecord,
	sectionHeader,
	simplePacket,
	unsigned,
} from '../helpers/containers.js';
import type {Material, MaterialPacket} from './material.js';

const NUMBERS = [
	0, 1, 2, 3, 4, 7, 8, 15, 16, 20, 28, 40, 63, 64, 127, 128, 255, 256, 511, 1023, 1500, 4095, 32_767, 32_768, 65_535,
];
const LARGE = [0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff_fffc, 262_144, 262_145, 0x0100_0000];
/** LINKTYPE_ values that have a decoder, and a few that have none. */
const LINK_TYPES = [
	0, 1, 6, 7, 9, 10, 12, 50, 51, 101, 104, 105, 107, 108, 113, 114, 119, 122, 127, 141, 143, 147, 149, 163, 169, 182, 189,
	192, 195, 197, 203, 215, 220, 227, 228, 229, 230, 239, 248, 253, 276, 283, 14, 2, 65_535,
]; // biome-ignore format: a table
const MAGICS = [0xa1b2_c3d4, 0xa1b2_3c4d, 0xa1b2_cd34];

/** One capture to try. */
export function makeCapture(random: Random, material: Material): Uint8Array {
	const {captures} = material;
	if (captures.length > 0 && random.chance(0.35)) {
		return mutate(random.pick(captures), random, random.between(1, 12));
	}

	const packets = choosePackets(random, material);
	const order: Order = random.chance(0.7) ? 'little' : 'big';
	const capture = random.chance(0.6) ? pcap(random, order, packets) : pcapng(random, order, packets);
	return random.chance(0.3) ? mutate(capture, random, random.between(1, 6)) : capture;
}

/** A run of packets as they follow each other, most of them changed somewhere. */
function choosePackets(random: Random, {families}: Material): MaterialPacket[] {
	const family = random.pick(families);
	const from = random.between(0, family.length - 1);
	return family.slice(from, from + random.between(1, 12)).map(({bytes, linkType}) => {
		const choice = random.next();
		if (choice < 0.06) {
			return {bytes: random.bytes(random.between(0, 200)), linkType: random.pick(LINK_TYPES)};
		}
		const changed = choice < 0.25 ? bytes : mutate(bytes, random, random.between(1, 8), 96);
		return {bytes: changed, linkType: random.chance(0.04) ? random.pick(LINK_TYPES) : linkType};
	});
}

function pcap(random: Random, order: Order, packets: readonly MaterialPacket[]): Buffer {
	const magic = random.pick(MAGICS);
	const minor = random.chance(0.9) ? 4 : random.between(0, 5);
	const header = pcapHeader(order, {magic, minor, link: packets[0].linkType});
	const records = packets.map(({bytes}, index) => {
		const record = pcapRecord(
			order,
			1_700_000_000 + index,
			random.between(0, 999_999),
			bytes,
			wireLength(random, bytes),
		);
		if (magic !== 0xa1b2_cd34) {
			return record;
		}
		return Buffer.concat([record.subarray(0, 16), Buffer.alloc(8), bytes]);
	});
	return Buffer.concat([header, ...records]);
}

function pcapng(random: Random, order: Order, packets: readonly MaterialPacket[]): Buffer {
	const blocks = [sectionHeader(order)];
	const interfaces = new Map<number, number>();
	for (const {bytes, linkType} of packets) {
		let id = interfaces.get(linkType);
		if (id === undefined) {
			id = interfaces.size;
			interfaces.set(linkType, id);
			const resolution = random.chance(0.5) ? random.between(0, 255) : undefined;
			const offset = random.chance(0.2) ? BigInt(random.word()) << BigInt(random.pick([0, 0, 0, 20, 31])) : undefined;
			blocks.push(
				interfaceBlock(order, {link: linkType, resolution, offset, snaplen: random.pick([0, 0, 64, 65_535])}),
			);
		}

		const time = (BigInt(random.word() >>> 0) << 20n) | BigInt(random.word() >>> 12);
		const choice = random.next();
		if (choice < 0.1) {
			blocks.push(simplePacket(order, bytes));
		} else if (choice < 0.2) {
			blocks.push(obsoletePacket(order, id, time, bytes));
		} else {
			blocks.push(enhancedPacket(order, id, time, bytes, wireLength(random, bytes)));
		}
		if (random.chance(0.1)) {
			blocks.push(block(order, random.word() >>> 0, unsigned(order, 4, random.word() >>> 0)));
		}
		if (random.chance(0.2)) {
			blocks.push(besides(random, order, id));
		}
	}

	return Buffer.concat(blocks);
}

/** A block of names, statistics, secrets or of one's own, with options of any kind. */
function besides(random: Random, order: Order, id: number): Buffer {
	const some = () => Array.from({length: random.between(0, 2)}, () => anOption(random, order));
	const word = () => unsigned(order, 4, random.word() >>> 0);
	const name = Buffer.concat([random.bytes(4), Buffer.from('a.example\0')]);
	switch (random.between(0, 4)) {
		case 0:
			return block(order, 4, option(order, random.between(0, 3), name), ...some());
		case 1:
			return block(order, 5, unsigned(order, 4, id), word(), word(), ...some());
		case 2:
			return block(order, 10, word(), unsigned(order, 4, 8), word(), word(), ...some());
		case 3:
			return block(order, random.pick([0x0bad, 0x4000_0bad]), word(), ...some());
		default:
			return packetWithOptions(order, id, random.bytes(random.between(0, 60)), ...some());
	}
}

const anOption = (random: Random, order: Order) =>
	option(
		order,
		random.pick([0, 1, 2, 3, 4, 7, 8, 2988, 2989, 19_372, 0x8001]),
		random.bytes(random.pick([0, 4, 8, 13])),
	);

function wireLength(random: Random, bytes: Uint8Array): number {
	return random.chance(0.8)
		? bytes.length
		: random.chance(0.5)
			? bytes.length + random.between(1, 3000)
			: random.pick(NUMBERS);
}

/** Changes `bytes` in `changes` places; those near the front more often, up to `reach` where given. */
export function mutate(bytes: Uint8Array, random: Random, changes: number, reach = bytes.length): Uint8Array {
	// A Buffer's own slice would not copy.
	let result: Uint8Array = new Uint8Array(bytes);
	for (let change = 0; change < changes; change++) {
		result = mutateOnce(result, random, reach);
	}
	return result;
}

function mutateOnce(bytes: Uint8Array, random: Random, reach: number): Uint8Array {
	const {length} = bytes;
	if (length === 0) {
		return random.bytes(random.between(0, 40));
	}
	const within = random.chance(0.7) ? Math.min(length, reach) : length;
	const at = random.between(0, within - 1);
	const little = random.chance(0.5);
	const view = new DataView(bytes.buffer, bytes.byteOffset, length);
	switch (random.between(0, 10)) {
		case 0:
			bytes[at] ^= 1 << random.between(0, 7);
			return bytes;
		case 1:
			bytes[at] = random.word();
			return bytes;
		case 2:
			bytes[at] = random.pick(NUMBERS);
			return bytes;
		case 3:
		case 4:
			if (at + 2 <= length) {
				view.setUint16(at, random.pick(NUMBERS), little);
			}
			return bytes;
		case 5:
			if (at + 4 <= length) {
				view.setUint32(at, random.pick(random.chance(0.5) ? NUMBERS : LARGE), little);
			}
			return bytes;
		case 6: // A number one off from what is there.
			bytes[at] += random.chance(0.5) ? 1 : -1;
			return bytes;
		case 7:
			return bytes.subarray(0, at);
		case 8: // A piece goes.
			return joined(bytes.subarray(0, at), bytes.subarray(at + random.between(1, 16)));
		case 9: // A piece comes.
			return joined(bytes.subarray(0, at), random.bytes(random.between(1, 16)), bytes.subarray(at));
		default: {
			// A piece comes twice.
			const piece = bytes.subarray(at, at + random.between(1, 64));
			return joined(bytes.subarray(0, at), piece, bytes.subarray(at));
		}
	}
}

function joined(...parts: Uint8Array[]): Uint8Array {
	const result = new Uint8Array(parts.reduce((sum, {length}) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		result.set(part, at);
		at += part.length;
	}

	return result;
}
