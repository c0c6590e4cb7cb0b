/**
 * HMAC-SHA-256 of short messages (RFC 2104, FIPS 180-4) in plain arithmetic: the keys of a QUIC connection take fourteen
 * compressions, for which Node's objects cost several times as much as the hashing itself.
 */
const BLOCK = 64;
const DIGEST = 32;

/** First 32 bits of the fractional parts of the cube and square roots of the first primes. */
const K = new Int32Array(64);
const INITIAL = new Int32Array(8);
for (let candidate = 2, found = 0; found < 64; candidate++) {
	let prime = true;
	for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) prime = false;
	if (!prime) continue;
	const fraction = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0;
	if (found < 8) INITIAL[found] = fraction(Math.sqrt(candidate));
	K[found++] = fraction(Math.cbrt(candidate));
}

const schedule = new Int32Array(64);
const state = new Int32Array(8);
const block = new Uint8Array(BLOCK);

const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by));

/** One block into `state`. */
function compress(bytes: Uint8Array, at: number): void {
	const w = schedule;
	for (let i = 0, from = at; i < 16; i++, from += 4) {
		w[i] = (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!;
	}

	for (let i = 16; i < 64; i++) {
		const x = w[i - 15]!;
		const y = w[i - 2]!;
		const small = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
		const large = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
		w[i] = w[i - 16]! + small + w[i - 7]! + large;
	}

	let [a, b, c, d, e, f, g, h] = [
		state[0]!,
		state[1]!,
		state[2]!,
		state[3]!,
		state[4]!,
		state[5]!,
		state[6]!,
		state[7]!,
	];
	for (let i = 0; i < 64; i++) {
		const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
		const t1 = (h + sum1 + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0;
		const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
		const t2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
		h = g;
		g = f;
		f = e;
		e = (d + t1) | 0;
		d = c;
		c = b;
		b = a;
		a = (t1 + t2) | 0;
	}

	state[0]! += a;
	state[1]! += b;
	state[2]! += c;
	state[3]! += d;
	state[4]! += e;
	state[5]! += f;
	state[6]! += g;
	state[7]! += h;
}

/** Ends a hash whose first `before` bytes are in `state` with `message`. */
function finish(message: Uint8Array, before: number): Uint8Array {
	let at = 0;
	for (; at + BLOCK <= message.length; at += BLOCK) compress(message, at);
	const left = message.length - at;
	block.fill(0);
	block.set(message.subarray(at));
	block[left] = 0x80;
	if (left + 9 > BLOCK) {
		compress(block, 0);
		block.fill(0);
	}

	// Messages here are far below 2^32 bits.
	const bits = (before + message.length) * 8;
	for (let i = 0; i < 4; i++) block[BLOCK - 1 - i] = bits >>> (8 * i);
	compress(block, 0);
	const digest = new Uint8Array(DIGEST);
	for (let i = 0; i < DIGEST; i++) digest[i] = state[i >>> 2]! >>> (24 - 8 * (i & 3));
	return digest;
}

/** Messages under one key: what depends on the key alone is hashed once. */
export class HmacSha256 {
	readonly #inner: Int32Array;
	readonly #outer: Int32Array;

	/** @param key at most 64 bytes */
	constructor(key: Uint8Array) {
		this.#inner = padded(key, 0x36);
		this.#outer = padded(key, 0x5c);
	}

	/** @returns 32 bytes */
	of(message: Uint8Array): Uint8Array {
		state.set(this.#inner);
		const inner = finish(message, BLOCK);
		state.set(this.#outer);
		return finish(inner, BLOCK);
	}
}

function padded(key: Uint8Array, pad: number): Int32Array {
	block.fill(pad);
	for (let i = 0; i < key.length; i++) block[i] = key[i]! ^ pad;
	state.set(INITIAL);
	compress(block, 0);
	return Int32Array.from(state);
}
