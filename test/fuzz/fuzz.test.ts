import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {Random} from '../../source/engine/capture/demo/random.js';
import {decodePacket} from '../../source/engine/decode/decode.js';
import type {Packet} from '../../source/engine/decode/packet.js';
import {pcapHeader, pcapRecord} from '../helpers/containers.js';
import {findFault} from './faults.js';
import {collectMaterial} from './material.js';
import {makeCapture, mutate} from './mutate.js';
import {readRegressions, writeRegression} from './regressions.js';
import {shrink} from './shrink.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-fuzz-'));
afterAll(() => fs.rmSync(folder, {recursive: true}));

const material = collectMaterial(path.join(folder, 'no corpus'));
const capture = Buffer.concat([
	pcapHeader('little'),
	...material.families[0].slice(0, 20).map(({bytes}, index) => pcapRecord('little', index, 0, bytes)),
]);

test('what the fuzzer found before holds now', () => {
	const folder = path.resolve(import.meta.dirname, '..', 'fixtures', 'regressions');
	const faults = readRegressions(folder).map(({name, bytes}) => [name, findFault(bytes)]);
	expect(faults.filter(([, fault]) => fault !== null)).toEqual([]);
});

describe('the fuzzer', () => {
	test('makes the same captures from the same numbers, and different ones from others', () => {
		const make = (seed: number) => Buffer.from(makeCapture(new Random(seed), material)).toString('hex');
		const made = Array.from({length: 50}, (_, seed) => make(seed));
		expect(Array.from({length: 50}, (_, seed) => make(seed))).toEqual(made);
		expect(new Set(made).size).toBe(50);
	});

	test('changes copies, never the material', () => {
		const before = Buffer.from(capture);
		for (let seed = 0; seed < 100; seed++) {
			mutate(capture, new Random(seed), 10);
		}
		expect(capture.equals(before)).toBe(true);
	});

	test('finds nothing in a few hundred captures', () => {
		for (let seed = 0; seed < 400; seed++) {
			expect([seed, findFault(makeCapture(new Random(seed), material))]).toEqual([seed, null]);
		}
	});

	test.each([
		['a throw', (packet: Packet) => decodeThen(packet, () => JSON.parse('{')), /^SyntaxError in /],
		[
			'a byte read past the end',
			(packet: Packet) =>
				decodeThen(packet, () => {
					packet.tcpFlags ^= packet.bytes[packet.end];
				}),
			/reads outside the packet/,
		],
		[
			'a payload past the end',
			(packet: Packet) =>
				decodeThen(packet, () => {
					packet.payloadEnd = packet.end + 1;
				}),
			/payload lies outside/,
		],
		[
			'a port alone',
			(packet: Packet) =>
				decodeThen(packet, () => {
					packet.sourcePort = -1;
				}),
			/one port without the other/,
		],
	])('finds %s and shrinks the capture to what it needs', (_name, decode, fault) => {
		const found = findFault(capture, decode);
		expect(found).toMatch(fault);
		const clock = () => 0;
		const smallest = shrink(capture, candidate => findFault(candidate, decode) === found, 1, clock);
		expect(findFault(smallest, decode)).toBe(found);
		// Of twenty packets one is left, and of that one hardly a byte that is not zero.
		expect(smallest.length).toBeLessThanOrEqual(24 + 16 + 80);
		expect(smallest.subarray(24).filter(byte => byte !== 0).length).toBeLessThan(24);
		expect(findFault(smallest)).toBeNull();
	});

	test('stops shrinking when its time is over', () => {
		let time = 0;
		const smallest = shrink(
			new Uint8Array(1000),
			() => true,
			2,
			() => time++,
		);
		expect(smallest.length).toBeGreaterThan(0);
		expect(smallest.length).toBeLessThan(1000);
	});

	test('writes a failure as a pair of files that is read again', () => {
		const failure = {bytes: Uint8Array.of(1, 2, 3), fault: 'something', seed: 5, index: 6};
		const file = writeRegression(path.join(folder, 'pairs'), failure);
		expect(path.extname(file)).toBe('.bin');
		const [read] = readRegressions(path.join(folder, 'pairs'));
		expect({...read, bytes: Uint8Array.from(read.bytes)}).toEqual({...failure, name: path.basename(file, '.bin')});
	});
});

/** Sabotages the decoder for UDP packets. */
function decodeThen(packet: Packet, sabotage: () => void): void {
	decodePacket(packet);
	if (packet.transport === 17 && packet.sourcePort >= 0) {
		sabotage();
	}
}
