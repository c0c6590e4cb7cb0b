/** Of one pcapng that is written again: what goes along with its packets, and what does not, and why (draft-ietf-opsawg-pcapng). */
import {MOST_INTERFACES_TOLD} from '../decode/origin.js';
import {type CaptureExtras, type ExtrasTaker, FULL} from './extras.js';
import {
	OF_ALL,
	OF_INTERFACES,
	OF_NAMES,
	OF_PACKETS,
	OF_SECRETS,
	OF_SECTIONS,
	OF_STATISTICS,
	type OptionWidths,
} from './pcapng-known.js';
import {NAMES_LENGTH, readNames} from './pcapng-names.js';
import {eachOption, padded} from './pcapng-options.js';
import {STATISTICS_LENGTH} from './pcapng-statistics.js';
import {turn, turnProgram, turnRecords, turnValue} from './pcapng-turn.js';
import type {TimestampUnit} from './timestamp.js';

/** Types of blocks. */
const NAME_RESOLUTION = 4;
const INTERFACE_STATISTICS = 5;
const JOURNAL_EXPORT = 9;
const DECRYPTION_SECRETS = 10;
const CUSTOM = 0x0bad;
const CUSTOM_UNCOPIED = 0x4000_0bad;

const CUSTOM_UTF8_UNCOPIED = 19_372;
const CUSTOM_BINARY_UNCOPIED = 19_373;
const SHB_USERAPPL = 4;
const IF_TSRESOL = 9;
const IF_FILTER = 11;
/** What a filter begins with that is text; a program of BPF. */
const FILTER_TEXT = 0;
const FILTER_PROGRAM = 1;
const IF_TSOFFSET = 14;
const EPB_DROPCOUNT = 4;
const ISB_STARTTIME = 2;
const ISB_ENDTIME = 3;
const TWO_32 = 4_294_967_296;

/** Type and length of a block; of an option. */
const HEAD = 8;
const OPTION_HEAD = 4;
const OPTIONS_OF_SECTION = 24;
const OPTIONS_OF_INTERFACE = 16;
const OPTIONS_OF_STATISTICS = 20;
/** Type and length of secrets; private enterprise number of a custom block. */
const SECRETS_HEAD = 8;
const CUSTOM_HEAD = 4;
const AT_FIRST = 256;
const UTF8 = new TextDecoder();

/** Of an interface that was read. */
interface DescribedInterface {
	number: number;
	linkType: number;
	snaplen: number;
	unit: TimestampUnit;
}

const REASONS = {
	full: FULL,
	late: 'what later sections of captures that are merged say of themselves',
	other: 'what sections and interfaces say otherwise than the first of their name',
};

export class PcapngCopier {
	/** In words, after "left out of what is written: ". */
	readonly leftOut = new Set<string>();
	readonly #extras: CaptureExtras;
	readonly #taker: ExtrasTaker;
	#little = true;
	/** The section is in another byte order than what is written. */
	#isForeign = false;
	/** What is put together, to begin with; it grows. */
	#bytes = new Uint8Array(AT_FIRST);
	#view = new DataView(this.#bytes.buffer);
	#used = 0;

	/** @param taker of packets' options and blocks; `extras`, or what stands before it */
	constructor(extras: CaptureExtras, taker: ExtrasTaker = extras) {
		this.#extras = extras;
		this.#taker = taker;
	}

	/** A section begins at `view[at]`. @param isOurs this program wrote it */
	section(bytes: Uint8Array, view: DataView, at: number, length: number, little: boolean, isOurs: boolean): void {
		this.#little = little;
		// of captures that are merged it would hold for packets of the others
		const isNext = this.#extras.isBegun && this.#taker === this.#extras;
		this.#isForeign = !isNext && !this.#extras.agrees(little);
		let application = '';
		const options = new Map<string, Uint8Array>();
		eachOption(view, at + OPTIONS_OF_SECTION, at + length - 4, little, (code, value, size) => {
			if (code === SHB_USERAPPL) {
				[application] = UTF8.decode(bytes.subarray(value, value + size)).split('\0', 1);
				return;
			}
			this.#used = 0;
			this.#copyOption(bytes, code, value, size, OF_SECTIONS);
			if (this.#used > 0) {
				const copy = this.#bytes.slice(0, this.#used);
				options.set(OF_ALL.has(code) ? Buffer.from(copy).toString('latin1') : `${code}`, copy);
			}
		});
		if (isNext) {
			this.#extras.turnTo(little, options, application, isOurs);
			return;
		}
		for (const [key, option] of options) {
			this.#note(this.#extras.addOption(key, option));
		}
		this.#extras.writtenBy(application, isOurs);
	}

	interface(bytes: Uint8Array, view: DataView, at: number, length: number, described: DescribedInterface): void {
		const {number, linkType, snaplen, unit} = described;
		if (unit.isFiner) {
			this.leftOut.add('what of times is finer than nanoseconds');
		}
		if (number < 0) {
			this.#leaveFurther();
			return;
		}
		this.#used = 0;
		let filter: Uint8Array | null = null;
		eachOption(view, at + OPTIONS_OF_INTERFACE, at + length - 4, this.#little, (code, value, size) => {
			if (code === IF_FILTER) {
				filter ??= this.#filterOf(bytes.slice(value, value + size));
			} else if (code !== IF_TSRESOL && code !== IF_TSOFFSET) {
				this.#copyOption(bytes, code, value, size, OF_INTERFACES);
			}
		});
		const options = this.#bytes.slice(0, this.#used);
		this.#note(this.#extras.addInterface(number, {linkType, snaplen, options, filter}));
	}

	/** But for text, it is of numbers. @param value of an if_filter, a copy */
	#filterOf(value: Uint8Array): Uint8Array | null {
		if (!this.#isForeign || value[0] === FILTER_TEXT) {
			return value;
		}
		return value[0] === FILTER_PROGRAM && turnProgram(value, 1) ? value : this.#leftForeign();
	}

	/** The options of the packet that comes next. @param dropped before it, where its block says so itself; 0 = it does not */
	packet(bytes: Uint8Array, view: DataView, from: number, end: number, dropped: number): void {
		this.#used = 0;
		if (from < end) {
			this.#copyOptions(bytes, view, from, end, OF_PACKETS);
		}
		if (dropped > 0) {
			const {little} = this.#extras;
			const at = this.#room(12);
			this.#view.setUint16(at, EPB_DROPCOUNT, little);
			this.#view.setUint16(at + 2, 8, little);
			this.#view.setBigUint64(at + 4, BigInt(dropped), little);
		}
		this.#taker.options(this.#bytes, 0, this.#used);
	}

	/** A block of another type than those of packets, sections, interfaces and statistics. */
	block(bytes: Uint8Array, view: DataView, at: number, length: number, type: number): void {
		if (type === CUSTOM_UNCOPIED) {
			this.leftOut.add('custom blocks that are not to be copied');
			return;
		}
		if (![NAME_RESOLUTION, JOURNAL_EXPORT, DECRYPTION_SECRETS, CUSTOM].includes(type)) {
			this.leftOut.add('blocks of unknown kinds');
			return;
		}
		// what there is of numbers in it, its maker alone knows
		if (type === CUSTOM && this.#leavesForeign()) {
			return;
		}
		const end = at + length - 4;
		this.#used = 0;
		if (type === NAME_RESOLUTION || type === DECRYPTION_SECRETS) {
			const isNames = type === NAME_RESOLUTION;
			const options = isNames ? this.#namesEnd(bytes, view, at, length) : this.#secretsEnd(view, at, end);
			if (options < 0) {
				this.leftOut.add(isNames ? 'damaged names of addresses' : 'damaged decryption secrets');
				return;
			}
			this.#append(bytes, at + HEAD, options);
			if (this.#isForeign) {
				if (isNames) {
					turnRecords(this.#view, options - at - HEAD, this.#little);
				} else {
					turn(this.#bytes, 0, SECRETS_HEAD, 4);
				}
			}
			this.#copyOptions(bytes, view, options, end, isNames ? OF_NAMES : OF_SECRETS);
			if (options < end) {
				this.#room(OPTION_HEAD);
			}
		} else if (type !== CUSTOM || end - at - HEAD >= CUSTOM_HEAD) {
			this.#append(bytes, at + HEAD, end);
		} else {
			this.leftOut.add('damaged custom blocks');
			return;
		}
		this.#taker.block(type, this.#bytes, 0, this.#used);
	}

	/** @param number of the interface among all that captures describe @param unit of its times, which are written in nanoseconds */
	statistics(bytes: Uint8Array, view: DataView, at: number, length: number, number: number, unit: TimestampUnit): void {
		if (length < STATISTICS_LENGTH) {
			return;
		}
		if (number < 0) {
			this.#leaveFurther();
			return;
		}
		this.#used = 0;
		const head = this.#room(OPTIONS_OF_STATISTICS - HEAD);
		const {little} = this.#extras;
		this.#view.setUint32(head, number, little);
		this.#time(view, at + HEAD + 4, this.#little, head + 4, unit);
		this.#copyOptions(bytes, view, at + OPTIONS_OF_STATISTICS, at + length - 4, OF_STATISTICS);
		eachOption(this.#view, head + OPTIONS_OF_STATISTICS - HEAD, this.#used, little, (code, value, size) => {
			if ((code === ISB_STARTTIME || code === ISB_ENDTIME) && size === 8) {
				this.#time(this.#view, value, little, value, unit);
			}
		});
		this.#room(OPTION_HEAD);
		this.#taker.block(INTERFACE_STATISTICS, this.#bytes, 0, this.#used);
	}

	/** A time in the units of its interface as nanoseconds since 1970. */
	#time(from: DataView, at: number, isLittle: boolean, to: number, unit: TimestampUnit): void {
		const {little} = this.#extras;
		unit.convert(from.getUint32(at, isLittle), from.getUint32(at + 4, isLittle));
		const whole = BigInt(unit.seconds) * 1_000_000_000n + BigInt(unit.nanoseconds);
		const isHeld = BigInt.asUintN(64, whole) === whole;
		if (!isHeld) {
			this.leftOut.add('times of statistics that are not from 1970 to 2554');
		}
		const time = isHeld ? whole : 0n;
		this.#view.setUint32(to, Number(time / BigInt(TWO_32)), little);
		this.#view.setUint32(to + 4, Number(time % BigInt(TWO_32)), little);
	}

	#namesEnd(bytes: Uint8Array, view: DataView, at: number, length: number): number {
		return length < NAMES_LENGTH ? -1 : readNames(bytes, view, at, length, this.#little, null);
	}

	#secretsEnd(view: DataView, at: number, end: number): number {
		const secrets = at + HEAD + SECRETS_HEAD;
		if (secrets > end) {
			return -1;
		}
		const size = view.getUint32(at + HEAD + 4, this.#little);
		return size > end - secrets ? -1 : secrets + padded(size);
	}

	/** Appends those that may be copied, until the first that does not fit. */
	#copyOptions(bytes: Uint8Array, view: DataView, from: number, end: number, known: OptionWidths): void {
		eachOption(view, from, end, this.#little, (code, value, size) => {
			this.#copyOption(bytes, code, value, size, known);
		});
	}

	/** Appends it, if it may be, in the byte order of what is written. */
	#copyOption(bytes: Uint8Array, code: number, value: number, size: number, known: OptionWidths): void {
		const width = known.get(code);
		if (width === undefined) {
			const isCustom = code === CUSTOM_UTF8_UNCOPIED || code === CUSTOM_BINARY_UNCOPIED;
			this.leftOut.add(isCustom ? 'custom options that are not to be copied' : 'options of unknown kinds');
			return;
		}
		const at = this.#used;
		this.#append(bytes, value - OPTION_HEAD, value + padded(size));
		if (this.#isForeign) {
			turn(this.#bytes, at, OPTION_HEAD, 2);
			if (!turnValue(this.#bytes, at + OPTION_HEAD, size, width)) {
				this.#leavesForeign();
				this.#used = at;
			}
		}
	}

	#leftForeign(): null {
		this.#leavesForeign();
		return null;
	}

	#leavesForeign(): boolean {
		if (this.#isForeign) {
			this.leftOut.add(
				'numbers in another byte order than that of the first section, where it is not known how long they are',
			);
		}
		return this.#isForeign;
	}

	#leaveFurther(): void {
		this.leftOut.add(`descriptions and statistics of more than ${MOST_INTERFACES_TOLD} interfaces`);
	}

	#note(why: keyof typeof REASONS | null): void {
		if (why !== null) {
			this.leftOut.add(REASONS[why]);
		}
	}

	#append(bytes: Uint8Array, from: number, end: number): void {
		const at = this.#room(end - from);
		this.#bytes.set(bytes.subarray(from, end), at);
	}

	/** @returns where `count` bytes of zeros are */
	#room(count: number): number {
		const at = this.#used;
		this.#used += count;
		if (this.#used > this.#bytes.length) {
			const larger = new Uint8Array(Math.max(this.#used, this.#bytes.length * 2));
			larger.set(this.#bytes.subarray(0, at));
			this.#bytes = larger;
			this.#view = new DataView(larger.buffer);
		}
		this.#bytes.fill(0, at, this.#used);
		return at;
	}
}
