/** Writes what was captured as pcap or pcapng, into one file or, by size, time and number, into several. */
import path from 'node:path';
import {checkWritable} from '../../files/access.js';
import type {Finished} from '../../files/placing.js';
import {reason} from '../../files/reason.js';
import {freeNames, isTaken} from '../../files/target.js';
import {exactSeconds} from '../decode/far-time.js';
import type {Packet} from '../decode/packet.js';
import {NetanalError} from '../errors.js';
import type {Rotation} from '../options.js';
import type {SnapshotDrops} from '../snapshot.js';
import {ByteBuffer} from './byte-buffer.js';
import type {CaptureEncoder, CaptureOrigin, CaptureStatistics} from './capture-format.js';
import {type Destination, salvage} from './destination.js';
import {PcapEncoder} from './pcap-encoder.js';
import {PcapngEncoder} from './pcapng-encoder.js';
import type {FinishedFile, Sink} from './sink.js';

export interface CaptureSinkOptions {
	/** Null for a stream, which is no file. */
	path: string | null;
	format: 'pcap' | 'pcapng';
	rotation: Rotation | null;
	/** Which packets it takes; null = all. */
	takes: ((packet: Packet) => boolean) | null;
	/** Asked when a file's first packet comes. */
	origin(): CaptureOrigin;
	/** Link type of a file without packets. */
	linkType(): number;
	/** What has become of the packets so far; null where the source is no interface. */
	received(): Received | null;
	/** It is begun with the capture: what was lost before its first file was open is its loss. */
	fromBeginning: boolean;
	open(path: string | null): Destination;
	/** No other capture may write files under this base name. @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE */
	lock(path: string): void;
	/** What is written cannot be had again. */
	once: boolean;
	/** Told when a file of a rotation gets another name, since its own is taken. */
	renamed(asked: string, path: string): void;
	/** Told of each file as it is closed by rotation. */
	closed(file: FinishedFile): void;
}

/** Since the capture began. */
export interface Received {
	drops: SnapshotDrops;
	filter: string | null;
	/** Of the clock, milliseconds since 1970. */
	now: number;
}

const FLUSH = 256 * 1024;
/** Of the blocks that are copied, those that later packets need: names and decryption secrets. */
const LASTING = [4, 10];
const SECTION_HEADER = 0x0a0d_0d0a;
/** Bytes of them. */
const MOST_KEPT = 4 * 1024 * 1024;
const NO_DROPS: SnapshotDrops = {kernel: 0, interface: 0, queue: 0};

interface OpenFile {
	path: string | null;
	destination: Destination;
	encoder: CaptureEncoder | null;
	packets: number;
	/** Packets that its reader was too slow for. */
	leftOut: number;
	/** Written and waiting. */
	bytes: number;
	/** What of both is in the file: a failed write takes what was waiting along. */
	written: {packets: number; bytes: number};
	/** Of its first packet with a timestamp. */
	since: {seconds: number; nanoseconds: number} | null;
	/** As it was when the file was begun. */
	received: Received | null;
}

export class CaptureSink implements Sink {
	/** In files that are closed and in the open one. */
	packets = 0;
	skipped = 0;
	timeless = 0;
	readonly #o: CaptureSinkOptions;
	readonly #buffer = new ByteBuffer(FLUSH + 64 * 1024);
	#file: OpenFile | null = null;
	#serial = 0;
	#hasBegun = false;
	/** Of a rotation: what came before the first file, and what each further one begins with. */
	#kept: {type: number; body: Uint8Array}[] = [];

	/** @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE */
	constructor(options: CaptureSinkOptions) {
		this.#o = options;
		if (options.path === null || options.rotation === null) {
			this.#file = this.#open(options.path);
		} else {
			checkFolder(options.path);
			options.lock(options.path);
		}
	}

	packet(packet: Packet): void {
		if (this.#o.takes !== null && !this.#o.takes(packet)) {
			return;
		}
		if (this.#file !== null && this.#due(this.#file, packet)) {
			this.#close();
		}
		this.#file ??= this.#next(packet.seconds, packet.nanoseconds);
		const file = this.#file;
		if (file.destination.full) {
			this.skipped++;
			file.leftOut++;
			return;
		}

		const before = this.#buffer.length;
		file.encoder ??= this.#begin(packet.linkType);
		const {bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin} = packet;
		const to = this.#buffer;
		const problem = file.encoder.packet(to, bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin);
		if (problem !== null) {
			if (!this.#o.once) {
				// refused: what was begun of it helps nobody
				file.destination.discard();
				this.#file = null;
			}
			throw new NetanalError('FILE_UNWRITABLE', `cannot write ${file.path ?? 'standard output'}: ${problem}`);
		}

		file.bytes += this.#buffer.length - before;
		file.packets++;
		if (nanoseconds >= 0) {
			file.since ??= {seconds, nanoseconds};
		} else if (file.encoder.wroteTime) {
			this.timeless++;
		}
		this.packets++;
		if (this.#buffer.length >= FLUSH) {
			this.flush();
		}
	}

	extra(type: number, bytes: Uint8Array, start: number, end: number): void {
		if (this.#o.format !== 'pcapng') {
			return;
		}
		const file = this.#file;
		if (type === SECTION_HEADER) {
			this.#forget();
		} else if (this.#o.rotation !== null && (file === null || LASTING.includes(type))) {
			this.#keep(type, bytes.slice(start, end));
		}
		if (file === null || file.destination.full) {
			return;
		}
		const before = this.#buffer.length;
		file.encoder ??= this.#begin(this.#o.linkType());
		file.encoder.extra(this.#buffer, type, bytes, start, end);
		file.bytes += this.#buffer.length - before;
		if (this.#buffer.length >= FLUSH) {
			this.flush();
		}
	}

	/** What was kept is in the byte order of the section before. */
	#forget(): void {
		const {extras} = this.#o.origin();
		if (this.#kept.length > 0 && extras != null && extras.next?.little !== extras.little) {
			extras.leftOut.add('of later files, names and secrets of sections in another byte order');
			this.#kept = [];
		}
	}

	/** For the files that are begun later. */
	#keep(type: number, body: Uint8Array): void {
		const kept = this.#kept.reduce((sum, each) => sum + each.body.length, body.length);
		if (kept > MOST_KEPT) {
			this.#o.origin().extras?.leftOut.add('of later files, names and secrets beyond the first 4 MiB');
		} else {
			this.#kept.push({type, body});
		}
	}

	flush(): void {
		const file = this.#file;
		if (file === null || this.#buffer.length === 0) {
			return;
		}
		file.destination.write(this.#buffer.take());
		file.written = {packets: file.packets, bytes: file.bytes};
	}

	interval(): void {}

	finish(): FinishedFile[] {
		// Nobody came: still a capture, of nothing.
		if (this.#file === null && this.#serial === 0) {
			this.#file = this.#next(0, 0);
		}
		return this.#file === null ? [] : this.#end(this.#file);
	}

	/** Whole records were written until the failure: the file is valid, if it has a head at all. It replaces no other. */
	abandon(): FinishedFile[] {
		const file = this.#file;
		if (file === null) {
			return [];
		}
		try {
			// What waits is whole as well, unless it was the disk that failed: then nothing does.
			this.flush();
		} catch {
			// it cannot be saved
		}

		this.#file = null;
		if (file.written.packets === 0) {
			file.destination.discard();
			return [];
		}

		try {
			const left = salvage(file.destination);
			return closedFiles({...file, ...file.written}, left && {...left, partial: true}, this.#o.rotation);
		} catch {
			// It could not be closed whole, and is gone; the failure that led here is told.
			return [];
		}
	}

	#next(seconds: number, nanoseconds: number): OpenFile {
		const asked = rotatedPath(this.#o.path!, ++this.#serial, seconds, nanoseconds);
		const names = freeNames(asked);
		for (let name = asked; ; ) {
			try {
				const file = this.#open(name);
				if (name !== asked) {
					this.#o.renamed(asked, name);
				}
				return file;
			} catch (error) {
				const next = names.next();
				if (!isTaken(error) || next.done) {
					throw error;
				}
				name = next.value;
			}
		}
	}

	#open(target: string | null): OpenFile {
		const destination = this.#o.open(target);
		return {
			path: target,
			destination,
			encoder: null,
			packets: 0,
			leftOut: 0,
			bytes: 0,
			written: {packets: 0, bytes: 0},
			since: null,
			received: this.#receivedBefore(),
		};
	}

	/** Where it takes some packets only, whose the lost ones were is not known. */
	#received(): Received | null {
		return this.#o.takes === null ? this.#o.received() : null;
	}

	/** When a file is begun. */
	#receivedBefore(): Received | null {
		const received = this.#received();
		const isFirst = !this.#hasBegun;
		this.#hasBegun = true;
		return received !== null && isFirst && this.#o.fromBeginning ? {...received, drops: NO_DROPS} : received;
	}

	#begin(linkType: number): CaptureEncoder {
		const encoder = new (this.#o.format === 'pcap' ? PcapEncoder : PcapngEncoder)(this.#o.origin());
		encoder.begin(this.#buffer, linkType);
		for (const {type, body} of this.#kept) {
			encoder.extra(this.#buffer, type, body, 0, body.length);
		}
		this.#kept = this.#kept.filter(({type}) => LASTING.includes(type));
		return encoder;
	}

	#due(file: OpenFile, packet: Packet): boolean {
		const {rotation} = this.#o;
		if (rotation === null || file.packets === 0) {
			return false;
		}
		const {bytes, seconds} = rotation;
		if (bytes !== undefined && file.bytes + (packet.end - packet.start) + 36 > bytes) {
			return true;
		}
		if (seconds === undefined || file.since === null || packet.nanoseconds < 0) {
			return false;
		}
		// A clock that is set back must not make the file as long as it takes to catch up.
		const {since} = file;
		return Math.abs(packet.seconds - since.seconds + (packet.nanoseconds - since.nanoseconds) / 1e9) >= seconds;
	}

	#close(): void {
		const files = this.#end(this.#file!);
		this.#file = null;
		for (const file of files) {
			this.#o.closed(file);
		}
	}

	#end(file: OpenFile): FinishedFile[] {
		const before = this.#buffer.length;
		const linkType = this.#o.linkType();
		file.encoder ??= this.#begin(linkType);
		file.encoder.complete(this.#buffer, linkType);
		const now = this.#received();
		if (file.received !== null && now !== null) {
			file.encoder.end(this.#buffer, statisticsOf(file, file.received, now));
		}
		file.bytes += this.#buffer.length - before;

		this.flush();
		return closedFiles(file, file.destination.finish(), this.#o.rotation);
	}
}

function statisticsOf({packets, leftOut}: OpenFile, before: Received, now: Received): CaptureStatistics {
	const during = (part: keyof SnapshotDrops) => {
		const count = now.drops[part];
		return count === null ? null : count - (before.drops[part] ?? 0);
	};
	return {
		from: before.now,
		to: now.now,
		written: packets,
		leftOut,
		kernel: during('kernel'),
		interface: during('interface'),
		queue: during('queue') ?? 0,
		isUnfiltered: before.filter === null && now.filter === null,
	};
}

/** None for a stream. */
function closedFiles(
	{path: name, packets, bytes}: OpenFile,
	finished: Finished | null,
	rotation: Rotation | null,
): FinishedFile[] {
	return name === null ? [] : [{path: name, packets, bytes, finished, keep: rotation?.files ?? null}];
}

/** `capture.pcap` → `capture_00001_20260213140501.pcap`: number, and UTC time of its first packet. */
export function rotatedPath(target: string, serial: number, seconds: number, nanoseconds = 0): string {
	const {dir, name, ext} = path.parse(target);
	const date = new Date(seconds * 1000);
	const stamp = Number.isNaN(date.getTime())
		? String(exactSeconds(seconds, Math.max(0, nanoseconds)))
		: date.toISOString().slice(0, 19).replace(/\D/g, '');
	return path.join(dir, `${name}_${String(serial).padStart(5, '0')}_${stamp}${ext}`);
}

/** A mistake in the path should show before the first packet comes. @throws NetanalError */
function checkFolder(target: string): void {
	const folder = path.dirname(target);
	try {
		checkWritable(folder);
	} catch (error) {
		const denied = (error as NodeJS.ErrnoException).code === 'EACCES';
		const why = denied ? `permission denied in ${folder}` : reason(error as NodeJS.ErrnoException);
		throw new NetanalError('FILE_UNWRITABLE', `cannot write ${target}: ${why}`);
	}
}
