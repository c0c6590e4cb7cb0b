/** What opens compressed captures, whichever the compression. */
import type {CaptureReader} from './capture-reader.js';

/** Decompresses into a reader; several members or frames after one another are one capture. */
export interface Decompressor {
	/** Resolves when `bytes` may be reused. Check `reader.done` after it. @throws what the reader or `ready` threw */
	write(bytes: Uint8Array): Promise<void>;
	/** The compressed data ended. Resolves when the reader has all of it. @throws what the reader or `ready` threw */
	end(): Promise<void>;
	/** Stops early. */
	close(): void;
	/** Of one that does not tell the reader itself: the compressed data is damaged. */
	readonly isDamaged?: boolean;
}

/** What is decompressed into. */
export interface Output {
	reader: CaptureReader;
	/** As of `ReadOptions`. */
	ready?: () => Promise<void> | null;
	/** Bytes at the beginning that the reader has already. */
	skip: number;
}

/** Nothing more can be had of the compressed data. @param what is to be read after "the gzip compression" */
export function failCompressed({reader}: Output, compression: string, what: string): void {
	reader.fail('DAMAGED', `the ${compression} compression ${what}`);
}

/** What follows the last member or frame is none. @param offset of it, in the file */
export function warnOfRest({reader}: Output, compression: string, offset: number): void {
	reader.warn(`what follows the ${compression}-compressed capture, from byte ${offset} of the file on, is ignored`);
}
