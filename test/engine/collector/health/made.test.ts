/** What is counted of captures that are made here; `references.test.ts` asks tshark and tcptrace for the same. */
import {expect, it} from 'vitest';
import {MADE} from './made.js';
import {analysed} from './segments.js';

/** Of both directions: segments, retransmitted, out of order, duplicate ACKs, keep-alives, zero windows; samples of round trips. */
const EXPECTED: Record<string, number[]> = {
	loss: [628, 14, 0, 204, 0, 0, 5],
	'loss again': [624, 11, 0, 215, 0, 0, 3],
	'wrapped sequence numbers': [621, 13, 0, 279, 0, 0, 1],
	'selective acknowledgments': [10, 1, 0, 2, 0, 0, 0],
	'timestamps tell what was answered': [8, 1, 0, 0, 0, 0, 2],
	'zero window': [10, 0, 0, 0, 0, 2, 2],
	'keep-alive': [11, 0, 0, 0, 2, 0, 2],
	'one byte sent again': [8, 0, 0, 0, 1, 0, 1],
	'simultaneous open': [6, 2, 0, 0, 0, 0, 1],
	'begun in the middle': [6, 1, 0, 1, 0, 0, 2],
	'one way only': [5, 2, 0, 0, 0, 0, 0],
	'above the MTU': [7, 0, 0, 0, 0, 0, 2],
	'behind two tags': [8, 0, 0, 0, 0, 0, 2],
	'cut at 64 bytes': [9, 1, 0, 0, 0, 0, 2],
	'10 ms late': [6, 0, 1, 0, 0, 0, 0],
	'60 ms late': [6, 1, 0, 0, 0, 0, 0],
	'SYN without answer': [3, 2, 0, 0, 0, 0, 0],
};

it('has a figure for each', () => {
	expect(Object.keys(EXPECTED)).toEqual(Object.keys(MADE));
});

it.each(Object.entries(EXPECTED))('%s', (name, expected) => {
	const {tcp} = analysed(MADE[name]).health!;
	const {segments, retransmittedSegments, outOfOrder, duplicateAcks, keepAlives, zeroWindows, rtt} = tcp;
	expect([segments, retransmittedSegments, outOfOrder, duplicateAcks, keepAlives, zeroWindows, rtt?.samples]).toEqual(
		expected,
	);
});
