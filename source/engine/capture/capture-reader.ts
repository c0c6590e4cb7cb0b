/**
 * Reads pcap and pcapng from any chunking, without I/O: the caller fills `space()` and says how much with `filled()`.
 *
 *   buffer: │ begun record │ ← space() → │     Whole records are delivered in place; what is left of the last one moves to
 *           0             used         length the front. The buffer only grows while a record fills it.
 */
import {sanitize} from '../../format/sanitize.js';
import type {SnapshotError} from '../snapshot.js';
import {CaptureState, type ContainerParser, countBytes, type RecordSink} from './container.js';
import {CaptureInterfaces} from './interfaces.js';
import type {InterfaceLosses} from './losses.js';
import {isPcapMagic, PCAP_HEADER_LENGTH, PcapParser, pcapHeaderLength} from './pcap.js';
import {isByteOrderMagic, PcapngParser, SECTION_HEADER} from './pcapng.js';
import type {PcapngCopier} from './pcapng-copier.js';
import type {CaptureName} from './pcapng-names.js';

export type {RecordSink} from './container.js';

/** Fits the second-level cache: the copy out of the kernel is still warm when its records are read. */
const DEFAULT_CHUNK = 128 * 1024;
/** Bytes, at the beginning of what is no capture, that are looked at for text. */
const TEXT = 1024;
/** Characters of it that are told. */
const TOLD = 150;
const LINE_ENDS = [0x0a, 0x0d];
const BLANKS = [0x20, 0x09, ...LINE_ENDS];
/** Colours, as of a prompt, are text as well; and one that is not all there. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they begin with
const COLOUR = /\u001b\[[\d;?]*[A-Za-z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same
const BEGUN_COLOUR = /\u001b(\[[\d;?]*)?$/;
/** Room below which the buffer grows rather than asking for tiny reads. */
const LEAST_ROOM = 16 * 1024;

export interface CaptureReaderOptions {
	/** Packets to deliver at most; the reader is `done` after them. */
	limit?: number;
	/** Bytes of the buffer to begin with. */
	chunk?: number;
	/** Bytes of the buffer at most: a capture with a longer record ends there. As long as its format allows when absent. */
	largest?: number;
	/** Where interfaces are entered that it describes, of several captures the same; of their own when absent. */
	interfaces?: CaptureInterfaces;
	/** Told what it calls addresses. */
	named?: CaptureName;
	/** Of a pcapng: told what goes along with its packets into another one. */
	copier?: PcapngCopier;
	/** Of text in its place nothing is told: it may be anybody's file. What a pipe says may be why there is no capture. */
	isPrivate?: boolean;
}

export class CaptureReader {
	format: 'pcap' | 'pcapng' | null = null;
	readonly #state: CaptureState;
	#buffer: Uint8Array;
	#view: DataView;
	#used = 0;
	/** Offset of `#buffer[0]` in the capture. */
	#base = 0;
	#parser: ContainerParser | null = null;
	readonly #largest: number;
	readonly #isPrivate: boolean;

	constructor(sink: RecordSink, options: CaptureReaderOptions = {}) {
		this.#state = new CaptureState(
			sink,
			options.limit ?? Number.POSITIVE_INFINITY,
			options.interfaces ?? new CaptureInterfaces(),
			options.named,
			options.copier,
		);
		this.#isPrivate = options.isPrivate ?? false;
		this.#largest = options.largest ?? Number.POSITIVE_INFINITY;
		this.#buffer = new Uint8Array(Math.max(options.chunk ?? DEFAULT_CHUNK, 64));
		this.#view = new DataView(this.#buffer.buffer);
		if (this.#state.limit <= 0) {
			this.#state.done = true;
		}
	}

	/** Snap length of the file, or the largest of its interfaces; 0 until known. */
	get snaplen(): number {
		return this.#state.snaplen;
	}

	/** What the capture says was dropped when it was made: null where it says nothing. */
	get losses(): InterfaceLosses {
		return this.#state.losses;
	}

	/** LINKTYPE_ values in the order in which the capture declares them. */
	get linkTypes(): number[] {
		return [...this.#state.linkTypes];
	}

	/** Packets delivered. */
	get packets(): number {
		return this.#state.packets;
	}

	/** `NOT_A_CAPTURE` or `DAMAGED`, one line, and the byte offset in the (uncompressed) capture. */
	get error(): SnapshotError | null {
		return this.#state.error;
	}

	/** What is odd about the capture and no damage to it, a line each. */
	get warnings(): readonly string[] {
		return this.#state.warnings;
	}

	/** What the capture carries besides packets and losses, in words. */
	get besides(): ReadonlySet<string> {
		return this.#state.besides;
	}

	/** Bytes of the capture that have come. */
	get received(): number {
		return this.#base + this.#used;
	}

	/** The limit is reached or the rest cannot be read: stop reading. */
	get done(): boolean {
		return this.#state.done;
	}

	/** Never empty: where the next bytes of the capture belong. Valid until `filled` is called. */
	space(): Uint8Array {
		return this.#buffer.subarray(this.#used);
	}

	/** The first `count` bytes of `space()` are filled: delivers every packet that is whole now. */
	filled(count: number): void {
		if (this.#state.done) {
			return;
		}
		const end = this.#used + count;
		let at = 0;
		if (this.#parser === null) {
			at = this.#detect(end);
		}
		if (this.#parser !== null && !this.#state.done) {
			at = this.#parser.parse(this.#buffer, this.#view, at, end, this.#base);
			this.#state.sink.flush?.();
		}

		const left = end - at;
		if (at > 0 && left > 0) {
			this.#buffer.copyWithin(0, at, end);
		}
		this.#base += at;
		this.#used = left;
		if (this.#state.done) {
			return;
		}
		if (this.#buffer.length - left < Math.min(LEAST_ROOM, this.#buffer.length >>> 1)) {
			this.#grow();
		}
	}

	/** For bytes that lie elsewhere: copies them in. */
	push(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length && !this.#state.done; ) {
			const room = this.space();
			const count = Math.min(room.length, bytes.length - at);
			room.set(count === bytes.length ? bytes : bytes.subarray(at, at + count));
			at += count;
			this.filled(count);
		}
	}

	/** The capture has ended: what is left over is damage, and so is a capture that never began. */
	finish(): void {
		const state = this.#state;
		if (state.done) {
			return;
		}
		if (this.#parser !== null) {
			this.#parser.finish(this.#view, 0, this.#used, this.#base);
		} else if (this.#used === 0) {
			state.fail('NOT_A_CAPTURE', 'it is empty, not a pcap or pcapng capture', 0);
		} else if (this.format === 'pcap') {
			state.fail('DAMAGED', `the file header is cut after ${countBytes(this.#used)}`, 0);
		} else {
			this.#detect(this.#used, true);
			if (!state.done) {
				state.fail(
					'NOT_A_CAPTURE',
					`it ends after ${countBytes(this.#used)}: too short for a pcap or pcapng capture`,
					0,
				);
			}
		}

		state.done = true;
	}

	/** What carries the capture broke, so nothing more will come: the packets until then stay. */
	fail(code: 'NOT_A_CAPTURE' | 'DAMAGED', message: string): void {
		this.#state.fail(code, message, this.#base + this.#used);
	}

	/** What carries the capture is odd, and no packet is missing for it. */
	warn(message: string): void {
		this.#state.warnings.push(message);
	}

	#grow(): void {
		const length = Math.min(this.#buffer.length * 2, this.#largest);
		if (length <= this.#buffer.length) {
			const room = countBytes(this.#largest);
			const what = `a record takes more than the ${room} that there are for each of so many captures`;
			this.#state.fail('DAMAGED', `${what}; read it alone, or fewer at once`, this.#base);
			return;
		}

		const larger = new Uint8Array(length);
		larger.set(this.#buffer.subarray(0, this.#used));
		this.#buffer = larger;
		this.#view = new DataView(larger.buffer);
	}

	/** Finds the format as soon as enough bytes are there. Returns where the first record begins. @param isAll no more will come */
	#detect(end: number, isAll = false): number {
		const view = this.#view;
		if (end < 4) {
			return 0;
		}
		if (isPcapMagic(view, 0)) {
			this.format = 'pcap';
			const headerLength = pcapHeaderLength(view, 0);
			if (end < Math.max(headerLength, PCAP_HEADER_LENGTH)) {
				return 0;
			}
			this.#parser = new PcapParser(this.#state, view, 0);
			return headerLength;
		}

		// The block type alone could begin a text file.
		if (view.getUint32(0, true) === SECTION_HEADER) {
			if (end < 12) {
				return 0;
			}
			if (isByteOrderMagic(view, 8)) {
				this.format = 'pcapng';
				this.#parser = new PcapngParser(this.#state);
				return 0;
			}
		}

		const text = this.#isPrivate
			? null
			: firstLine(this.#buffer.subarray(0, Math.min(end, TEXT)), isAll || end >= TEXT);
		if (text === undefined) {
			return 0;
		}
		if (text !== null) {
			// what was to make a capture says why it did not: "ssh: connect to host …"
			this.#state.fail('NOT_A_CAPTURE', `it is text, not a pcap or pcapng capture: ${text}`, 0);
			return 0;
		}
		const first = Array.from(this.#buffer.subarray(0, 4), byte => byte.toString(16).padStart(2, '0')).join(' ');
		const hint = 'convert it to pcapng first, for example with `editcap -F pcapng IN OUT`';
		this.#state.fail('NOT_A_CAPTURE', `it is not a pcap or pcapng capture: it begins with ${first}; ${hint}`, 0);
		return 0;
	}
}

/**
 * The first line that says anything, made safe to show; null = it is no text (UTF-8, without controls but colours), undefined = that cannot be said
 * yet. Bytes behind the line change nothing: however they come, the same is said.
 *
 * @param isAll no more will be looked at
 */
function firstLine(bytes: Uint8Array, isAll: boolean): string | null | undefined {
	const start = bytes.findIndex(byte => !BLANKS.includes(byte));
	if (start < 0) {
		return isAll ? null : undefined;
	}
	const stop = bytes.findIndex((byte, at) => at > start && LINE_ENDS.includes(byte));
	const isWhole = stop >= 0;
	let text: string;
	try {
		// cut in the middle of a character is no mistake
		text = new TextDecoder('utf-8', {fatal: true}).decode(bytes.slice(start, isWhole ? stop : undefined), {
			stream: !isWhole,
		});
	} catch {
		return null;
	}
	const begun = isWhole || isAll ? text : text.replace(BEGUN_COLOUR, '');
	const plain = begun.replace(COLOUR, '').replaceAll('\t', ' ').trim();
	if (/\p{Cc}/u.test(plain)) {
		return null;
	}
	if (!isWhole && !isAll) {
		return undefined;
	}
	return plain === '' ? null : sanitize(plain).slice(0, TOLD);
}
