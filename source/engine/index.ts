/** The engine as the library has it; the package's entry is library/index.ts. */
import {CaptureEngine} from './capture-engine.js';
import {checkOptions} from './check-options.js';
import type {EngineOptions} from './options.js';

export type {CaptureEngine, Progress} from './capture-engine.js';
export {type ErrorCode, NetanalError} from './errors.js';
export {
	FilterBuilder,
	type FilterEnd,
	type FilterPart,
	type FilterProtocol,
	ValidationError,
} from './filter/builder.js';
export {
	type MetricsFormat,
	type MetricsOptions,
	type MetricsServer,
	type MetricsSource,
	metricsText,
	serveMetrics,
} from './metrics/index.js';
export * from './options.js';
export {RANGES, type Range} from './ranges.js';
export * from './snapshot.js';

/**
 * Creates an engine for one capture: an interface, a file, standard input or the demo. Nothing happens before `start()`.
 *
 * ```js
 * const engine = createEngine({source: {kind: 'interface', name: 'eth0'}, filter: 'tcp'});
 * engine.on('snapshot', snapshot => console.log(snapshot.totals.packets));
 * try {
 * 	await engine.start();
 * 	await engine.ended;
 * } finally {
 * 	await engine[Symbol.asyncDispose]();
 * }
 * ```
 *
 * In TypeScript, and on Node 24, `await using engine = createEngine(…)` does the same without `try` and `finally`; Node 20 and 22
 * cannot read it.
 *
 * @throws NetanalError INVALID_ARGUMENT, at once, for an option that is unknown or out of its range: it names the option and
 * what it takes
 */
export function createEngine(options: EngineOptions): CaptureEngine {
	checkOptions(options);
	return new CaptureEngine(options);
}
