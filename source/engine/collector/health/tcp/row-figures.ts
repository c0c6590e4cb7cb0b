/** What rows are ranked and found by, read without making anything: `tcp-figures.ts` has the same of a flow that is told. */
import type {QuicFlows} from '../quic-flows.js';
import {synAckToAck, synToSynAck} from './handshakes.js';
import {Rare, Trip, TripDouble, tripsOf, Word} from './records.js';
import type {TcpHealth} from './tcp-health.js';

/** Nanoseconds; NaN = not known. @see roundTrip of `tcp-figures.ts` */
export function roundTripOf({tcp, quic}: {tcp: TcpHealth; quic: QuicFlows}, row: number): number {
	const place = tcp.placeOf(row);
	if (place <= 0) {
		return place === 0 ? quic.roundTrip(row) : Number.NaN;
	}
	const {words, doubles, floats} = tcp.records;
	const shortest = (direction: 0 | 1) =>
		words[tripsOf(place, direction) + Trip.samples] > 0
			? doubles[(tripsOf(place, direction) >> 1) + TripDouble.minimum]
			: -1;
	const [there, back] = [shortest(0), shortest(1)];
	if (there < 0 && back < 0) {
		return longer(synToSynAck(tcp.records, place), synAckToAck(tcp.records, place));
	}
	return Math.round(floats[tripsOf(place, there >= back ? 0 : 1) + Trip.smoothed]);
}

/** Segments that were sent again, both ways; NaN = not known. */
export function retransmittedOf(tcp: TcpHealth, row: number): number {
	const {records} = tcp;
	const place = tcp.placeOf(row);
	if (place === 0) {
		return Number.NaN;
	}
	const at = place < 0 ? 0 : records.words[place + Word.rare] + Rare.retransmittedSegments;
	return records.rareWords[at] + records.rareWords[at + 1];
}

const longer = (one: number, other: number) =>
	Number.isNaN(one) ? other : Number.isNaN(other) ? one : Math.max(one, other);
