/** What ends a command that waits for an engine: Ctrl-C, a reader that has enough. */
import os from 'node:os';
import type {CaptureEngine} from '../engine/capture-engine.js';

/** @returns ends the engine as its end, with a result; before it was started there is none, and the program ends */
export function interruption(engine: CaptureEngine): (signal?: NodeJS.Signals) => void {
	return signal => {
		if (engine.state === 'idle') process.exit(signal === undefined ? 0 : 128 + os.constants.signals[signal]);
		// Whoever waits for the end hears of its failure.
		engine.stop().catch(() => {});
	};
}
