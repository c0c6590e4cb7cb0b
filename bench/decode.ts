/**
 * Time per packet of the decoder alone, over packets that lie in memory: `npx esbuild bench/decode.ts --bundle
 * --platform=node --format=esm | node --input-type=module`. Prints one line per mix; the figure is the best of the rounds.
 */
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {decodePacket} from '../source/engine/decode/decode.js';
import {Packet} from '../source/engine/decode/packet.js';

/** Half a megabyte, as much as the capture reader holds at a time, so that the figure is not that of main memory. */
const PACKETS = 4000;
const ROUNDS = 1000;
const LENGTH = 128;

/** Deterministic 32-bit generator (mulberry32). */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return (mixed ^ (mixed >>> 14)) >>> 0;
	};
}

type Writer = (bytes: Uint8Array, at: number, next: () => number) => void;

const ipv4Header = (bytes: Uint8Array, at: number, next: () => number, protocol: number, length: number) => {
	bytes.set([0x45, 0, length >> 8, length & 255, 0, 0, 0x40, 0, 64, protocol, 0, 0], at);
	for (let i = 12; i < 20; i++) {
		bytes[at + i] = next();
	}
};
const tcpHeader = (bytes: Uint8Array, at: number, next: () => number) => {
	for (let i = 0; i < 20; i++) {
		bytes[at + i] = next();
	}
	bytes[at + 12] = 0x50;
};
const udpHeader = (bytes: Uint8Array, at: number, next: () => number, length: number) => {
	for (let i = 0; i < 4; i++) {
		bytes[at + i] = next();
	}
	bytes.set([length >> 8, length & 255, 0, 0], at + 4);
};

const writers: Record<string, Writer> = {
	'eth/ipv4/tcp': (bytes, at, next) => {
		bytes.set([0x08, 0x00], at + 12);
		ipv4Header(bytes, at + 14, next, 6, LENGTH - 14);
		tcpHeader(bytes, at + 34, next);
	},
	'eth/ipv4/udp': (bytes, at, next) => {
		bytes.set([0x08, 0x00], at + 12);
		ipv4Header(bytes, at + 14, next, 17, LENGTH - 14);
		udpHeader(bytes, at + 34, next, LENGTH - 34);
	},
	'eth/ipv6/tcp': (bytes, at, next) => {
		bytes.set([0x86, 0xdd, 0x60, 0, 0, 0, 0, LENGTH - 54, 6, 64], at + 12);
		for (let i = 22; i < 54; i++) {
			bytes[at + i] = next();
		}
		tcpHeader(bytes, at + 54, next);
	},
	'eth/vlan/ipv4/tcp': (bytes, at, next) => {
		bytes.set([0x81, 0x00, 0, 7, 0x08, 0x00], at + 12);
		ipv4Header(bytes, at + 18, next, 6, LENGTH - 18);
		tcpHeader(bytes, at + 38, next);
	},
};

const mixes: Record<string, Writer[]> = {
	...Object.fromEntries(Object.entries(writers).map(([name, writer]) => [name, [writer]])),
	'all of them': Object.values(writers),
};

for (const [name, mix] of Object.entries(mixes)) {
	const next = random(7);
	const bytes = new Uint8Array(PACKETS * LENGTH);
	for (let index = 0; index < PACKETS; index++) {
		(mix[next() % mix.length] as Writer)(bytes, index * LENGTH, next);
	}
	const packet = new Packet();
	packet.bytes = bytes;
	packet.wireLength = LENGTH;
	packet.linkType = 1;
	let best = Number.POSITIVE_INFINITY;
	let ports = 0;
	for (let round = 0; round < ROUNDS; round++) {
		const started = performance.now();
		for (let at = 0; at < bytes.length; at += LENGTH) {
			packet.start = at;
			packet.end = at + LENGTH;
			decodePacket(packet);
			ports += packet.sourcePort;
		}
		best = Math.min(best, performance.now() - started);
	}
	// The sum of ports keeps the loop from being optimised away.
	process.stdout.write(
		`${name.padEnd(18)} ${((best * 1e6) / PACKETS).toFixed(1)} ns/packet (checksum ${ports % 997})\n`,
	);
}
