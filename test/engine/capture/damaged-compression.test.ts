/** Compressed captures with damage: everything before it is there, wherever it lies and however the bytes come. */
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {Transform} from 'node:stream';
import zlib from 'node:zlib';
import {afterAll, describe, expect, it} from 'vitest';
import {CaptureReader} from '../../../source/engine/capture/capture-reader.js';
import {readCaptureFile} from '../../../source/engine/capture/file.js';
import {readCaptureStdin} from '../../../source/engine/capture/stdin.js';
import {Unzstd} from '../../../source/engine/capture/unzstd.js';
import {Collected, pcapHeader, pcapRecord} from '../../helpers/containers.js';
import {seeded} from '../collector/random.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-damage-'));
afterAll(() => fs.rmSync(folder, {recursive: true}));

const random = seeded(11);
/** As long as several chunks of every decoder, half of it compressible. */
const RECORD = 400;
const PACKETS = 1200;
const CAPTURE = Buffer.concat([
	pcapHeader('little'),
	...Array.from({length: PACKETS}, (_, i) =>
		pcapRecord('little', i, 0, Buffer.from(Array.from({length: RECORD - 16}, (_, j) => (j % 2 ? 65 : random() * 256)))),
	),
]);
/** Whole packets in so many bytes of the capture. */
const packetsIn = (bytes: number) => Math.max(0, Math.floor((bytes - 24) / RECORD));

interface Read {
	packets: number;
	error: string | null;
	warnings: readonly string[];
}

const result = (sink: Collected, reader: CaptureReader): Read => ({
	packets: sink.packets.length,
	error: reader.error === null ? null : `${reader.error.code}: ${reader.error.message}`,
	warnings: reader.warnings,
});

async function fromFile(bytes: Uint8Array): Promise<Read> {
	const target = path.join(folder, 'capture');
	fs.writeFileSync(target, bytes);
	const sink = new Collected();
	const reader = new CaptureReader(sink);
	await readCaptureFile(target, reader);
	return result(sink, reader);
}

async function fromPipe(bytes: Uint8Array): Promise<Read> {
	const target = path.join(folder, 'piped');
	fs.writeFileSync(target, bytes);
	const fifo = path.join(folder, `fifo-${fs.readdirSync(folder).length}`);
	execFileSync('mkfifo', [fifo]);
	const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', target, fifo]);
	const exit = once(writer, 'exit');
	const sink = new Collected();
	const reader = new CaptureReader(sink);
	await readCaptureFile(fifo, reader);
	writer.kill();
	await exit;
	return result(sink, reader);
}

/** A regular file as standard input, which cannot be read a second time. */
async function fromStandardInput(bytes: Uint8Array): Promise<Read> {
	const target = path.join(folder, 'redirected');
	fs.writeFileSync(target, bytes);
	const descriptor = fs.openSync(target, 'r');
	const sink = new Collected();
	const reader = new CaptureReader(sink);
	await readCaptureStdin(reader, {}, descriptor);
	fs.closeSync(descriptor);
	return result(sink, reader);
}

const WAYS = {'a file': fromFile, 'a pipe': fromPipe, 'a redirection': fromStandardInput};

const GZIP = zlib.gzipSync(CAPTURE);
const changed = (bytes: Buffer, at: number) => {
	const copy = Buffer.from(bytes);
	copy[at < 0 ? bytes.length + at : at] ^= 0xff;
	return copy;
};
const IGNORED = expect.stringMatching(
	/^what follows the gzip-compressed capture, from byte \d+ of the file on, is ignored$/,
);
const DAMAGED = expect.stringMatching(/^DAMAGED: the gzip compression is damaged \(/);
const CUT = 'DAMAGED: the gzip compression is cut short';

describe.each(Object.entries(WAYS))('gzip from %s', (_, read) => {
	it.each([
		['whole', GZIP, null, []],
		[
			'in two members',
			Buffer.concat([zlib.gzipSync(CAPTURE.subarray(0, 99_999)), zlib.gzipSync(CAPTURE.subarray(99_999))]),
			null,
			[],
		],
		['padded with zeros', Buffer.concat([GZIP, Buffer.alloc(70_000)]), null, []],
		['with garbage behind it', Buffer.concat([GZIP, Buffer.from('garbage')]), null, [IGNORED]],
		['with one byte behind it that could begin a member', Buffer.concat([GZIP, Buffer.from([0x1f])]), null, [IGNORED]],
		['with a wrong CRC', changed(GZIP, -8), DAMAGED, []],
		['with a wrong length', changed(GZIP, -1), DAMAGED, []],
		['without its trailer', GZIP.subarray(0, -8), CUT, []],
		['with half of its trailer', GZIP.subarray(0, -3), CUT, []],
		['with the head of a next member that is cut', Buffer.concat([GZIP, GZIP.subarray(0, 7)]), CUT, []],
		['with a next member of no known method', Buffer.concat([GZIP, Buffer.from('1f8b7700', 'hex')]), DAMAGED, []],
	] as const)('%s has all packets', async (_name, bytes, error, warnings) => {
		expect(await read(bytes)).toEqual({packets: PACKETS, error, warnings});
	});

	it('cut in the middle has what zlib makes of the same bytes', async () => {
		const cut = GZIP.subarray(0, 150_001);
		const known = zlib.gunzipSync(cut, {finishFlush: zlib.constants.Z_SYNC_FLUSH}).length;
		expect(packetsIn(known)).toBeGreaterThan(300);
		expect(await read(cut)).toEqual({packets: packetsIn(known), error: CUT, warnings: []});
	});

	it('damaged in the middle has every byte before the damage', async () => {
		// stored blocks of 64 KiB - 1 behind 10 bytes of header: the sixth has a length that contradicts its complement
		const stored = zlib.gzipSync(CAPTURE, {level: 0});
		let at = 10;
		let before = 0;
		for (let block = 0; block < 5; block++) {
			before += stored.readUInt16LE(at + 1);
			at += 5 + stored.readUInt16LE(at + 1);
		}
		expect(before).toBeGreaterThan(100_000);
		const damaged = changed(stored, at + 3);
		expect(await read(damaged)).toEqual({packets: packetsIn(before), error: DAMAGED, warnings: []});
	});

	it('of which nothing can be decompressed is a damaged capture, not none', async () => {
		expect(await read(GZIP.subarray(0, 12))).toEqual({packets: 0, error: CUT, warnings: []});
	});
});

/** A frame of raw blocks (RFC 8878 § 3.1.1): single segment, content length in 4 bytes, a checksum where wanted. */
function zstdFrame(content: Buffer, checksum: Buffer = Buffer.alloc(0)): Buffer {
	const length = Buffer.alloc(4);
	length.writeUInt32LE(content.length);
	const blocks: Buffer[] = [];
	for (let at = 0; at < content.length; at += 50_000) {
		const part = content.subarray(at, at + 50_000);
		const header = Buffer.alloc(4);
		header.writeUInt32LE((part.length << 3) | (at + 50_000 >= content.length ? 1 : 0));
		blocks.push(header.subarray(0, 3), part);
	}
	const descriptor = 0xa0 | (checksum.length > 0 ? 4 : 0);
	return Buffer.concat([Buffer.from('28b52ffd', 'hex'), Buffer.from([descriptor]), length, ...blocks, checksum]);
}

/** What a decoder of one frame does with raw blocks; it has something against a byte 0xee before them and a checksum of zeros. */
function rawDecoder(): Transform {
	let isHead = true;
	let isLast = false;
	return new Transform({
		transform(piece: Buffer, _encoding, callback) {
			if (isHead) {
				isHead = false;
			} else if (isLast) {
				return callback(piece.equals(Buffer.alloc(4)) ? new Error('wrong checksum') : null);
			} else if ((piece[0] & 6) !== 0) {
				return callback(new Error('bad block'));
			} else {
				isLast = (piece[0] & 1) === 1;
				this.push(piece.subarray(3));
			}
			callback();
		},
	});
}

const SKIPPED = Buffer.from('5a2a4d1803000000ffffff', 'hex');
const FRAME = zstdFrame(CAPTURE);
const ZSTD_IGNORED = expect.stringMatching(
	/^what follows the zstd-compressed capture, from byte \d+ of the file on, is/,
);
const blockAt = (block: number) => 9 + block * 50_003;

const ZSTD = [
	['whole', FRAME, PACKETS, null, []],
	[
		'in frames, one to be skipped',
		Buffer.concat([SKIPPED, zstdFrame(CAPTURE.subarray(0, 99_999)), SKIPPED, zstdFrame(CAPTURE.subarray(99_999))]),
		PACKETS,
		null,
		[],
	],
	['padded with zeros', Buffer.concat([FRAME, Buffer.alloc(70_000)]), PACKETS, null, []],
	['with garbage behind it', Buffer.concat([FRAME, Buffer.from('garbage')]), PACKETS, null, [ZSTD_IGNORED]],
	['with four bytes behind it', Buffer.concat([FRAME, Buffer.from('rest')]), PACKETS, null, [ZSTD_IGNORED]],
	['with a wrong checksum', zstdFrame(CAPTURE, Buffer.alloc(4)), PACKETS, 'is damaged', []],
	['without its checksum', zstdFrame(CAPTURE, Buffer.alloc(2)), PACKETS, 'is cut short', []],
	['cut within a block', FRAME.subarray(0, blockAt(3) + 7), packetsIn(150_000), 'is cut short', []],
	['cut behind the head of a next frame', Buffer.concat([FRAME, FRAME.subarray(0, 5)]), PACKETS, 'is cut short', []],
	[
		'with a reserved kind of block',
		(() => {
			const damaged = Buffer.from(FRAME);
			damaged[blockAt(3)] |= 6;
			return damaged;
		})(),
		packetsIn(150_000),
		'is damaged',
		[],
	],
	[
		'with a block that cannot be decoded',
		(() => {
			const damaged = Buffer.from(FRAME);
			damaged[blockAt(3)] |= 4;
			return damaged;
		})(),
		packetsIn(150_000),
		'is damaged',
		[],
	],
] as const;

describe('zstd', () => {
	it.each(ZSTD)('%s, taken apart into blocks', async (_, bytes, packets, error, warnings) => {
		for (const size of [1000, 65_537, bytes.length]) {
			const sink = new Collected();
			const reader = new CaptureReader(sink);
			const unzstd = new Unzstd({reader, skip: 0}, rawDecoder);
			const piece = Buffer.alloc(size);
			for (let at = 0; at < bytes.length; at += size) {
				// the same memory again and again, as readers have it
				const length = bytes.copy(piece, 0, at, at + size);
				await unzstd.write(piece.subarray(0, length));
			}
			await unzstd.end();
			reader.finish();
			const read = result(sink, reader);
			expect(read.packets).toBe(packets);
			expect(read.warnings).toEqual(warnings);
			expect(read.error).toEqual(
				error === null ? null : expect.stringContaining(`DAMAGED: the zstd compression ${error}`),
			);
		}
	});

	describe.each(Object.entries(WAYS))("with Node's decoder from %s", (_, read) => {
		it.runIf('createZstdDecompress' in zlib).each(ZSTD)('%s', async (_name, bytes, packets, error, warnings) => {
			const found = await read(bytes);
			expect(found).toMatchObject({packets, warnings});
			expect(found.error).toEqual(
				error === null ? null : expect.stringContaining(`DAMAGED: the zstd compression ${error}`),
			);
		});
	});
});
