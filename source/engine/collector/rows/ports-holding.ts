import {PORTS} from './terms.js';

/** By number: whether `:port` holds the text; null where none does. Ports with the text in them are counted out, not made texts of. */
export function portsHolding(text: string): Uint8Array | null {
	const [, colon, digits] = /^(:?)(\d{1,5})$/.exec(text) ?? [];
	if (digits === undefined) {
		return null;
	}
	const ports = new Uint8Array(PORTS);
	const middle = Number(digits);
	// digits before it, then digits behind it; a number begins with no 0, but for 0 itself
	for (let behind = 1; middle * behind < PORTS && behind < PORTS; behind *= 10) {
		const step = 10 ** digits.length * behind;
		const isFirst = digits[0] !== '0' || (digits === '0' && behind === 1);
		for (let before = isFirst ? 0 : step; before < PORTS && (colon === '' || before === 0); before += step) {
			const from = before + middle * behind;
			ports.fill(1, from, from + behind);
		}
	}
	return ports;
}
