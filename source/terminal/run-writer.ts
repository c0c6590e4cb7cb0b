/** The bytes of a frame: runs in the shorter of two orders, each behind the shortest way to its place and style. */
import {styleChange} from './cell-line.js';
import {type Run, UNKNOWN} from './runs.js';

/** Runs that stay in their order. */
export type Chain = readonly Run[];

/** Chains among which the nearest is looked for: those of a few rows. */
const LOOKED_AT = 8;

/** @param chains from top to bottom and from left to right; the style before and after is the default */
export function written(chains: readonly Chain[]): string {
	const asTheyCome = new RunWriter();
	for (const chain of chains) {
		asTheyCome.write(chain);
	}
	const byStyle = new RunWriter();
	for (const left = groupsOf(chains); left.size > 0; ) {
		byStyle.writeNearest(left);
	}
	const [rows, styles] = [asTheyCome.finish(), byStyle.finish()];
	return styles.length < rows.length ? styles : rows;
}

/** By the style in which they begin. A colour of 24 bits takes some twenty bytes: more than the way to the next row. */
function groupsOf(chains: readonly Chain[]): Map<string, Chain[]> {
	const groups = new Map<string, Chain[]>();
	for (const chain of chains) {
		const [{style}] = chain;
		const group = groups.get(style);
		if (group === undefined) {
			groups.set(style, [chain]);
		} else {
			group.push(chain);
		}
	}
	return groups;
}

/** Knows where the cursor is and in which style it writes. */
class RunWriter {
	#output = '';
	#style = '';
	#row = UNKNOWN;
	#column = UNKNOWN;

	write(chain: Chain): void {
		for (const {row, column, style, text, end} of chain) {
			this.#output += this.#move(row, column) + changeOf(this.#style, style) + text;
			this.#style = style;
			this.#row = row;
			this.#column = end;
		}
	}

	/** Writes a style's chains, of the style that costs least from here, and takes them out of what is left. */
	writeNearest(left: Map<string, Chain[]>): void {
		let nearest = '';
		let least = Number.POSITIVE_INFINITY;
		for (const style of left.keys()) {
			const cost = changeOf(this.#style, style).length;
			if (cost < least) {
				[nearest, least] = [style, cost];
			}
		}
		for (const group = [...(left.get(nearest) ?? [])]; group.length > 0; ) {
			this.write(group.splice(this.#nearestOf(group), 1)[0]);
		}
		left.delete(nearest);
	}

	/** The place of the chain with the shortest way, of those that come next. */
	#nearestOf(group: readonly Chain[]): number {
		let nearest = 0;
		let least = Number.POSITIVE_INFINITY;
		for (let at = 0; at < Math.min(group.length, LOOKED_AT); at++) {
			const [{row, column}] = group[at];
			const {length} = this.#move(row, column);
			if (length < least) {
				[nearest, least] = [at, length];
			}
		}
		return nearest;
	}

	finish(): string {
		return this.#output + changeOf(this.#style, '');
	}

	/** The shortest code: to a place, or from where the cursor is. */
	#move(row: number, column: number): string {
		const to = column === 0 ? `\u001b[${row + 1}H` : `\u001b[${row + 1};${column + 1}H`;
		if (this.#column === UNKNOWN) {
			return to;
		}
		const down = row - this.#row;
		const right = column - this.#column;
		const by = vertical(down) + horizontal(right);
		return by.length < to.length ? by : to;
	}
}

/** IND and RI (VT100) where they are shorter than CUD and CUU: within the screen they scroll nothing. */
function vertical(down: number): string {
	if (down < 0) {
		return down < -1 ? steps(-down, 'A') : '\u001bM';
	}
	return down === 1 ? '\u001bD' : steps(down, 'B');
}

function horizontal(right: number): string {
	if (right >= 0) {
		return steps(right, 'C');
	}
	return right < -3 ? steps(-right, 'D') : '\b'.repeat(-right);
}

/** CUU, CUD, CUF, CUB (ECMA-48 §8.3.18–22). */
function steps(count: number, direction: 'A' | 'B' | 'C' | 'D'): string {
	if (count === 0) {
		return '';
	}
	return count === 1 ? `\u001b[${direction}` : `\u001b[${count}${direction}`;
}

const changes = new Map<string, Map<string, string>>();

/** `styleChange`, remembered: a screen has a few dozen styles. */
function changeOf(from: string, to: string): string {
	let known = changes.get(from);
	if (known === undefined) {
		known = new Map();
		changes.set(from, known);
	}
	let change = known.get(to);
	if (change === undefined) {
		change = styleChange(from, to);
		known.set(to, change);
	}
	return change;
}
