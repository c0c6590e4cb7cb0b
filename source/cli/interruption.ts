/** What ends a command that waits for an engine: Ctrl-C, a reader that has enough. */
import type {EngineState} from '../engine/options.js';
import {untilRead} from '../files/named-pipe.js';
import {complain} from './standard-streams.js';

const FAILED = 1;

/** What can be ended: an engine. */
interface Running {
	readonly state: EngineState;
	stop(): Promise<unknown>;
}

/** @returns ends the engine as its end, with a result; before it was started there is none, and the program ends */
export function interruption(engine: Running): (signal?: NodeJS.Signals) => void {
	return signal => {
		if (engine.state === 'idle') {
			if (signal !== undefined) {
				complain(`interrupted by ${signal} before anything was read`);
			}
			process.exit(signal === undefined ? 0 : FAILED);
		}

		// Whoever waits for the end hears of its failure.
		engine.stop().catch(() => {});
	};
}

type Action = (signal: NodeJS.Signals) => void;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let atInterrupt: Action | null = null;

/** What Ctrl-C, SIGTERM and SIGHUP do from now on, instead of ending the program and leaving its temporaries behind. */
export function onInterrupt(action: Action): void {
	const isFirst = atInterrupt === null;
	atInterrupt = action;
	if (!isFirst) {
		return;
	}
	for (const signal of SIGNALS) {
		process.on(signal, () => atInterrupt?.(signal));
	}
}

/** Before anything is opened for writing: waits for the readers of named pipes, and can be interrupted meanwhile. */
export async function untilWritable(targets: readonly string[]): Promise<void> {
	onInterrupt(() => {
		complain('interrupted: nothing was written');
		process.exit(FAILED);
	});
	await untilRead(targets);
}
