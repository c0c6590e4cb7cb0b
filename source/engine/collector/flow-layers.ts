/**
 * Labels that flows have besides their application, in the order in which they were seen; few flows have any. A bounded number of
 * flows: the one noted first goes first.
 */
import {movedRows} from './moved-rows.js';

const MOST_FLOWS = 16_384;
const MOST_LABELS = 4;

export class FlowLayers {
	#labels = new Map<number, number[]>();

	/** @param label application's number; one that the flow has already changes nothing */
	add(row: number, label: number): void {
		const known = this.#labels.get(row);
		if (known !== undefined) {
			if (known.length < MOST_LABELS && !known.includes(label)) {
				known.push(label);
			}
			return;
		}
		if (this.#labels.size >= MOST_FLOWS) {
			for (const oldest of this.#labels.keys()) {
				this.#labels.delete(oldest);
				break;
			}
		}
		this.#labels.set(row, [label]);
	}

	/** Numbers of applications. */
	of(row: number): readonly number[] | null {
		return this.#labels.get(row) ?? null;
	}

	/** Flows with a further label that is asked for. @param isOf by application's number: 1 = asked for */
	eachHaving(isOf: Uint8Array, take: (row: number) => void): void {
		for (const [row, labels] of this.#labels) {
			if (labels.some(label => isOf[label] === 1)) {
				take(row);
			}
		}
	}

	/** After flows were given up and others moved. @param remap old row → new row, -1 = gone */
	remap(remap: Int32Array): void {
		this.#labels = movedRows(this.#labels, remap);
	}
}
