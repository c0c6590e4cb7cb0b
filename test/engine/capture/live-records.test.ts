import {describe, expect, it} from 'vitest';
import {countRecords, RECORD_HEADER} from '../../../source/engine/capture/live-records.js';

/** Savefile records in host order with packets of these lengths. */
function records(...lengths: number[]): Uint8Array {
	const bytes = new Uint8Array(lengths.reduce((total, length) => total + RECORD_HEADER + length, 0)).fill(0xff);
	let at = 0;
	for (const length of lengths) {
		new Uint8Array(bytes.buffer, at, RECORD_HEADER).set(new Uint8Array(Uint32Array.of(1, 2, length, length).buffer));
		at += RECORD_HEADER + length;
	}
	return bytes;
}

describe('records in a batch', () => {
	it('counts records of any length, none among them', () => {
		const bytes = records(60, 0, 1, 65_535, 3);
		expect(countRecords(bytes, 0, bytes.length)).toBe(5);
		expect(countRecords(bytes, 0, 0)).toBe(0);
		expect(countRecords(bytes, 76, bytes.length)).toBe(4);
	});

	it('says -1 wherever the last record is cut', () => {
		const bytes = records(7, 9);
		for (let end = 0; end < bytes.length; end++) {
			expect(countRecords(bytes, 0, end)).toBe(end === 0 ? 0 : end === RECORD_HEADER + 7 ? 1 : -1);
		}
	});

	it('does not follow a length that is larger than everything', () => {
		expect(countRecords(new Uint8Array(64).fill(0xff), 0, 64)).toBe(-1);
	});
});
