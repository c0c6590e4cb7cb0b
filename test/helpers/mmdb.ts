/**
 * Writes MaxMind DB files: a search tree of 24-bit records, data, metadata. What is in them is made up.
 * Source: maxmind.github.io/MaxMind-DB, version 2.0.
 */
type Value = string | number | Value[] | {[key: string]: Value};

export interface Network {
	/** Bits of the beginning, as text of 0 and 1. */
	bits: string;
	record: Value;
}

/** `192.0.2.0/24` or `2001:db8::/32` as bits; IPv4 in a tree of IPv6 lies behind 96 zeros. */
export function bitsOf(network: string, version: 4 | 6): string {
	const [address, length] = network.split('/');
	if (!address.includes(':')) {
		const bits = address
			.split('.')
			.map(byte => Number(byte).toString(2).padStart(8, '0'))
			.join('');
		return (version === 6 ? '0'.repeat(96) : '') + bits.slice(0, Number(length));
	}
	const [head, tail = ''] = address.split('::');
	const words = (text: string) => text.split(':').filter(Boolean);
	const middle = Array(8 - words(head).length - words(tail).length).fill('0');
	const all = [...words(head), ...middle, ...words(tail)];
	const bits = all.map(word => Number.parseInt(word, 16).toString(2).padStart(16, '0')).join('');
	return bits.slice(0, Number(length));
}

export function mmdb(version: 4 | 6, records: Readonly<Record<string, Value>>): Buffer {
	const nodes: [number | null, number | null][] = [[null, null]];
	const data: Buffer[] = [];
	const leaves: {node: number; side: 0 | 1; offset: number}[] = [];
	let size = 0;
	for (const [network, record] of Object.entries(records)) {
		const bits = bitsOf(network, version);
		let node = 0;
		for (const [i, bit] of [...bits].entries()) {
			const side = bit === '1' ? 1 : 0;
			if (i === bits.length - 1) {
				leaves.push({node, side, offset: size});
				break;
			}
			if (nodes[node][side] === null) {
				nodes[node][side] = nodes.push([null, null]) - 1;
			}
			node = nodes[node][side] ?? 0;
		}
		const bytes = encoded(record);
		data.push(bytes);
		size += bytes.length;
	}
	const tree = Buffer.alloc(nodes.length * 6);
	for (const [i, sides] of nodes.entries()) {
		for (const side of [0, 1] as const) {
			tree.writeUIntBE(sides[side] ?? nodes.length, i * 6 + side * 3, 3);
		}
	}
	for (const {node, side, offset} of leaves) {
		tree.writeUIntBE(nodes.length + 16 + offset, node * 6 + side * 3, 3);
	}
	const metadata = encoded({
		binary_format_major_version: 2,
		binary_format_minor_version: 0,
		build_epoch: 1_700_000_000,
		database_type: 'Test',
		description: {en: 'made by a test'},
		ip_version: version,
		languages: ['en'],
		node_count: nodes.length,
		record_size: 24,
	});
	const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
	return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata]);
}

/** Types of the data section. */
enum Type {
	string = 2,
	uint32 = 6,
	map = 7,
	array = 11,
}

function encoded(value: Value): Buffer {
	if (typeof value === 'string') {
		const bytes = Buffer.from(value);
		return Buffer.concat([control(Type.string, bytes.length), bytes]);
	}
	if (typeof value === 'number') {
		const bytes = Buffer.alloc(4);
		bytes.writeUInt32BE(value);
		return Buffer.concat([control(Type.uint32, 4), bytes]);
	}
	if (Array.isArray(value)) {
		return Buffer.concat([control(Type.array, value.length), ...value.map(encoded)]);
	}
	const entries = Object.entries(value);
	return Buffer.concat([
		control(Type.map, entries.length),
		...entries.flatMap(([key, inner]) => [encoded(key), encoded(inner)]),
	]);
}

/** Type and size; those above 7 have a byte of their own. */
function control(type: Type, size: number): Buffer {
	const first = (type > 7 ? 0 : type << 5) | Math.min(size, 29);
	return Buffer.from([first, ...(type > 7 ? [type - 7] : []), ...(size >= 29 ? [size - 29] : [])]);
}
