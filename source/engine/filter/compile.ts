/** The check behind the filter editor: one compiler for the process, in a worker of its own. */
import type {FilterError} from '../options.js';
import type {FilterTarget} from './expression.js';
import {FilterCompiler} from './filter-compiler.js';

let compiler: FilterCompiler | undefined;

/**
 * libpcap's error about an expression and where it is, or null when it compiles for such a handle.
 *
 * Never blocks the caller: host names are looked up in the worker. An idle worker keeps no process alive.
 *
 * @throws NetanalError WORKER_DIED
 */
export function compileFilter(text: string, target: FilterTarget): Promise<FilterError | null> {
	compiler ??= new FilterCompiler(new URL('./filter-worker.js', import.meta.url));
	return compiler.check(text, target);
}
