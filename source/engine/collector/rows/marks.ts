/** Rows that are marked, a byte each, 0 or 1, or with bits of several terms: looked at four at a time, since they are a million. */

/** The same bytes as words, as far as they fill some; `bytes` begins where a word does. */
const wordsOf = (bytes: Uint8Array): Int32Array => new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);

const ALL_FOUR = 0x01010101;
/** So many words have no more marks in one of their four columns than a byte holds. */
const MOST_ADDED = 255;

const sumOfBytes = (word: number) => (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);

/** How many are marked. */
export function countMarked(marks: Uint8Array): number {
	const words = wordsOf(marks);
	let count = 0;
	for (let at = 0; at < words.length; ) {
		const end = Math.min(words.length, at + MOST_ADDED);
		let sum = 0;
		for (; at < end; at++) {
			sum = (sum + words[at]) | 0;
		}
		count += sumOfBytes(sum);
	}
	for (let at = words.length * 4; at < marks.length; at++) {
		count += marks[at];
	}
	return count;
}

/** Those of `marks` that are not in `others`, written to `left`. Null = all rows are marked. @returns how many are in both */
export function without(marks: Uint8Array | null, others: Uint8Array, left: Uint8Array): number {
	const [from, less, to] = [marks === null ? null : wordsOf(marks), wordsOf(others), wordsOf(left)];
	const whole = less.length * 4;
	let count = 0;
	for (let at = 0; at < less.length; ) {
		const end = Math.min(less.length, at + MOST_ADDED);
		let sum = 0;
		for (; at < end; at++) {
			const all = from === null ? ALL_FOUR : from[at];
			sum = (sum + (all & less[at])) | 0;
			to[at] = all & ~less[at];
		}
		count += sumOfBytes(sum);
	}
	for (let at = whole; at < others.length; at++) {
		const all = marks === null ? 1 : marks[at];
		count += all & others[at];
		left[at] = all & ~others[at];
	}
	return count;
}

/** Writes the numbers of those that are marked among the first `rows`. @returns how many */
export function listMarked(marks: Uint8Array, rows: number, to: Int32Array): number {
	const words = wordsOf(marks.subarray(0, rows));
	let count = 0;
	for (let at = 0; at < words.length; at++) {
		const word = words[at];
		if (word === 0) {
			continue;
		}
		const row = at * 4;
		// written anyway, and kept where it is marked: of marks in no order each branch would be taken half the times
		to[count] = row;
		count += word & 1;
		to[count] = row + 1;
		count += (word >>> 8) & 1;
		to[count] = row + 2;
		count += (word >>> 16) & 1;
		to[count] = row + 3;
		count += word >>> 24;
	}
	for (let row = words.length * 4; row < rows; row++) {
		to[count] = row;
		count += marks[row];
	}
	return count;
}

/** Sets a bit where a row is marked. @param bits of as many rows as `marks`, or more; it begins where a word does, too */
export function addBit(marks: Uint8Array, index: number, bits: Uint8Array): void {
	const [from, to] = [wordsOf(marks), wordsOf(bits)];
	for (let at = 0; at < from.length; at++) {
		to[at] |= from[at] << index;
	}
	for (let at = from.length * 4; at < marks.length; at++) {
		bits[at] |= marks[at] << index;
	}
}

const LOW_BITS = 0x7f7f7f7f;

/** Turns bits into marks: of those rows whose bits are `wanted`. */
export function markEqual(bits: Uint8Array, wanted: number): void {
	const words = wordsOf(bits);
	const all = Math.imul(wanted, ALL_FOUR);
	for (let at = 0; at < words.length; at++) {
		const others = words[at] ^ all;
		// the highest bit of each byte is 1 where no bit of it is another
		words[at] = (~(((others & LOW_BITS) + LOW_BITS) | others | LOW_BITS) >>> 7) & ALL_FOUR;
	}
	for (let at = words.length * 4; at < bits.length; at++) {
		bits[at] = bits[at] === wanted ? 1 : 0;
	}
}
