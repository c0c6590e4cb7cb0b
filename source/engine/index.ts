/** The public library: `import {createEngine} from 'netanal-tui'`. */
import {CaptureEngine} from './capture-engine.js';
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
export * from './options.js';
export * from './snapshot.js';

/**
 * Creates an engine for one capture: an interface, a file, standard input or the demo. Nothing happens before `start()`.
 *
 * ```ts
 * await using engine = createEngine({source: {kind: 'interface', name: 'eth0'}, filter: 'tcp'});
 * engine.on('snapshot', snapshot => console.log(snapshot.totals.packets));
 * await engine.start();
 * await engine.ended;
 * ```
 */
export function createEngine(options: EngineOptions): CaptureEngine {
	return new CaptureEngine(options);
}
