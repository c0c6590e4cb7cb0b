/** Writes captures again as pcapng, with what comes along with their packets. */
import {CaptureReader} from '../../source/engine/capture/capture-reader.js';
import type {RecordSink} from '../../source/engine/capture/container.js';
import {CaptureExtras} from '../../source/engine/capture/extras.js';
import {CaptureInterfaces} from '../../source/engine/capture/interfaces.js';
import {Merger} from '../../source/engine/capture/merge.js';
import {PcapngCopier} from '../../source/engine/capture/pcapng-copier.js';
import {ByteBuffer} from '../../source/engine/sink/byte-buffer.js';
import {PcapngEncoder} from '../../source/engine/sink/pcapng-encoder.js';

export const GENERATOR = 'netanal-tui 9.9';

/** @param piece bytes that come at once @param filter our own */
export function copied(captures: readonly Uint8Array[], piece = 1 << 20, filter: string | null = null) {
	const out = new ByteBuffer(64);
	let encoder: PcapngEncoder | null = null;
	const begun = (linkType: number) => {
		if (encoder === null) {
			encoder = new PcapngEncoder({generator: GENERATOR, interface: null, filter, snaplen: 0, extras});
			encoder.begin(out, linkType);
		}
		return encoder;
	};
	const extras = new CaptureExtras((type, bytes, start, end) => begun(1).extra(out, type, bytes, start, end));
	const problems: string[] = [];
	const sink: RecordSink = {
		packet(bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin) {
			const writer = begun(linkType);
			const problem = writer.packet(out, bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin);
			problems.push(...(problem === null ? [] : [problem]));
		},
	};
	const interfaces = new CaptureInterfaces();
	const merger = captures.length > 1 ? new Merger(sink, captures.length, extras) : null;
	const leftOut = new Set<string>();
	const errors: (string | null)[] = [];
	for (const [i, capture] of captures.entries()) {
		const copier = new PcapngCopier(extras, merger?.lane(i));
		const reader = new CaptureReader(merger?.lane(i) ?? sink, {copier, interfaces});
		for (let at = 0; at < capture.length; at += piece) {
			reader.push(capture.subarray(at, at + piece));
		}
		reader.finish();
		merger?.end(i);
		errors.push(reader.error?.code ?? null);
		for (const what of copier.leftOut) {
			leftOut.add(what);
		}
	}
	begun(1).complete(out, 1);
	return {bytes: Buffer.from(out.take()), leftOut: [...leftOut, ...extras.leftOut], errors, problems};
}
