import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Chain, RunWriter} from '../../source/terminal/run-writer.js';
import {UNKNOWN} from '../../source/terminal/runs.js';
import {Ways} from '../../source/terminal/ways.js';

const run = (row: number, column: number, text = 'x', style = ''): Chain => [
	{row, column, style, text, end: column + text.length},
];

describe('Ways', () => {
	it('says the length of each way that it gives', () => {
		const place = fc.tuple(fc.nat(250), fc.oneof(fc.nat(320), fc.constant(UNKNOWN)));
		const to = fc.tuple(fc.nat(250), fc.nat(320));
		for (const ways of [new Ways('\n'), new Ways('\u001bD')]) {
			fc.assert(
				fc.property(place, to, ([fromRow, fromColumn], [row, column]) => {
					expect(ways.length(fromRow, fromColumn, row, column)).toBe(
						ways.between(fromRow, fromColumn, row, column).length,
					);
				}),
			);
		}
	});

	it('goes several rows down by line feeds where that is shorter', () => {
		expect(new Ways('\n').between(1, 4, 4, 4)).toBe('\n\n\n');
		expect(new Ways('\u001bD').between(1, 4, 4, 4)).toBe('\u001b[3B');
		expect(new Ways('\n').between(1, 14, 21, 14)).toBe('\u001b[20B');
		expect(new Ways('\n').between(4, 14, 2, 13)).toBe('\u001bM\u001bM\b');
	});
});

describe('RunWriter', () => {
	it('goes first to what is far from everything else, when it is near now', () => {
		const writer = new RunWriter('\n');
		expect(writer.written([run(0, 0)])).toBe('\u001b[1Hx');
		// to the nearest each time, or row by row, takes 23 bytes
		expect(writer.written([run(0, 12), run(2, 4), run(2, 12), run(4, 0)])).toBe(
			'\u001b[11Cx\n\n\bx\u001b[9Dx\u001b[5Hx',
		);
	});

	it('keeps the order of rows where that takes fewer bytes', () => {
		const writer = new RunWriter('\n');
		const pairs = [run(29, 69, 'a'), run(29, 70, 'b', '1||'), run(39, 89, 'c'), run(39, 90, 'd', '1||')];
		expect(writer.written(pairs)).toBe('\u001b[30;70Ha\u001b[1mb\u001b[40;90H\u001b[mc\u001b[1md');
	});

	it('goes on in the style and at the place of the frame before', () => {
		const writer = new RunWriter('\n');
		expect(writer.written([run(3, 8, '1', '1||')])).toBe('\u001b[4;9H\u001b[1m1');
		expect(writer.written([run(2, 8, '2', '1||'), run(3, 8, '3', '1||')])).toBe('\b3\u001bM\b2');
		expect(writer.written([run(2, 9, '4')])).toBe('\u001b[m4');
	});
});
