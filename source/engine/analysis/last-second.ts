/** Which second is the last one that is over, on the steady clock of the packets (`collector/capture-clock.ts`). */
import type {Analyzer} from '../collector/analyzer.js';

/** Seconds after the end of a second in which its last packets may still be on their way. */
const LATENESS = 0.3;

/**
 * @param clock seconds of the steady clock now
 * @param isIdle all packets that have come are analysed
 * @param newest second of the packet that was analysed last: those that wait may be of it as well
 */
export function lastWholeSecond(clock: number, isIdle: boolean, newest: number): number {
	const byClock = Math.floor(clock - LATENESS) - 1;
	return isIdle ? byClock : Math.min(byClock, newest - 1);
}

/** @param clock seconds of the steady clock now @returns milliseconds until one more second is over */
export function untilSecondIsOver(clock: number): number {
	const past = clock - LATENESS;
	return 1000 * (1 + Math.floor(past) - past);
}

/**
 * Of what is captured here.
 *
 * @param wall epoch seconds by the machine's clock, which may be set @param isIdle as above @returns asks for the last whole second
 */
export function capturedSecond(analyzer: Analyzer, wall: () => number, isIdle: () => boolean): () => number {
	let told = Number.NEGATIVE_INFINITY;
	return () => {
		// what was told as over stays so, also where the clock was set and is not known to the second
		told = Math.max(told, lastWholeSecond(analyzer.clock.at(wall()), isIdle(), analyzer.second));
		return told;
	};
}

/**
 * Of a pipe, whose packets may come as they are captured, or long after: seconds go on by our clock from when one was seen first.
 *
 * @param newest the latest second of the packets @param now milliseconds @returns asks for the last whole second
 */
export function pipedSecond(newest: () => number, now: () => number): () => number {
	let seen = Number.NEGATIVE_INFINITY;
	let at = 0;
	return () => {
		if (newest() !== seen) {
			seen = newest();
			at = now();
		}
		return lastWholeSecond(seen + (now() - at) / 1000, true, seen);
	};
}
