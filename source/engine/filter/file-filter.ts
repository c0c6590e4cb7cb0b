/** A capture filter for packets out of files: libpcap compiles it for each link type, and it runs here. */
import {NetanalError} from '../errors.js';
import {type Libpcap, loadLibpcap} from '../libpcap/library.js';
import {type PacketFilter, packetFilter} from './bpf-function.js';
import {compileExpression} from './expression.js';

/** What a kept packet's program returns; no packet is cut by it. */
const SNAPLEN = 262_144;

export class FileFilter {
	readonly #library: Libpcap;
	readonly #text: string;
	readonly #filters = new Map<number, PacketFilter>();
	#lastLinkType = -1;
	#last: PacketFilter = () => true;

	private constructor(library: Libpcap, text: string) {
		this.#library = library;
		this.#text = text;
	}

	/** @throws NetanalError LIBPCAP_MISSING */
	static async load(text: string, library: () => Promise<Libpcap> = loadLibpcap): Promise<FileFilter> {
		try {
			return new FileFilter(await library(), text);
		} catch (error) {
			if (!(error instanceof NetanalError) || error.code !== 'LIBPCAP_MISSING') {
				throw error;
			}
			throw new NetanalError('LIBPCAP_MISSING', `a filter on a file is compiled by libpcap: ${error.message}`);
		}
	}

	/**
	 * Arguments as of `RecordSink.packet`.
	 * @throws NetanalError FILTER_INVALID when it does not compile for the link type
	 */
	keeps(bytes: Uint8Array, start: number, end: number, wireLength: number, linkType: number): boolean {
		if (linkType !== this.#lastLinkType) {
			this.prepare(linkType);
		}
		return this.#last(bytes, start, end, wireLength);
	}

	/** Compiles for one link type, unless that was done. @throws NetanalError FILTER_INVALID */
	prepare(linkType: number): void {
		let filter = this.#filters.get(linkType);
		if (filter === undefined) {
			filter = this.#compile(linkType);
			this.#filters.set(linkType, filter);
		}

		this.#lastLinkType = linkType;
		this.#last = filter;
	}

	#compile(linkType: number): PacketFilter {
		const compiled = compileExpression(this.#library, this.#text, {linkType, snaplen: SNAPLEN});
		if (compiled.error === null) {
			return packetFilter(compiled.program);
		}
		// Right, but nothing of this link type can match.
		if (compiled.rejectsAll) {
			return () => false;
		}
		throw new NetanalError('FILTER_INVALID', `filter: ${compiled.error.message}`, compiled.error.position);
	}
}
