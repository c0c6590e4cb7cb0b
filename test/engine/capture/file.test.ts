import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import {afterAll, describe, expect, test} from 'vitest';
import {CaptureReader} from '../../../source/engine/capture/capture-reader.js';
import {findCompression} from '../../../source/engine/capture/compression.js';
import {Random} from '../../../source/engine/capture/demo/random.js';
import {ReadProgress} from '../../../source/engine/capture/descriptor.js';
import {readCaptureFile} from '../../../source/engine/capture/file.js';
import {readCaptureStdin} from '../../../source/engine/capture/stdin.js';
import {Collected, pcapHeader, pcapRecord} from '../../helpers/containers.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-file-'));
afterAll(() => fs.rmSync(folder, {recursive: true}));

const random = new Random(7);
const CAPTURE = Buffer.concat([
	pcapHeader('little'),
	...Array.from({length: 2000}, (_, index) => pcapRecord('little', index, 1, random.bytes(200 + (index % 90)))),
]);
const save = (name: string, bytes: Uint8Array) => {
	const target = path.join(folder, name);
	fs.writeFileSync(target, bytes);
	return target;
};

const file = async (target: string, limit?: number) => {
	const sink = new Collected();
	const reader = new CaptureReader(sink, {limit});
	const progress = new ReadProgress();
	await readCaptureFile(target, reader, {progress});
	return {count: sink.packets.length, error: reader.error, progress, last: sink.packets.at(-1)};
};

const standardInput = async (descriptor: number, signal?: AbortSignal) => {
	const sink = new Collected();
	const reader = new CaptureReader(sink);
	const progress = new ReadProgress();
	await readCaptureStdin(reader, {progress, signal}, descriptor);
	return {count: sink.packets.length, error: reader.error, progress};
};

/** Runs a shell command beside the test; resolves when it has ended. */
const shell = (command: string) => once(spawn('sh', ['-c', command]), 'close');

/** A pipe of the system, as a shell makes one. */
const pipe = (name: string) => {
	const target = path.join(folder, name);
	execFileSync('mkfifo', [target]);
	return target;
};

describe('a file', () => {
	test('is read to its end, with its progress', async () => {
		const {count, error, progress, last} = await file(save('plain.pcap', CAPTURE));
		expect({count, error}).toEqual({count: 2000, error: null});
		expect(progress).toEqual({bytesRead: CAPTURE.length, totalBytes: CAPTURE.length});
		expect(last).toMatchObject({seconds: 1999});
	});

	test('is read no further than the limit', async () => {
		expect(await file(save('limit.pcap', CAPTURE), 10)).toMatchObject({count: 10, error: null});
	});

	/** A million packets, in reads small enough that they take many slices. */
	const large = () => {
		const records = Buffer.alloc(6e7, pcapRecord('little', 1, 1, Buffer.alloc(44)));
		return save('large.pcap', Buffer.concat([pcapHeader('little'), records]));
	};

	test('stops at a signal between slices, without an error', async () => {
		const stopping = new AbortController();
		let packets = 0;
		const reader = new CaptureReader({packet: () => packets++}, {chunk: 4096});
		const reading = readCaptureFile(large(), reader, {signal: stopping.signal});
		stopping.abort();
		await reading;
		expect(packets).toBeGreaterThan(0);
		expect(packets).toBeLessThan(1e6);
		expect(reader.error).toBeNull();
	});

	test('lets the event loop run while it reads', async () => {
		let turns = 0;
		let reading = true;
		const turn = () => {
			turns++;
			if (reading) {
				setImmediate(turn);
			}
		};
		setImmediate(turn);
		await readCaptureFile(large(), new CaptureReader({packet: () => 0}, {chunk: 4096}));
		reading = false;
		expect(turns).toBeGreaterThan(1);
	});

	test.each([
		['plain', CAPTURE],
		['compressed', zlib.gzipSync(CAPTURE)],
	])('%s, open already, is read by several at once, and left open', async (name, bytes) => {
		const descriptor = fs.openSync(save(`open-${name}.pcap`, bytes), 'r');
		const readers = [0, 1].map(() => {
			let packets = 0;
			const reader = new CaptureReader({packet: () => packets++}, {chunk: 4096});
			return {reader, progress: new ReadProgress(), packets: () => packets};
		});
		const ready = () => new Promise<void>(resolve => setImmediate(resolve));
		const read = ({reader, progress}: (typeof readers)[number]) =>
			readCaptureFile('no path is needed', reader, {progress, ready}, descriptor);
		await Promise.all(readers.map(read));
		for (const {reader, progress, packets} of readers) {
			expect(reader.error).toBeNull();
			expect(packets()).toBe(2000);
			expect(progress).toEqual({bytesRead: bytes.length, totalBytes: bytes.length});
		}
		expect(fs.fstatSync(descriptor).isFile()).toBe(true);
		fs.closeSync(descriptor);
	});

	test('compressed by gzip, in one member or several, opens by itself', async () => {
		const one = zlib.gzipSync(CAPTURE);
		expect(await file(save('one.gz', one))).toMatchObject({
			count: 2000,
			error: null,
			progress: {bytesRead: one.length},
		});
		const two = Buffer.concat([zlib.gzipSync(CAPTURE.subarray(0, 5001)), zlib.gzipSync(CAPTURE.subarray(5001))]);
		expect(await file(save('two.gz', two))).toMatchObject({count: 2000, error: null});
	});

	test('compressed and cut short keeps what came before the cut', async () => {
		const whole = zlib.gzipSync(CAPTURE);
		const {count, error} = await file(save('cut.gz', whole.subarray(0, whole.length >> 1)));
		expect(count).toBeGreaterThan(900);
		expect(count).toBeLessThan(1100);
		expect(error).toMatchObject({code: 'DAMAGED', message: 'the gzip compression is cut short'});
		// Anywhere in a small one, its trailer too.
		const small = zlib.gzipSync(CAPTURE.subarray(0, 24 + 216));
		for (let length = 6; length < small.length; length += 3) {
			expect((await file(save('small.gz', small.subarray(0, length)))).error).not.toBeNull();
		}
	});

	test('compressed and damaged says so', async () => {
		const whole = zlib.gzipSync(CAPTURE);
		whole[whole.length - 6] ^= 0xff;
		expect((await file(save('crc.gz', whole))).error).toMatchObject({
			code: 'DAMAGED',
			message: expect.stringMatching(/gzip compression is damaged/),
		});
	});

	test.each([
		['plain', CAPTURE],
		['compressed', zlib.gzipSync(CAPTURE)],
	])('whose packets meet a failure ends with it in one line: %s', async (name, bytes) => {
		const target = save(`fails-${name}`, bytes);
		let packets = 0;
		const sink = {
			packet() {
				if (++packets === 1000) {
					throw new RangeError('no room');
				}
			},
		};
		const failing = {code: 'FILE_UNREADABLE', message: `cannot read ${target}: no room`};
		await expect(readCaptureFile(target, new CaptureReader(sink))).rejects.toMatchObject(failing);
		expect(packets).toBe(1000);
		const ready = () => Promise.reject(new RangeError('no room'));
		await expect(readCaptureFile(target, new CaptureReader(new Collected()), {ready})).rejects.toMatchObject(failing);
	});

	test('compressed by zstd opens where this Node can, and else says how to', async () => {
		// A frame with one raw block (RFC 8878): magic, single segment of 24 bytes, last block, the pcap header.
		const frame = Buffer.concat([Buffer.from('28b52ffd2018c10000', 'hex'), pcapHeader('little')]);
		const {error} = await file(save('raw.zst', frame));
		if ('createZstdDecompress' in zlib) {
			expect(error).toBeNull();
		} else {
			expect(error).toMatchObject({code: 'NOT_A_CAPTURE'});
			expect(error!.message).toMatch(
				/^it is zstd-compressed, which Node v\S+ cannot open: zstd -dc .*raw\.zst \| netanal-tui analyze -$/,
			);
		}
	});

	test('compressed in another way says how to open it', async () => {
		const {error} = await file(save('capture.xz', Buffer.from('fd377a585a0000', 'hex')));
		expect(error!.message).toMatch(/xz -dc/);
		expect(findCompression(Buffer.from('BZh91AY'))?.name).toBe('bzip2');
		expect(findCompression(Buffer.from('04224d18', 'hex'))?.name).toBe('lz4');
		expect(findCompression(CAPTURE.subarray(0, 6))).toBeNull();
		expect(findCompression(Buffer.alloc(1, 0x1f))).toBeNull();
	});

	test('that cannot be read is refused in one line', async () => {
		await expect(file(path.join(folder, 'absent'))).rejects.toMatchObject({
			code: 'FILE_UNREADABLE',
			message: `cannot read ${path.join(folder, 'absent')}: no such file; check the path`,
		});
		await expect(file(folder)).rejects.toMatchObject({
			code: 'FILE_UNREADABLE',
			message: expect.stringMatching(/is a directory/),
		});
		await expect(file(path.join(folder, 'plain.pcap', 'x'))).rejects.toMatchObject({code: 'FILE_UNREADABLE'});
		const socket = path.join(folder, 'socket');
		const server = net.createServer().listen(socket);
		await once(server, 'listening');
		await expect(file(socket)).rejects.toMatchObject({message: expect.stringContaining('it is a socket')});
		server.close();
	});

	test.runIf(process.platform === 'linux')('on a device that fails is refused in one line', async () => {
		// Nothing is mapped where the reading begins.
		await expect(file('/proc/self/mem')).rejects.toMatchObject({
			code: 'FILE_UNREADABLE',
			message: expect.stringMatching(/^cannot read \/proc\/self\/mem: the device reports an input\/output error; .+$/),
		});
	});

	test('that is empty is not a capture', async () => {
		expect((await file(save('empty', Buffer.alloc(0)))).error).toMatchObject({code: 'NOT_A_CAPTURE'});
		expect((await file('/dev/null')).error).toMatchObject({code: 'NOT_A_CAPTURE'});
	});

	test('that is a named pipe is read once its writer comes', async () => {
		const target = pipe('named');
		const source = save('source.gz', zlib.gzipSync(CAPTURE));
		const reading = file(target);
		const writer = shell(`cat '${source}' > '${target}'`);
		expect(await reading).toMatchObject({count: 2000, error: null, progress: {totalBytes: null}});
		await writer;
	});

	test('that is a named pipe without a writer can be given up', async () => {
		const target = pipe('silent');
		const stopping = new AbortController();
		const reader = new CaptureReader(new Collected());
		const reading = readCaptureFile(target, reader, {signal: stopping.signal});
		stopping.abort();
		await reading;
		expect(reader.error).toBeNull();
	});
});

describe('standard input', () => {
	test('that is a regular file is read as a file', async () => {
		const descriptor = fs.openSync(save('stdin.pcap', CAPTURE), 'r');
		expect(await standardInput(descriptor)).toMatchObject({
			count: 2000,
			error: null,
			progress: {totalBytes: CAPTURE.length},
		});
		fs.closeSync(descriptor);
	});

	test.each([
		['plain', CAPTURE],
		['compressed', zlib.gzipSync(CAPTURE)],
	])('that is a pipe is read through the event loop: %s', async (name, bytes) => {
		const target = pipe(`stdin-${name}`);
		const source = save(`source-${name}`, bytes);
		// The first bytes come alone, so that the compression must be told from a piece.
		const writer = shell(`exec > '${target}'; head -c 1 '${source}'; tail -c +2 '${source}'`);
		const {count, error, progress} = await standardInput(fs.openSync(target, 'r'));
		expect({count, error, bytes: progress.bytesRead}).toEqual({count: 2000, error: null, bytes: bytes.length});
		await writer;
	});

	test('that stays silent can be given up', async () => {
		const target = pipe('stdin-silent');
		const descriptor = fs.openSync(target, fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
		const stopping = new AbortController();
		const reading = standardInput(descriptor, stopping.signal);
		stopping.abort();
		expect(await reading).toMatchObject({count: 0, error: null});
	});

	test('that is too short or empty is not a capture', async () => {
		for (const content of ['', 'ab']) {
			const target = pipe(`stdin-${content.length}`);
			const writer = shell(`printf '%s' '${content}' > '${target}'`);
			expect((await standardInput(fs.openSync(target, 'r'))).error).toMatchObject({code: 'NOT_A_CAPTURE'});
			await writer;
		}
	});

	test('that cannot be a capture is refused in one line', async () => {
		const descriptor = fs.openSync(folder, 'r');
		await expect(standardInput(descriptor)).rejects.toMatchObject({
			code: 'FILE_UNREADABLE',
			message: expect.stringMatching(/is a directory/),
		});
		fs.closeSync(descriptor);
		await expect(standardInput(descriptor)).rejects.toMatchObject({
			code: 'FILE_UNREADABLE',
			message: expect.stringMatching(/it is closed/),
		});
	});
});
