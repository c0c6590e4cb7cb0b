/** A signature must not keep a payload from its protocol: held against what each protocol takes. */
import {describe, expect, it} from 'vitest';
import {Candidates, RULE_WORDS} from '../../../../source/engine/decode/applications/candidates.js';
import {Verdict} from '../../../../source/engine/decode/applications/recognition.js';
import {PROTOCOLS} from '../../../../source/engine/decode/applications/registry.js';
import {SIGNATURES} from '../../../../source/engine/decode/applications/signatures.js';
import {CORE_SAMPLES} from './core-samples.js';
import {randomBytes, seeded} from './harness.js';
import {viewOf} from './helper.js';
import {SAMPLES} from './samples.js';

const TRANSPORTS = [6, 17] as const;
const CHANGED = 20;
const RANDOM = 4000;
const next = seeded(20_261_129);

const tables = new Map(TRANSPORTS.map(transport => [transport, new Candidates(PROTOCOLS, transport)]));

const EMPTY = {...viewOf(Uint8Array.of(0)), start: 0};

/** Indexes of the protocols that the rules let a payload off all ports go to. */
function asked(transport: 6 | 17, payload: Uint8Array): Set<number> {
	const rules = tables.get(transport)!.startingWith(payload[0]);
	const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
	const has = (at: number, mask: number, value: number) =>
		mask === 0 || (at + 4 <= payload.length && (view.getInt32(at) & mask) === value);
	const found = new Set<number>();
	for (let row = 0; row < rules.length; row += RULE_WORDS) {
		const [index, ...words] = rules.subarray(row, row + RULE_WORDS);
		if (has(words[0], words[1], words[2]) && has(words[3], words[4], words[5])) {
			found.add(index);
		}
	}
	return found;
}

/** Names of protocols that say more than `no` to the payload and would not be asked. */
function missed(transport: 6 | 17, payload: Uint8Array, wireLength = payload.length, expects = false): string[] {
	const reached = asked(transport, payload);
	// Bytes of its own, not guarded ones: reads outside are looked for in services.test.ts.
	const view = {...EMPTY, bytes: payload, end: payload.length};
	return [...PROTOCOLS.entries()]
		.filter(([index, {over, portsOnly, firstBytes}]) => {
			const can = over.includes(transport) && !portsOnly && (firstBytes?.includes(payload[0]) ?? true);
			return can && !reached.has(index);
		})
		.filter(([, protocol]) => {
			const expected = {add() {}, has: () => expects};
			return protocol.recognise({...view, transport, wireLength, expected}) !== Verdict.no;
		})
		.map(([, {name}]) => name);
}

const payloads: Uint8Array[] = [
	...SAMPLES.map(({payload}) => payload),
	...CORE_SAMPLES.flatMap(([, , ...shown]) => shown),
].filter(({length}) => length > 0);

/** Some bytes of the first ones replaced, most by what protocols say there. */
function changed(payload: Uint8Array): Uint8Array {
	const bytes = payload.slice(0, Math.max(1, next() % 4 === 0 ? next() % payload.length : payload.length));
	for (let count = 1 + (next() % 4); count > 0; count--) {
		const other = payloads[next() % payloads.length];
		const at = next() % Math.min(24, bytes.length);
		bytes[at] = next() % 2 === 0 ? next() & 0xff : other[at % other.length];
	}
	return bytes;
}

describe('signatures', () => {
	it('name protocols that are there, and leave values within their masks', () => {
		const names = new Set(PROTOCOLS.map(({name}) => name));
		for (const [name, signatures] of Object.entries(SIGNATURES)) {
			expect(names).toContain(name);
			for (const [, ...words] of signatures) {
				for (const word of words) {
					expect([name, (word![2] & word![1]) >>> 0]).toEqual([name, word![2]]);
				}
			}
		}
	});

	it.each(TRANSPORTS)('let every sample through over IP protocol %i, whole, cut and changed', transport => {
		for (const payload of payloads) {
			for (let length = 1; length <= Math.min(payload.length, 64); length++) {
				expect(missed(transport, payload.subarray(0, length))).toEqual([]);
				expect(missed(transport, payload.subarray(0, length), payload.length)).toEqual([]);
			}
			for (let round = 0; round < CHANGED; round++) {
				const bytes = changed(payload);
				expect(missed(transport, bytes, bytes.length + (next() % 3) * 40, round % 2 === 0)).toEqual([]);
			}
		}
	});

	it.each(TRANSPORTS)('ask nobody for most payloads that no protocol says, over IP protocol %i', transport => {
		expect(asked(transport, new Uint8Array(60))).toEqual(new Set());
		let calls = 0;
		for (let round = 0; round < RANDOM; round++) {
			calls += asked(transport, randomBytes(next, 100)).size;
		}
		expect(calls / RANDOM).toBeLessThan(0.75);
	});
});
