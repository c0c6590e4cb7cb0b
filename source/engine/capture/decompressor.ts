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
}

/** What is decompressed into. */
export interface Output {
	reader: CaptureReader;
	/** As of `ReadOptions`. */
	ready?: () => Promise<void> | null;
	/** Bytes at the beginning that the reader has already. */
	skip: number;
}
