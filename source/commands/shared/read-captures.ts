/** What `analyze`, `export` and `chart` share: the captures they read, and the progress they show. */
import {FILES, type OperandSpec, type Parsed, STANDARD_INPUT} from '../../cli/command.js';
import {interruption, onInterrupt} from '../../cli/interruption.js';
import {complain} from '../../cli/standard-streams.js';
import {StatusLine} from '../../cli/status-line.js';
import {UsageError} from '../../cli/usage-error.js';
import {has} from '../../cli/values.js';
import type {CaptureEngine} from '../../engine/index.js';
import type {EngineSource} from '../../engine/options.js';
import type {Snapshot} from '../../engine/snapshot.js';
import {readingText} from '../../output/progress.js';

/** Captures that are open at once. */
const MOST_FILES = 500;

/** Milliseconds before a progress bar appears, and between its changes. */
const REDRAW = 200;

/** Capture files, or `-` for standard input. */
export const CAPTURES: OperandSpec = {name: 'FILE', forms: [FILES, STANDARD_INPUT]};

/** What CAPTURES say. @throws UsageError */
export function fileSource(parsed: Parsed): EngineSource {
	const [path, ...others] = parsed.operands;
	if (parsed.operands.length > MOST_FILES) {
		throw new UsageError(`${MOST_FILES} files can be merged at once`);
	}
	if (path === '-' && others.length === 0) {
		return {kind: 'stdin'};
	}
	if (parsed.operands.includes('-')) {
		throw new UsageError('- is read alone: standard input and files cannot be merged');
	}
	return {kind: 'file', path, ...(others.length > 0 ? {others} : {})};
}

/**
 * Reads to the end, or to Ctrl-C.
 * @returns the last snapshot, and a line when it is not of all of the files; a pipe ends when its writer is interrupted
 * @throws NetanalError when nothing could be read
 */
export async function readAll(
	parsed: Parsed,
	engine: CaptureEngine,
): Promise<{snapshot: Snapshot; interrupted: string | null}> {
	const reading = showReading(parsed, engine);
	let stopped = false;
	const interrupt = interruption(engine);
	onInterrupt(signal => {
		stopped = true;
		interrupt(signal);
	});
	try {
		await engine.start();
		const snapshot = await engine.ended;
		for (const warning of snapshot.warnings ?? []) {
			complain(`warning: ${warning}`);
		}
		const partial = stopped && engine.options.source.kind === 'file';
		return {snapshot, interrupted: partial ? 'interrupted: this is of the beginning of what was to be read' : null};
	} finally {
		reading.end();
	}
}

/** A bar on standard error while a long file is read, on a terminal only. */
function showReading(parsed: Parsed, engine: CaptureEngine): {end(): void} {
	const line = new StatusLine();
	if (!line.live || has(parsed, 'quiet')) {
		return {end() {}};
	}
	const started = performance.now();
	const timer = setInterval(
		() => line.show(readingText(engine.progress, (performance.now() - started) / 1000)),
		REDRAW,
	);
	return {
		end() {
			clearInterval(timer);
			line.clear();
		},
	};
}
