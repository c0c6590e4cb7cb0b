// Round trips by their definition in docs/metrics.md, from what tshark reads of the segments: whatever the analyzer says is set beside this.

/** How far `to` lies behind `from`, modulo 2^32. */
const distance = (from, to) => (to - from) | 0;
const isBefore = (a, b) => distance(a, b) > 0;

/** Why a time of tshark's is no sample. */
export const REASONS = {
	control: 'SYN or FIN: the handshake has its own fields',
	again: 'sent again or out of order, or waited for what was',
	reset: 'a RST answers no data',
	between: 'two are timed already',
	late: 'out of order, a keep-alive or a probe',
};

/**
 * @param {ReturnType<import('./tcp-references.js').segmentsByTshark>} segments of a capture, in order
 * @returns {Map<string, {samples: Array<Sample>, others: Array<Sample & {reason: string}>}>} by way. `others`: times that tshark has and that are no samples
 * @typedef {{frame: number, of: number | null, seq: number, time: bigint}} Sample `frame`: the ACK; `of`, `seq`: the segment it answers
 */
export function roundTrips(segments) {
	const streams = new Map();
	const found = new Map();
	const frames = new Map();
	const waysOf = ({stream, way, back}) => {
		if (!streams.has(stream)) {
			streams.set(stream, new Map([way, back].map(name => [name, direction()])));
		}
		const ways = streams.get(stream);
		return [ways.get(way), ways.get(back)];
	};
	const list = way => {
		if (!found.has(way)) {
			found.set(way, {samples: [], others: []});
		}
		return found.get(way);
	};
	for (const segment of segments) {
		const [mine, theirs] = waysOf(segment);
		const {samples, others} = list(segment.back);
		frames.set(segment.frame, segment);
		if (segment.rst) {
			note(others, segment, frames, 'reset');
			continue;
		}
		const before = mine.acknowledged;
		send(mine, theirs, segment);
		const sample = segment.ack === null ? null : acknowledge(mine, theirs, before, segment);
		if (sample !== null && sample.time >= 0n) {
			samples.push(sample);
		}
		if (sample === null || sample.of !== segment.acksFrame) {
			note(others, segment, frames, reason(frames.get(segment.acksFrame), mine.answeredAgain));
		}
	}
	return found;
}

function note(others, {frame, acksFrame: of, ackTime: time}, frames, reason) {
	if (of !== null) {
		others.push({frame, of, seq: frames.get(of)?.seq ?? 0, time, reason});
	}
}

function direction() {
	return {newest: null, waiting: null, again: null, latestTimestamp: null, acknowledged: null, answeredAgain: false};
}

function send(mine, theirs, segment) {
	const {seq, length, fin, syn, counts, frame, time} = segment;
	const end = (seq + length + (fin || syn ? 1 : 0)) | 0;
	const isByte =
		counts.includes('keepAlives') && !(theirs.acknowledged !== null && !isBefore(theirs.acknowledged, end));
	const isLate = counts.includes('outOfOrder');
	if ((counts.includes('retransmittedSegments') || isByte || isLate) && length > 0 && !syn) {
		const {from, to} = mine.again ?? {from: seq, to: end};
		const isOfUse = !isLate && mine.latestTimestamp !== null && segment.timestamp !== mine.latestTimestamp;
		const earlier = isOfUse ? segment.timestamp : null;
		mine.again = {
			from: isBefore(seq, from) ? seq : from,
			to: isBefore(to, end) ? end : to,
			time,
			frame,
			timestamp: earlier,
		};
	}
	const isNewest = mine.newest === null || isBefore(mine.newest.end, end);
	if (!isNewest || end === (seq | 0) || counts.includes('keepAlives')) {
		return;
	}
	const {newest} = mine;
	if (newest?.timed && mine.waiting === null && theirs.acknowledged !== newest.end) {
		mine.waiting = newest;
	}
	const timed = length > 0 && !syn && !counts.some(name => name === 'retransmittedSegments' || name === 'outOfOrder');
	mine.newest = {end, time, frame, seq, timed};
	if (timed && segment.timestamp !== null) {
		mine.latestTimestamp = segment.timestamp;
	}
}

/** Takes an acknowledgment number. @returns the sample that it gives, or null */
function acknowledge(mine, theirs, before, segment) {
	const ack = segment.ack | 0;
	mine.answeredAgain = false;
	if (before !== null && !isBefore(before, ack)) {
		mine.acknowledged = ack;
		return null;
	}
	const {newest, waiting, again} = theirs;
	let since = newest?.timed && newest.end === ack ? newest : waiting?.end === ack ? waiting : null;
	if (waiting !== null && !isBefore(ack, waiting.end)) {
		theirs.waiting = null;
	}
	if (again !== null) {
		const isThrough = !isBefore(ack, again.to);
		if (
			isBefore(again.from, ack) &&
			(before === null || isBefore(before, again.to)) &&
			!(since !== null && since.time > again.time)
		) {
			mine.answeredAgain = true;
			const isEchoed = isThrough && again.timestamp !== null && again.timestamp === segment.echo;
			since = isEchoed ? again : null;
		}
		if (isThrough) {
			theirs.again = null;
		}
	}
	mine.acknowledged = ack;
	return (
		since && {frame: segment.frame, of: since.frame, seq: since.seq ?? again.from, time: segment.time - since.time}
	);
}

function reason(answered, isAgain) {
	if (answered === undefined || answered.syn || answered.length === 0) {
		return 'control';
	}
	if (isAgain || answered.counts.includes('retransmittedSegments')) {
		return 'again';
	}
	return answered.counts.length > 0 && !answered.counts.every(name => name === 'zeroWindows') ? 'late' : 'between';
}
