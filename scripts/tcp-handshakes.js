// How long handshakes took by their definition in docs/metrics.md, from the times that tshark reads of their segments, and tshark's own
// `tcp.analysis.initial_rtt`: `scripts/tcp-conformance.js` sets what the analyzer says beside both.

/** What the numbers of two segments are the same by, modulo 2^32. */
const isNext = (number, before) => (number | 0) === ((before + 1) | 0);

/** One name for both ways of a flow. */
export const flowOf = ({way, back}) => [way, back].sort()[0];

/**
 * The last handshake of each flow of which a SYN/ACK was seen: of several with different numbers the one that is acknowledged, else the first.
 * Where both ends open at once the first SYN and the first SYN/ACK count, and there is no third segment.
 *
 * @param {ReturnType<import('./tcp-references.js').segmentsByTshark>} segments of a capture, in order
 * @returns {Map<string, {way: string, frames: number[], synToSynAck: number | null, synAckToAck: number | null, initialRtt: number | null}>} by flow:
 *   the way of the SYN/ACK; the packets, and nanoseconds; null = not seen
 */
export function handshakes(segments) {
	const streams = new Map();
	for (const segment of segments.filter(({rst}) => !rst)) {
		if (!streams.has(segment.stream)) {
			streams.set(segment.stream, {flow: flowOf(segment), syns: new Map(), answers: [], ended: null, initialRtt: null});
		}
		const stream = streams.get(segment.stream);
		stream.initialRtt ??= segment.initialRtt === null ? null : Number(segment.initialRtt);
		follow(stream, segment);
	}
	const found = new Map();
	for (const {flow, answers, ended, initialRtt} of streams.values()) {
		const answer = ended ?? answers[0];
		if (answer !== undefined) {
			const {way, frames, synToSynAck, synAckToAck = null} = answer;
			found.set(flow, {way, frames, synToSynAck, synAckToAck, initialRtt: ended === null ? null : initialRtt});
		}
	}
	return found;
}

function follow(stream, segment) {
	const {syns, answers} = stream;
	const {way, back, frame, time, seq, ack} = segment;
	if (segment.syn && ack === null) {
		syns.set(way, segment);
	} else if (segment.syn) {
		const known = answers.find(answer => answer.way === way && answer.seq === seq);
		if (known !== undefined) {
			// sent again
			known.time = time;
			return;
		}
		const isMutual = syns.size === 2;
		const syn = isMutual ? [...syns.values()][0] : syns.get(back);
		const answersIt = syn !== undefined && (isMutual || isNext(ack, syn.seq));
		answers.push({
			...{way, seq, time},
			frames: [...(answersIt ? [syn.frame] : []), frame],
			synToSynAck: answersIt ? Number(time - syn.time) : null,
		});
	} else if (stream.ended === null && ack !== null && syns.size < 2) {
		const answer = answers.find(one => one.way === back && isNext(ack, one.seq));
		if (answer !== undefined) {
			answer.frames.push(frame);
			answer.synAckToAck = Number(time - answer.time);
			stream.ended = answer;
		}
	}
}
