/** A record of a TCP flow, read. Times are in nanoseconds. */
import type {TcpDirection} from '../../../snapshot.js';
import {ASKED, RESET_BY_B, WAS_RESET, ZERO_WINDOW} from './bits.js';
import {synAckToAck, synToSynAck} from './handshakes.js';
import {Double, Rare, RareDouble, type TcpRecords, Trip, TripDouble, tripsOf, Word} from './records.js';

export interface DirectionFacts extends Omit<TcpDirection, 'segments' | 'zeroWindowTime' | 'rtt'> {
	zeroWindowTime: number;
	/** Of round trips; without samples the others mean nothing. */
	samples: number;
	minimum: number;
	maximum: number;
	sum: number;
	smoothed: number;
	variation: number;
	samplesByTimestamps: number;
}

export interface TcpFacts {
	/** NaN = not known. */
	synToSynAck: number;
	synAckToAck: number;
	directions: readonly [DirectionFacts, DirectionFacts];
	resets: number;
	resetBy: 'a' | 'b' | null;
	refused: number;
	unanswered: boolean;
	connections: number;
}

const NO_FACTS: DirectionFacts = {
	dataBytes: 0,
	retransmittedSegments: 0,
	retransmittedBytes: 0,
	outOfOrder: 0,
	duplicateAcks: 0,
	keepAlives: 0,
	zeroWindows: 0,
	zeroWindowTime: 0,
	windowScale: null,
	samples: 0,
	minimum: 0,
	maximum: 0,
	sum: 0,
	smoothed: 0,
	variation: 0,
	samplesByTimestamps: 0,
};

/** Of a flow that is one SYN. @param scale of its window, -1 = it has none */
export function synFacts(scale: number): TcpFacts {
	return {
		synToSynAck: Number.NaN,
		synAckToAck: Number.NaN,
		directions: [{...NO_FACTS, windowScale: scale < 0 ? null : scale}, NO_FACTS],
		resets: 0,
		resetBy: null,
		refused: 0,
		unanswered: true,
		connections: 1,
	};
}

/** @param at where the record's words begin @param now a window that is shut now was so until then */
export function tcpFacts(records: TcpRecords, at: number, now: number): TcpFacts {
	const {words, rareWords} = records;
	const rare = words[at + Word.rare];
	const flags = words[at + Word.flags];
	const resetBy = (flags & RESET_BY_B) !== 0 ? 'b' : 'a';
	return {
		synToSynAck: synToSynAck(records, at),
		synAckToAck: synAckToAck(records, at),
		directions: [directionFacts(records, at, 0, now), directionFacts(records, at, 1, now)],
		resets: rareWords[rare + Rare.resets] + rareWords[rare + Rare.resets + 1],
		resetBy: (flags & WAS_RESET) !== 0 ? resetBy : null,
		refused: rareWords[rare + Rare.refused],
		unanswered: (flags & ASKED) !== 0,
		connections: words[at + Word.connections],
	};
}

function directionFacts(
	{words, doubles, floats, rareWords, rareDoubles}: TcpRecords,
	at: number,
	direction: 0 | 1,
	now: number,
): DirectionFacts {
	const word = at + direction;
	const trips = tripsOf(at, direction);
	const double = (at >> 1) + direction;
	const scale = words[word + Word.scale];
	const rare = words[at + Word.rare] + direction;
	const rareDouble = (words[at + Word.rare] >> 1) + direction;
	const state = words[word + Word.state];
	const shutFor = (state & ZERO_WINDOW) !== 0 ? now - rareDoubles[rareDouble + RareDouble.zeroSince] : 0;
	return {
		dataBytes: doubles[double + Double.dataBytes],
		retransmittedSegments: rareWords[rare + Rare.retransmittedSegments],
		retransmittedBytes: rareDoubles[rareDouble + RareDouble.retransmittedBytes],
		outOfOrder: rareWords[rare + Rare.outOfOrder],
		duplicateAcks: words[tripsOf(at, 1 - direction) + Trip.duplicateAcks],
		keepAlives: rareWords[rare + Rare.keepAlives],
		zeroWindows: rareWords[rare + Rare.zeroWindows],
		zeroWindowTime: rareDoubles[rareDouble + RareDouble.zeroFor] + Math.max(0, shutFor || 0),
		windowScale: scale === 0 ? null : scale - 1,
		samples: words[trips + Trip.samples],
		minimum: doubles[(trips >> 1) + TripDouble.minimum],
		maximum: doubles[(trips >> 1) + TripDouble.maximum],
		sum: doubles[(trips >> 1) + TripDouble.sum],
		smoothed: floats[trips + Trip.smoothed],
		variation: floats[trips + Trip.variation],
		samplesByTimestamps: rareWords[rare + Rare.samplesByTimestamps],
	};
}
