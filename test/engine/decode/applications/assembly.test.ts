import {expect, it} from 'vitest';
import {Assembly} from '../../../../source/engine/decode/applications/assembly.js';

it('gives the buffer that was freed last to the next one, and tells nothing of what is left in it', () => {
	const first = new Assembly();
	const {bytes} = first;
	first.put(0, Uint8Array.of(1, 2, 3, 4), 0, 4);
	first.release();
	first.release();
	const second = new Assembly();
	expect(second.bytes).toBe(bytes);
	expect(second.contiguous).toBe(0);
	expect(second.put(2, Uint8Array.of(7), 0, 1)).toBe(true);
	expect(second.contiguous).toBe(0);
	expect(new Assembly().bytes).not.toBe(bytes);
});

it('frees one that grew for good', () => {
	const grown = new Assembly();
	grown.put(0, new Uint8Array(4000), 0, 4000);
	const {bytes} = grown;
	grown.release();
	expect(new Assembly().bytes).not.toBe(bytes);
});
