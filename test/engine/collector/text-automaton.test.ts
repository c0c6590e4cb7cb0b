/** Texts that are looked for without making any, against the texts. */
import {describe, expect, it} from 'vitest';
import {TextAutomaton} from '../../../source/engine/collector/text-automaton.js';
import {formatAddress} from '../../../source/engine/decode/address.js';
import {seeded} from './random.js';

const random = seeded(11);
const pick = (below: number) => Math.floor(random() * below);
const word = () => [0, 0, 0xffff, pick(0xffff), pick(2 ** 32), 0xffff0000, 1, 255][pick(8)] | 0;

describe.each([4, 6] as const)('addresses of IPv%i', version => {
	it('hold what their texts hold', () => {
		let held = 0;
		for (let round = 0; round < 20_000; round++) {
			const words =
				version === 4 ? ([0, 0, 0, pick(2 ** 32) | 0] as const) : ([word(), word(), word(), word()] as const);
			const text = formatAddress(version, ...words);
			const from = pick(text.length);
			const part = text.slice(from, from + 1 + pick(text.length));
			const wanted = random() < 0.5 ? part : part.replace(/.$/, '0123456789abcdef:.'[pick(18)]);
			const automaton = TextAutomaton.of(wanted)!;
			const holds = version === 4 ? automaton.isInIpv4(words[3]) : automaton.isInIpv6(...words);
			expect(holds, `${text} ${wanted}`).toBe(text.includes(wanted));
			held += holds ? 1 : 0;
		}
		expect(held).toBeGreaterThan(10_000);
	});
});

it('bytes hold what their text holds, however it is written', () => {
	for (let round = 0; round < 20_000; round++) {
		const text = Array.from({length: pick(20)}, () => 'aAbB.-'[pick(6)]).join('');
		const wanted = Array.from({length: pick(5)}, () => 'ab.-'[pick(4)]).join('');
		const bytes = Buffer.from(`b${text}a`, 'latin1');
		const holds = TextAutomaton.of(wanted)!.isIn(bytes, 1, bytes.length - 1);
		expect(holds, `${text} ${wanted}`).toBe(text.toLowerCase().includes(wanted));
	}
});

it('no ASCII holds what is none, or what is longer than names are', () => {
	expect(TextAutomaton.of('bücher')).toBeNull();
	expect(TextAutomaton.of('x'.repeat(64))).toBeNull();
	const longest = 'x'.repeat(63);
	expect(TextAutomaton.of(longest)!.isIn(Buffer.from(longest), 0, 63)).toBe(true);
});
