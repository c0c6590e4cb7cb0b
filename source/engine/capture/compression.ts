/** Compressed captures: found by their first bytes, opened by node:zlib. */
import type {Transform} from 'node:stream';
import * as zlib from 'node:zlib';
import type {Decompressor, Output} from './decompressor.js';
import {Gunzip} from './gunzip.js';
import {NativeDecoder} from './native-decoder.js';
import {Unzstd} from './unzstd.js';

interface Compression {
	name: string;
	magic: readonly number[];
	/** Gives the capture on standard output, for what this Node cannot open. */
	command: string;
	/** Null where it cannot be opened here. */
	open: ((output: Output) => Decompressor | null) | null;
}

/** Node has it from 22.15 and 23.8. */
type ZstdZlib = {createZstdDecompress?: (options: {chunkSize: number}) => Transform};

const openZstd = (output: Output) => {
	const {createZstdDecompress} = zlib as ZstdZlib;
	return createZstdDecompress ? new Unzstd(output, () => createZstdDecompress({chunkSize: CHUNK})) : null;
};

const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

const isSkippable = (head: Uint8Array) =>
	(head[0] & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;

const COMPRESSIONS: readonly Compression[] = [
	{name: 'gzip', magic: [0x1f, 0x8b], command: 'gzip -dc', open: output => new Gunzip(output)},
	{
		name: 'zstd',
		magic: ZSTD,
		command: 'zstd -dc',
		open: openZstd,
	},
	{name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], command: 'xz -dc', open: null},
	{name: 'bzip2', magic: [0x42, 0x5a, 0x68], command: 'bzip2 -dc', open: null},
	{name: 'lz4', magic: [0x04, 0x22, 0x4d, 0x18], command: 'lz4 -dc', open: null},
];

/** Bytes that tell every compression above. */
export const MAGIC_LENGTH = 6;
/** Output per call into the thread pool. */
const CHUNK = 128 * 1024;

/** The compression that begins with `head`, or null: the bytes are the capture itself. */
export function findCompression(head: Uint8Array): Compression | null {
	// a frame of zstd that is skipped may come first (RFC 8878 § 3.1.2)
	const magicOf = isSkippable(head) ? [...ZSTD, ...head.subarray(ZSTD.length)] : head;
	return COMPRESSIONS.find(({magic}) => magic.every((byte, index) => magicOf[index] === byte)) ?? null;
}

/**
 * Everything before damage to the compressed data is delivered; then the reader ends with `DAMAGED`. What follows the last member or
 * frame and is none is no damage: a warning.
 *
 * @param name the capture's, as in `capture.pcap.xz`: for the command in the message
 * @returns null when this Node cannot open it, which the reader has been told
 */
export function openDecompressor(compression: Compression, name: string, output: Output): Decompressor | null {
	const decompressor = compression.open?.(output) ?? null;
	if (decompressor === null) {
		const way = `${compression.command} ${name === '-' ? 'FILE' : name} | netanal-tui analyze -`;
		output.reader.fail(
			'NOT_A_CAPTURE',
			`it is ${compression.name}-compressed, which Node ${process.version} cannot open: ${way}`,
		);
	}
	return decompressor;
}

/**
 * Node's own decoder in another thread, which is quicker and keeps to itself what came just before damage: for what can be read a
 * second time then. Null where there is none for this compression.
 */
export function openQuick({name}: Compression, output: Output): (Decompressor & {readonly isDamaged: boolean}) | null {
	if (name !== 'gzip') {
		return null;
	}
	const decoder = new NativeDecoder(zlib.createGunzip({chunkSize: CHUNK}), output);
	return {
		write: bytes => decoder.write(bytes),
		end: () => decoder.end(),
		close: () => decoder.close(),
		get isDamaged() {
			return decoder.failure !== null;
		},
	};
}
