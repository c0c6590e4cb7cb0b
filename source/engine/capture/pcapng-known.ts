/**
 * Options of pcapng's blocks that are copied into another file (draft-ietf-opsawg-pcapng § 3.5, § 4), and how long the numbers in each are:
 * these are in the byte order of their section.
 */
import {Width} from './pcapng-turn.js';

/** By code. */
export type OptionWidths = ReadonlyMap<number, number>;

const {bytes, long, words} = Width;

const COMMENT = 1;
const CUSTOM_UTF8 = 2988;
const CUSTOM_BINARY = 2989;

/** There may be several of each. */
export const OF_ALL: OptionWidths = new Map([
	[COMMENT, bytes],
	[CUSTOM_UTF8, Width.enterprise],
	[CUSTOM_BINARY, Width.unknown],
]);

const andOfAll = (...own: [number, number][]): OptionWidths => new Map([...OF_ALL, ...own]);

/** Hardware and operating system. */
export const OF_SECTIONS = andOfAll([2, bytes], [3, bytes]);

/** All but how times are written, which is ours: name, description, addresses; speed; zone; system, checksum's length, hardware; speeds; zone's name. */
export const OF_INTERFACES = andOfAll(
	...[2, 3, 4, 5, 6, 7, 12, 13, 15, 18].map((code): [number, number] => [code, bytes]),
	...[8, 16, 17].map((code): [number, number] => [code, long]),
	[10, words],
);

/** Flags; hash; drop count and packet identifier; queue; verdict; process and thread. */
export const OF_PACKETS = andOfAll(
	[2, words],
	[3, bytes],
	[4, long],
	[5, long],
	[6, words],
	[7, Width.verdict],
	[8, words],
);

/** Times, which are two words each; then counts. */
export const OF_STATISTICS = andOfAll([2, words], [3, words], [4, long], [5, long], [6, long], [7, long], [8, long]);

/** Who was asked for names. */
export const OF_NAMES = andOfAll([2, bytes], [3, bytes], [4, bytes]);

export const OF_SECRETS = OF_ALL;
