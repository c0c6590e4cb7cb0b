/** The bytes of a frame: runs in the shorter of two orders, each behind the shortest way to its place and style. */
import {styleChange} from './cell-line.js';
import {type Run, UNKNOWN} from './runs.js';
import {type Down, INDEX, Ways} from './ways.js';

/** Runs that stay in their order. */
export type Chain = readonly Run[];

/** Chains among which the next is looked for: those of some rows. */
const LOOKED_AT = 64;
/** Chains before and after one, from which the ways to it are compared: those of its row and its neighbours. */
const AROUND = 8;

/** Where the cursor is and in which style it writes. */
interface Pen {
	row: number;
	column: number;
	style: string;
}

const NOWHERE: Readonly<Pen> = {row: UNKNOWN, column: UNKNOWN, style: ''};

/** Knows the terminal's pen from frame to frame. */
export class RunWriter {
	#ways: Ways;
	#pen: Readonly<Pen> = NOWHERE;

	/** @param down what moves the cursor one row down */
	constructor(down: Down = INDEX) {
		this.#ways = new Ways(down);
	}

	moveDownBy(down: Down): void {
		this.#ways = new Ways(down);
	}

	/** The pen is anywhere, in the default style. */
	forget(): void {
		this.#pen = NOWHERE;
	}

	/** @param chains from top to bottom and from left to right */
	written(chains: readonly Chain[]): string {
		const asTheyCome = new Writing(this.#ways, this.#pen);
		for (const chain of chains) {
			asTheyCome.write(chain);
		}
		const byStyle = new Writing(this.#ways, this.#pen);
		for (const left = groupsOf(chains); left.size > 0; ) {
			byStyle.writeNearest(left);
		}
		const shorter = byStyle.output.length < asTheyCome.output.length ? byStyle : asTheyCome;
		this.#pen = shorter.pen;
		return shorter.output;
	}
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

class Writing {
	output = '';
	readonly pen: Pen;
	readonly #ways: Ways;

	constructor(ways: Ways, pen: Readonly<Pen>) {
		this.#ways = ways;
		this.pen = {...pen};
	}

	write(chain: Chain): void {
		const {pen} = this;
		for (const {row, column, style, text, end} of chain) {
			this.output += this.#ways.between(pen.row, pen.column, row, column) + changeOf(pen.style, style) + text;
			pen.style = style;
			pen.row = row;
			pen.column = end;
		}
	}

	/** Writes a style's chains, of the style that costs least from here, and takes them out of what is left. */
	writeNearest(left: Map<string, Chain[]>): void {
		let nearest = '';
		let least = Number.POSITIVE_INFINITY;
		for (const style of left.keys()) {
			const cost = changeOf(this.pen.style, style).length;
			if (cost < least) {
				[nearest, least] = [style, cost];
			}
		}
		const group = left.get(nearest) ?? [];
		left.delete(nearest);
		const others = group.map((_, at) => this.#waysFromOthers(group, at));
		while (group.length > 0) {
			const next = this.#nextOf(group, others);
			others.splice(next, 1);
			this.write(group.splice(next, 1)[0]);
		}
	}

	/** Bytes of the shortest way to a chain from those around it. */
	#waysFromOthers(group: readonly Chain[], at: number): number {
		const [{row, column}] = group[at];
		let least = Number.POSITIVE_INFINITY;
		for (let other = Math.max(0, at - AROUND); other < Math.min(group.length, at + AROUND + 1); other++) {
			const last = group[other].at(-1);
			if (other !== at && last !== undefined) {
				least = Math.min(least, this.#ways.length(last.row, last.end, row, column));
			}
		}
		return least;
	}

	/** The place of the chain to which the way from here is shortest, compared with that from elsewhere: what is left would be dear. */
	#nextOf(group: readonly Chain[], others: readonly number[]): number {
		const {row: fromRow, column: fromColumn} = this.pen;
		let next = 0;
		let least = Number.POSITIVE_INFINITY;
		for (let at = 0; at < Math.min(group.length, LOOKED_AT); at++) {
			const [{row, column}] = group[at];
			const cost = this.#ways.length(fromRow, fromColumn, row, column) - others[at];
			if (cost < least) {
				[next, least] = [at, cost];
			}
		}
		return next;
	}
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
