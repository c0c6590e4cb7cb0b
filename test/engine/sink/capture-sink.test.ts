/** What is left of a capture file whose disk fails: whole packets, as many as are said, or nothing. */
import {describe, expect, it} from 'vitest';
import {CaptureExtras} from '../../../source/engine/capture/extras.js';
import type {Packet} from '../../../source/engine/decode/packet.js';
import {NetanalError} from '../../../source/engine/errors.js';
import type {Rotation} from '../../../source/engine/options.js';
import {CaptureSink} from '../../../source/engine/sink/capture-sink.js';
import type {Destination} from '../../../source/engine/sink/destination.js';
import type {FinishedFile} from '../../../source/engine/sink/sink.js';
import {read} from '../../helpers/containers.js';

/** Bytes of each packet: several hundred fit before a block is written. */
const LENGTH = 1000;

/** A disk with room for so many bytes. */
class SmallDisk implements Destination {
	readonly full = false;
	readonly once = false;
	discarded = false;
	#written = Buffer.alloc(0);

	constructor(
		readonly path: string,
		readonly room: number,
	) {}

	get content(): Buffer {
		return this.#written;
	}

	write(bytes: Uint8Array): void {
		if (this.#written.length + bytes.length > this.room) {
			throw new NetanalError('FILE_UNWRITABLE', 'full');
		}
		this.#written = Buffer.concat([this.#written, bytes]);
	}

	finish() {
		return {temporary: `${this.path}.tmp`, target: this.path, force: true};
	}

	discard(): void {
		this.discarded = true;
	}
}

/** Writes packets until it fails. */
function fill(room: number, rotation: Rotation | null = null) {
	const disks: SmallDisk[] = [];
	const closed: FinishedFile[] = [];
	const sink = new CaptureSink({
		path: '/tmp/a.pcap',
		format: 'pcap',
		rotation,
		takes: null,
		origin: () => ({generator: 'test', interface: null, filter: null, snaplen: 0}),
		linkType: () => 1,
		open(path) {
			const disk = new SmallDisk(path ?? '', room);
			disks.push(disk);
			return disk;
		},
		closed: file => closed.push(file),
		received: () => null,
		fromBeginning: true,
		once: false,
		lock() {},
		renamed() {},
	});
	const packet = {
		bytes: Buffer.alloc(LENGTH, 7),
		start: 0,
		end: LENGTH,
		wireLength: LENGTH,
		nanoseconds: 0,
		linkType: 1,
	};
	const write = () => {
		for (let seconds = 1; seconds < 5000; seconds++) {
			sink.packet({...packet, seconds} as unknown as Packet);
		}
	};
	expect(write).toThrow('full');
	return {disk: disks.at(-1)!, closed, files: sink.abandon()};
}

describe('a disk that is full', () => {
	it('from the first block on leaves no file, and none is told of', () => {
		const {disk, files} = fill(100_000);
		expect(files).toEqual([]);
		expect(disk.discarded).toBe(true);
	});

	it.each([
		['a file', null],
		['the last of a rotation', {seconds: 1000, files: 3}],
	])('later leaves %s with as many packets as are said, in the place of no other', (_what, rotation) => {
		const {disk, closed, files} = fill(800_000, rotation);
		const {packets, reader} = read(disk.content);
		expect(reader.error).toBeNull();
		expect(packets.length).toBeGreaterThan(100);
		expect(files).toEqual([
			{
				path: disk.path,
				packets: packets.length,
				bytes: disk.content.length,
				finished: {temporary: `${disk.path}.tmp`, target: disk.path, force: true, partial: true},
				keep: rotation?.files ?? null,
			},
		]);
		expect(closed).toEqual([]);
	});
});

describe('what was lost before a file was open', () => {
	const drops = {kernel: 7, interface: 2, queue: 1};
	const lost = (fromBeginning: boolean, takes: (() => boolean) | null = null) => {
		const disk = new SmallDisk('/tmp/a.pcapng', 100_000);
		const sink = new CaptureSink({
			path: '/tmp/a.pcapng',
			format: 'pcapng',
			rotation: null,
			takes,
			origin: () => ({generator: 'test', interface: null, filter: null, snaplen: 0}),
			linkType: () => 1,
			open: () => disk,
			closed() {},
			received: () => ({drops, filter: null, now: 1_700_000_000_000}),
			fromBeginning,
			once: true,
			lock() {},
			renamed() {},
		});
		sink.finish();
		return read(disk.content).reader.losses;
	};

	it('is told in the one that is begun with the capture, and not in one that is begun later', () => {
		expect(lost(true)).toMatchObject({kernel: 7, interface: 2});
		expect(lost(false)).toMatchObject({kernel: 0, interface: 0});
	});

	it('is not told where some packets only are written: whose they were is not known', () => {
		expect(lost(true, () => true)).toEqual(lost(false, () => true));
		expect(lost(true, () => true)).not.toMatchObject({kernel: 7});
	});
});

describe('blocks that come along', () => {
	/** A rotation by size: two packets fit into each file. */
	function rotated(write: (sink: CaptureSink, packet: (seconds: number) => void, extras: CaptureExtras) => void) {
		const disks: SmallDisk[] = [];
		const extras = new CaptureExtras((type, bytes, start, end) => sink.extra(type, bytes, start, end));
		const sink: CaptureSink = new CaptureSink({
			path: '/tmp/a.pcapng',
			format: 'pcapng',
			rotation: {bytes: 1500},
			takes: null,
			origin: () => ({generator: 'test', interface: null, filter: null, snaplen: 0, extras}),
			linkType: () => 1,
			open(path) {
				disks.push(new SmallDisk(path ?? '', 1 << 30));
				return disks.at(-1)!;
			},
			closed() {},
			received: () => null,
			fromBeginning: true,
			once: false,
			lock() {},
			renamed() {},
		});
		write(
			sink,
			seconds => {
				const bytes = Buffer.alloc(LENGTH, 7);
				sink.packet({
					bytes,
					start: 0,
					end: LENGTH,
					wireLength: LENGTH,
					nanoseconds: 0,
					linkType: 1,
					seconds,
				} as unknown as Packet);
			},
			extras,
		);
		sink.finish();
		return {files: disks.map(disk => blocksOf(disk.content)), extras};
	}

	/** Types of the blocks, those of names, secrets and the rest with their first byte. */
	function blocksOf(file: Buffer): string[] {
		expect(read(file).reader.error).toBeNull();
		const types: string[] = [];
		for (let at = 0; at < file.length; at += file.readUInt32LE(at + 4)) {
			const type = file.readUInt32LE(at);
			types.push([4, 10, 0x0bad].includes(type) ? `${type.toString(16)}:${file[at + 8]}` : type.toString(16));
		}
		return types;
	}

	it('names and secrets are in every file from then on, others in one', () => {
		const {files, extras} = rotated((sink, packet) => {
			const extra = (type: number, mark: number) => sink.extra(type, Buffer.alloc(4, mark), 0, 4);
			extra(10, 1);
			extra(0x0bad, 2);
			packet(1);
			extra(4, 3);
			extra(0x0bad, 4);
			packet(2);
			packet(3);
			extra(10, 5);
		});
		expect(files).toEqual([
			['a0d0d0a', 'a:1', 'bad:2', '1', '6', '4:3', 'bad:4'],
			['a0d0d0a', 'a:1', '4:3', '1', '6'],
			['a0d0d0a', 'a:1', '4:3', '1', '6', 'a:5'],
		]);
		expect([...extras.leftOut]).toEqual([]);
	});

	it.each([
		['in its byte order', true, ['a:1'], []],
		['in another', false, [], ['of later files, names and secrets of sections in another byte order']],
	])('a later section %s is one in the file at hand, and what the next ones begin with', (_, little, kept, leftOut) => {
		const comment = Buffer.from('0100040077687921', 'hex');
		const {files, extras} = rotated((sink, packet, said) => {
			sink.extra(10, Buffer.alloc(4, 1), 0, 4);
			packet(1);
			said.turnTo(true, new Map(), 'x', false);
			said.turnTo(little, new Map([['1', comment]]), 'x', false);
			packet(2);
			packet(3);
		});
		expect([...extras.leftOut]).toEqual(leftOut);
		if (little) {
			expect(files).toEqual([
				['a0d0d0a', 'a:1', '1', '6', 'a0d0d0a', 'a0d0d0a', '1'],
				['a0d0d0a', ...kept, '1', '6'],
				['a0d0d0a', ...kept, '1', '6'],
			]);
		}
		expect(extras.section).toEqual([comment]);
	});

	it('come into a file without packets', () => {
		const {files} = rotated(sink => sink.extra(0x0bad, Buffer.alloc(4, 9), 0, 4));
		expect(files).toEqual([['a0d0d0a', 'bad:9', '1']]);
	});

	it('are kept up to a limit, which is said', () => {
		const {files, extras} = rotated((sink, packet) => {
			const large = Buffer.alloc(3 << 20);
			sink.extra(10, large, 0, large.length);
			packet(1);
			sink.extra(4, large, 0, large.length);
			packet(2);
		});
		expect(files).toEqual([
			['a0d0d0a', 'a:0', '1', '6', '4:0'],
			['a0d0d0a', 'a:0', '1', '6'],
		]);
		expect([...extras.leftOut]).toEqual(['of later files, names and secrets beyond the first 4 MiB']);
	});
});
