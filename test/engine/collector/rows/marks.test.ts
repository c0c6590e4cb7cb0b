/** Marks that are looked at four at a time, against one at a time; and ports that hold digits, against their texts. */
import {describe, expect, it} from 'vitest';
import {addBit, countMarked, listMarked, markEqual, without} from '../../../../source/engine/collector/rows/marks.js';
import {portsHolding} from '../../../../source/engine/collector/rows/ports-holding.js';
import {seeded} from '../random.js';

const random = seeded(5);
const marks = (length: number, share: number) => Uint8Array.from({length}, () => (random() < share ? 1 : 0));

describe.each([0, 1, 3, 4, 1019, 1020, 1021, 5003])('%i rows', length => {
	it.each([0, 0.01, 0.5, 1])('of which a part of %f is marked', share => {
		const [some, others] = [marks(length, share), marks(length, 0.3)];
		expect(countMarked(some)).toBe(some.filter(mark => mark === 1).length);
		for (const of of [some, null]) {
			const left = new Uint8Array(length).fill(9);
			const all = of ?? new Uint8Array(length).fill(1);
			expect(without(of, others, left)).toBe(all.filter((mark, row) => mark === 1 && others[row] === 1).length);
			expect(left).toEqual(all.map((mark, row) => (others[row] === 1 ? 0 : mark)));
		}
		for (const rows of [length, length >> 1]) {
			const to = new Int32Array(rows);
			const plain = [...some.keys()].filter(row => row < rows && some[row] === 1);
			expect([...to.subarray(0, listMarked(some, rows, to))]).toEqual(plain);
		}
	});
});

it.each([0, 1, 3, 4, 1021, 5003])('bits of several terms, of %i rows', length => {
	const [first, second] = [marks(length, 0.5), marks(length >> 1, 0.5)];
	const bits = new Uint8Array(length);
	addBit(first, 0, bits);
	addBit(second, 6, bits);
	bits.fill(0xff, length - 2);
	const plain = first.map((mark, row) =>
		row >= length - 2 ? 0xff : mark | (row < second.length ? second[row] << 6 : 0),
	);
	expect(bits).toEqual(plain);
	for (const wanted of [0, 1, 64, 65, 127, 128, 255]) {
		const equal = bits.slice();
		markEqual(equal, wanted);
		expect(equal).toEqual(plain.map(each => (each === wanted ? 1 : 0)));
	}
});

it.each([
	'0',
	'00',
	'8',
	'44',
	'443',
	'65535',
	'65536',
	'6553',
	'07',
	':0',
	':00',
	':8',
	':44',
	':65535',
	':07',
	'123456',
])('ports that hold %s', text => {
	const found = portsHolding(text) ?? new Uint8Array(65_536);
	const plain = Uint8Array.from({length: 65_536}, (_, port) => (`:${port}`.includes(text) ? 1 : 0));
	expect(Buffer.compare(found, plain)).toBe(0);
});

it('no port holds what is none', () => {
	expect(portsHolding(':')).toBeNull();
	expect(portsHolding('8a')).toBeNull();
});
