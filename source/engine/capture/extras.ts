/**
 * What captures carry besides packets, on its way from one pcapng into another (draft-ietf-opsawg-pcapng): options of sections, interfaces
 * and packets, and whole blocks between packets. Sections of one capture stay sections, each in its byte order, once a file is begun; those
 * before, and those of several captures that are merged, become one, in the byte order of the first.
 */

/** Takes what comes along with packets, in their order. Bytes die with the call. */
export interface ExtrasTaker {
	/** Options of the packet that comes next, without their end: `bytes[start]` … `bytes[end - 1]`. */
	options(bytes: Uint8Array, start: number, end: number): void;
	/** A block between packets, what is between its lengths. Of statistics the interface is its number among all that captures describe. */
	block(type: number, bytes: Uint8Array, start: number, end: number): void;
}

/** An interface as its block describes it. */
export interface CopiedInterface {
	linkType: number;
	snaplen: number;
	/** With their padding, without their end: but for those that say how times are written, and the filter. */
	options: Uint8Array;
	/** The value of its if_filter. */
	filter: Uint8Array | null;
}

/** Bytes that are kept of sections and interfaces: files that are begun later need them as well. */
export const MOST_KEPT = 4 * 1024 * 1024;

/** Type of a section header. */
const SECTION_HEADER = 0x0a0d_0d0a;
export const FULL = 'what more than 4 MiB of sections and interfaces say of themselves';
const NOTHING = new Uint8Array(0);
const LONGEST_APPLICATION = 255;
/** A copy of a copy is of whoever wrote the first one. */
const COPIED_BY_US = /^netanal-tui \S+, of a capture by /;

/** A section that begins behind another one, of one capture. */
export interface NextSection {
	little: boolean;
	/** Of its header, with their padding. */
	section: readonly Uint8Array[];
	application: string | null;
}

export class CaptureExtras implements ExtrasTaker {
	/** Of the packet that is on its way. */
	bytes: Uint8Array = NOTHING;
	start = 0;
	end = 0;
	/** Of the section at hand, in their order, by their number among all that captures describe. */
	readonly interfaces = new Map<number, CopiedInterface>();
	/** The section that begins now; whoever writes is told by a block of its type. */
	next: NextSection | null = null;
	/** Left out by whoever writes, in words. */
	readonly leftOut = new Set<string>();
	#little: boolean | null = null;
	/** Of the section, or of all that became one, by what they are. */
	#section = new Map<string, Uint8Array>();
	#application: string | null = null;
	/** A file was begun: it cannot take what is said of sections later. */
	#isBegun = false;
	#isShut = false;
	#room = MOST_KEPT;

	/** @param take told of each block */
	constructor(private readonly take: ExtrasTaker['block']) {}

	get little(): boolean {
		return this.#little ?? true;
	}

	/** Options of the section header, with their padding. */
	get section(): Uint8Array[] {
		this.#isBegun = true;
		return [...this.#section.values()];
	}

	/** Who wrote what is copied; null = nobody but us. */
	get application(): string | null {
		return this.#application;
	}

	/** A file was begun: what a further section says of itself needs a section of its own there. */
	get isBegun(): boolean {
		return this.#isBegun;
	}

	/** Of one capture: what is copied from now on is of its next section, in that one's byte order. @param options as of `addOption` */
	turnTo(little: boolean, options: ReadonlyMap<string, Uint8Array>, name: string, isOurs: boolean): void {
		const fits = this.#beginsAnew(options);
		const section = fits ? new Map(options) : new Map<string, Uint8Array>();
		const application = isOurs ? null : applicationOf(name);
		this.next = {little, section: [...section.values()], application};
		this.block(SECTION_HEADER, NOTHING, 0, 0);
		this.next = null;
		this.#section = section;
		this.#application = application;
		this.#little = little;
		this.interfaces.clear();
	}

	/** @returns whether there is room for the options */
	#beginsAnew(options: ReadonlyMap<string, Uint8Array>): boolean {
		this.#room = MOST_KEPT;
		let bytes = 0;
		for (const option of options.values()) {
			bytes += option.length;
		}
		const fits = this.#takeRoom(bytes);
		if (!fits) {
			this.leftOut.add(FULL);
		}
		return fits;
	}

	/** Whether what a section says can be copied. */
	agrees(little: boolean): boolean {
		this.#little ??= little;
		return this.#little === little;
	}

	/** @param isOurs this program wrote the section */
	writtenBy(name: string, isOurs: boolean): void {
		if (!isOurs) {
			this.#application ??= applicationOf(name);
		}
	}

	/** @param key what there is one of @param option of a section header, with its padding @returns why it cannot be kept; null = it is */
	addOption(key: string, option: Uint8Array): 'full' | 'late' | 'other' | null {
		const known = this.#section.get(key);
		if (known !== undefined) {
			return Buffer.compare(known, option) === 0 ? null : 'other';
		}
		if (this.#isBegun) {
			return 'late';
		}
		if (!this.#takeRoom(option.length)) {
			return 'full';
		}
		this.#section.set(key, option);
		return null;
	}

	/** @returns why it cannot be kept; null = it is */
	addInterface(number: number, described: CopiedInterface): 'full' | 'other' | null {
		const known = this.interfaces.get(number);
		if (known !== undefined) {
			return isSame(known, described) ? null : 'other';
		}
		const fits = this.#takeRoom(described.options.length + (described.filter?.length ?? 0));
		this.interfaces.set(number, fits ? described : {...described, options: NOTHING, filter: null});
		return fits ? null : 'full';
	}

	options(bytes: Uint8Array, start: number, end: number): void {
		this.bytes = bytes;
		this.start = start;
		this.end = end;
	}

	block(type: number, bytes: Uint8Array, start: number, end: number): void {
		if (!this.#isShut) {
			this.take(type, bytes, start, end);
		}
	}

	/** No packet will be written any more, and nothing of what lies behind the last one. */
	shut(): void {
		this.#isShut = true;
	}

	#takeRoom(bytes: number): boolean {
		if (bytes > this.#room) {
			return false;
		}
		this.#room -= bytes;
		return true;
	}
}

const applicationOf = (name: string) =>
	name.slice(0, LONGEST_APPLICATION).replace(COPIED_BY_US, '') || 'another program';

function isSame(a: CopiedInterface, b: CopiedInterface): boolean {
	return (
		Buffer.compare(a.options, b.options) === 0 &&
		Buffer.compare(a.filter ?? NOTHING, b.filter ?? NOTHING) === 0 &&
		(a.filter === null) === (b.filter === null)
	);
}
