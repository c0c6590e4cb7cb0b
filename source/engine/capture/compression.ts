/** Compressed captures: found by their first bytes, and what opens each kind. */
import type {Transform} from 'node:stream';
import * as zlib from 'node:zlib';
import type {Decompressor, Output} from './decompressor.js';
import {Gunzip} from './gunzip.js';
import {NativeDecoder} from './native-decoder.js';
import {isFrame, Unzstd} from './unzstd.js';

interface Compression {
	name: string;
	/** Whether a capture that begins so is compressed with it. */
	isAt(head: Uint8Array): boolean;
	/** Gives the capture on standard output, for what this Node cannot open. */
	command: string;
	/** Null where it cannot be opened here. */
	open: ((output: Output) => Decompressor) | null;
	/**
	 * Node's own decoder in another thread, which is quicker and keeps to itself what came just before damage: for what can be read a
	 * second time then.
	 */
	openQuick?: (output: Output) => NativeDecoder;
}

/** Output per call into the thread pool. */
const CHUNK = 128 * 1024;

/** Node has it from 22.15 and 23.8. */
type ZstdZlib = {createZstdDecompress?: (options: {chunkSize: number}) => Transform};

const {createZstdDecompress} = zlib as ZstdZlib;

const begins =
	(...magic: readonly number[]) =>
	(head: Uint8Array) =>
		magic.every((byte, index) => head[index] === byte);

const COMPRESSIONS: readonly Compression[] = [
	{
		name: 'gzip',
		isAt: begins(0x1f, 0x8b),
		command: 'gzip -dc',
		open: output => new Gunzip(output),
		openQuick: output => new NativeDecoder(zlib.createGunzip({chunkSize: CHUNK}), output),
	},
	{
		name: 'zstd',
		isAt: isFrame,
		command: 'zstd -dc',
		open: createZstdDecompress ? output => new Unzstd(output, () => createZstdDecompress({chunkSize: CHUNK})) : null,
	},
	{name: 'xz', isAt: begins(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00), command: 'xz -dc', open: null},
	{name: 'bzip2', isAt: begins(0x42, 0x5a, 0x68), command: 'bzip2 -dc', open: null},
	{name: 'lz4', isAt: begins(0x04, 0x22, 0x4d, 0x18), command: 'lz4 -dc', open: null},
];

/** Bytes that tell every compression above. */
export const MAGIC_LENGTH = 6;

/** The compression that begins with `head`, or null: the bytes are the capture itself. */
export function findCompression(head: Uint8Array): Compression | null {
	return COMPRESSIONS.find(({isAt}) => isAt(head)) ?? null;
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
