import {describe, expect, it} from 'vitest';
import {seeded} from '../random.js';
import {analysed, handshake, type Segment} from './segments.js';

const DATA = 200;
const GUESSES = 5;

/** A connection that loses, repeats and reorders now and then, numbers that wrap; and what one who knows the 4-tuple guesses into it: a SYN is none that can fit or not. */
function simulated(seed: number): {real: Segment[]; attacked: Segment[]; guesses: number} {
	const next = seeded(seed);
	const below = (limit: number) => Math.floor(next() * limit);
	const a = 0xffff_ffff - 10_000;
	const b = below(2 ** 32);
	const real = handshake({a, b});
	let sent = a + 1;
	for (let i = 0; i < DATA; i++) {
		const at = 100 + 20 * i;
		const segment: Segment = {from: 'a', at, flags: 'PA', seq: sent, ack: b + 1, length: 100};
		sent += 100;
		const late: Segment = {...segment, at: at + 15, seq: sent - 200};
		real.push(segment, ...(below(10) === 0 && i > 0 ? [late] : []));
		if (below(3) > 0) {
			real.push({from: 'b', at: at + 16, flags: 'A', seq: b + 1, ack: sent});
		}
	}

	const attacked = real.flatMap((segment, i) => {
		const forged = Array.from({length: i < 3 ? 0 : GUESSES}, (): Segment => {
			const flags = ['PA', 'A', 'R', 'RA', 'S', 'SA', 'FA'][below(7)];
			const from = below(2) === 0 ? 'a' : 'b';
			return {from, at: segment.at, flags, seq: below(2 ** 32), ack: below(2 ** 32), length: below(3) * 50};
		});
		return [segment, ...forged];
	});
	return {
		real,
		attacked,
		guesses: attacked.filter(({flags}) => flags !== 'S').length - real.filter(({flags}) => flags !== 'S').length,
	};
}

describe('an attacker who guesses numbers', () => {
	it.each([1, 2, 3, 4, 5])('changes no figure of a connection: seed %i', seed => {
		const {real, attacked, guesses} = simulated(seed);
		const clean = analysed(real);
		const snapshot = analysed(attacked);
		const known = ({flows}: typeof clean) => {
			const {tcp} = flows.top[0];
			return {...tcp, aToB: {...tcp?.aToB, segments: 0}, bToA: {...tcp?.bToA, segments: 0}};
		};
		expect(clean.flows.top[0].tcp?.aToB.rtt.samples).toBeGreaterThan(DATA / 3);
		expect(clean.flows.top[0].tcp?.aToB.retransmittedSegments).toBeGreaterThan(0);
		expect(known(snapshot)).toEqual(known(clean));
		expect(snapshot.health?.tcp.outOfWindow).toBe(guesses);
	});
});
