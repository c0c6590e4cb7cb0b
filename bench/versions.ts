/** The build that is measured, and the one that it takes turns with. */
import type {BenchOptions} from './scenario.js';

export function versions({base}: BenchOptions): {label: string; dist: string}[] {
	return [{label: '', dist: 'dist'}, ...(base === null ? [] : [{label: ', base', dist: base}])];
}

/** How many times the second is in the first, cell by cell. */
export const ratios = (now: readonly number[], before: readonly number[]) =>
	now.map((value, at) => `${(value / before[at]).toFixed(2)} ×`);
