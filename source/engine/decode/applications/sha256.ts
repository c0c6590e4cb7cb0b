/**
 * HMAC (RFC 2104) with SHA-256 (FIPS 180-4) of short messages, for the keys of QUIC Initial packets. Those are known to everyone who
 * reads RFC 9001, so nothing here has to be kept secret; five of `node:crypto`'s HMACs took a twelfth of what a capture of real flows
 * takes, most of it for making the objects (docs/performance.md).
 */
const BLOCK = 64;
const WORDS = 8;
const ROUNDS = 64;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

const primes = firstPrimes(ROUNDS);
/** § 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes; § 5.3.3: of the square roots of 8. */
const CONSTANTS = Int32Array.from(primes, prime => fraction(Math.cbrt(prime)));
const INITIAL = Int32Array.from(primes.slice(0, WORDS), prime => fraction(Math.sqrt(prime)));

const schedule = new Int32Array(ROUNDS);
const block = new Uint8Array(BLOCK);

function firstPrimes(count: number): number[] {
	const found: number[] = [];
	for (let candidate = 2; found.length < count; candidate++) {
		if (found.every(prime => candidate % prime !== 0)) {
			found.push(candidate);
		}
	}
	return found;
}

function fraction(root: number): number {
	return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}

/** A key, ready for any number of messages. */
export class HmacSha256 {
	readonly #inner: Int32Array;
	readonly #outer: Int32Array;

	/** @param key at most 64 bytes */
	constructor(key: Uint8Array) {
		this.#inner = padded(key, INNER_PAD);
		this.#outer = padded(key, OUTER_PAD);
	}

	/** @param message at most 55 bytes, so that it shares a block with its padding @returns 32 bytes */
	digest(message: Uint8Array): Uint8Array {
		return bytesOf(finish(this.#outer, bytesOf(finish(this.#inner, message))));
	}
}

/** The state after a block that is the key, each byte with `pad`. */
function padded(key: Uint8Array, pad: number): Int32Array {
	block.fill(pad);
	for (let i = 0; i < key.length; i++) {
		block[i] ^= key[i];
	}
	return compress(Int32Array.from(INITIAL));
}

/** The state after the last block: a message behind one whole block. */
function finish(before: Int32Array, message: Uint8Array): Int32Array {
	block.fill(0);
	block.set(message);
	block[message.length] = 0x80;
	const bits = (BLOCK + message.length) * 8;
	block[BLOCK - 2] = bits >>> 8;
	block[BLOCK - 1] = bits;
	return compress(Int32Array.from(before));
}

function bytesOf(state: Int32Array): Uint8Array {
	const bytes = new Uint8Array(WORDS * 4);
	for (let i = 0; i < bytes.length; i++) {
		bytes[i] = state[i >>> 2] >>> (24 - 8 * (i & 3));
	}
	return bytes;
}

/** § 6.2.2: takes `block` into the state. */
function compress(state: Int32Array): Int32Array {
	const w = schedule;
	for (let t = 0; t < 16; t++) {
		const at = 4 * t;
		w[t] = (block[at] << 24) | (block[at + 1] << 16) | (block[at + 2] << 8) | block[at + 3];
	}
	for (let t = 16; t < ROUNDS; t++) {
		const x = w[t - 15];
		const y = w[t - 2];
		const sigma0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
		const sigma1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
		w[t] = (w[t - 16] + sigma0 + w[t - 7] + sigma1) | 0;
	}

	let a = state[0];
	let b = state[1];
	let c = state[2];
	let d = state[3];
	let e = state[4];
	let f = state[5];
	let g = state[6];
	let h = state[7];
	for (let t = 0; t < ROUNDS; t++) {
		const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
		const choice = (e & f) ^ (~e & g);
		const first = (h + sum1 + choice + CONSTANTS[t] + w[t]) | 0;
		const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
		const majority = (a & b) ^ (a & c) ^ (b & c);
		h = g;
		g = f;
		f = e;
		e = (d + first) | 0;
		d = c;
		c = b;
		b = a;
		a = (first + sum0 + majority) | 0;
	}

	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
	return state;
}
