/** One block of AES-128 (FIPS 197), for the header protection of QUIC Initial packets. Their keys are public, see sha256.ts. */
const ROUNDS = 10;
const BLOCK = 16;

const SBOX = makeSbox();
/** The key of each round, one block each. */
const roundKeys = new Uint8Array(BLOCK * (ROUNDS + 1));

/** § 5.1.1: the multiplicative inverse in GF(2^8), then an affine map. Walks through the powers of 3 and of its inverse. */
function makeSbox(): Uint8Array {
	const box = new Uint8Array(256);
	let power = 1;
	let inverse = 1;
	do {
		power = (power ^ double(power)) & 0xff;
		// divided by 3
		inverse ^= inverse << 1;
		inverse ^= inverse << 2;
		inverse ^= inverse << 4;
		inverse &= 0xff;
		inverse ^= (inverse & 0x80) === 0 ? 0 : 0x09;
		const spread = inverse ^ rotate(inverse, 1) ^ rotate(inverse, 2) ^ rotate(inverse, 3) ^ rotate(inverse, 4);
		box[power] = spread ^ 0x63;
	} while (power !== 1);
	box[0] = 0x63;
	return box;
}

function rotate(byte: number, bits: number): number {
	return ((byte << bits) | (byte >>> (8 - bits))) & 0xff;
}

/** Times x in GF(2^8), § 4.2.1. */
function double(byte: number): number {
	return ((byte << 1) ^ ((byte >>> 7) * 0x11b)) & 0xff;
}

/** § 5.2 */
function expandKey(key: Uint8Array): void {
	roundKeys.set(key);
	let constant = 1;
	for (let at = BLOCK; at < roundKeys.length; at += 4) {
		const startsRound = at % BLOCK === 0;
		for (let i = 0; i < 4; i++) {
			let byte = roundKeys[at - 4 + i];
			if (startsRound) {
				byte = SBOX[roundKeys[at - 4 + ((i + 1) & 3)]] ^ (i === 0 ? constant : 0);
			}
			roundKeys[at + i] = roundKeys[at - BLOCK + i] ^ byte;
		}
		constant = startsRound ? double(constant) : constant;
	}
}

const state = new Uint8Array(BLOCK);
const shifted = new Uint8Array(BLOCK);

/** @param key 16 bytes @param bytes `bytes[at]` … `bytes[at + 15]` is the block @returns 16 bytes, until the next call */
export function encryptBlock(key: Uint8Array, bytes: Uint8Array, at: number): Uint8Array {
	expandKey(key);
	for (let i = 0; i < BLOCK; i++) {
		state[i] = bytes[at + i] ^ roundKeys[i];
	}
	for (let round = 1; round <= ROUNDS; round++) {
		// bytes lie column by column: a row's next byte is four further
		for (let i = 0; i < BLOCK; i++) {
			shifted[i] = SBOX[state[(i + 4 * (i & 3)) & 15]];
		}
		const key = round * BLOCK;
		for (let i = 0; i < BLOCK; i++) {
			state[i] = (round === ROUNDS ? shifted[i] : mixed(i)) ^ roundKeys[key + i];
		}
	}

	return state;
}

/** § 5.1.3: a byte of MixColumns. */
function mixed(i: number): number {
	const column = i & 12;
	const own = shifted[i];
	const next = shifted[column | ((i + 1) & 3)];
	return double(own) ^ double(next) ^ next ^ shifted[column | ((i + 2) & 3)] ^ shifted[column | ((i + 3) & 3)];
}
