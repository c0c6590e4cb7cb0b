/** No protocol without a packet written in hex: what has none is named here. Cuts at every length: bounds.test.ts and services.test.ts. */
import fs from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {ApplicationProtocol} from '../../../source/engine/decode/applications/recognition.js';
import {LAYER_NAMES, LINK_NAMES, STOP_REASONS, TUNNEL_NAMES} from '../../../source/engine/decode/names.js';
import {Packet} from '../../../source/engine/decode/packet.js';
import {CORE_SAMPLES} from './applications/core-samples.js';
import {SAMPLES} from './applications/samples.js';
import {IPV4_SAMPLES, IPV6_SAMPLES, OTHER_SAMPLES} from './link-samples.js';
import {decodeInto, ethernet, hex, IPV4_TCP} from './sample.js';
import {TUNNEL_SAMPLES} from './tunnel-samples.js';

const applications = new URL('../../../source/engine/decode/applications/', import.meta.url);
const labels = new Set([...CORE_SAMPLES.map(([label]) => label), ...SAMPLES.map(({label}) => label)]);
const ADDRESSES = '0a0102030a040506';
const packets: Array<readonly [linkType: number, bytes: Uint8Array]> = [
	...[...IPV4_SAMPLES, ...IPV6_SAMPLES, ...OTHER_SAMPLES].map(([, linkType, , text]) => [linkType, hex(text)] as const),
	...TUNNEL_SAMPLES.map(([, type, text]) => [1, hex(ethernet(type, text))] as const),
	...[
		ethernet('0800', IPV4_TCP),
		ethernet('0806', `0001 0800 06 04 0001 020000000001 0a010203 000000000000 0a040506`),
		ethernet('0800', `450000200001000040840000${ADDRESSES} 0b590b5a0000000100000000`),
		ethernet('86dd', `6000000000100040 ${'20010db8'.padEnd(32, '0').repeat(2)} 1100 010400000000 9c40c35000080000`),
	].map(text => [1, hex(text)] as const),
];

const isProtocol = (value: unknown): value is ApplicationProtocol =>
	typeof value === 'object' && value !== null && 'recognise' in value && 'ports' in value;

describe('samples', () => {
	const files = fs.readdirSync(applications).filter(name => name.endsWith('.ts'));

	it.each(files)('%s: each label that it can give has one', async name => {
		const protocols = Object.values(await import(new URL(name, applications).href)).filter(isProtocol);
		const missing = protocols.flatMap(protocol =>
			[protocol.name, ...(protocol.labels ?? [])].filter(label => !labels.has(label)),
		);
		expect(missing).toEqual([]);
	});

	it('exist for every link layer and every tunnel', () => {
		const links = new Set([...IPV4_SAMPLES, ...IPV6_SAMPLES, ...OTHER_SAMPLES].map(([, , link]) => link));
		expect(LINK_NAMES.filter(name => !links.has(name))).toEqual([]);
		const tunnels = new Set<string>(['', ...TUNNEL_SAMPLES.map(([name]) => name)]);
		expect(TUNNEL_NAMES.filter(name => !tunnels.has(name))).toEqual([]);
	});

	it('cut anywhere, by the capture or on the network, stop in every layer that can stop', () => {
		const packet = new Packet();
		const seen = new Set<string>(['']);
		const reasons = new Set<string>(['']);
		for (const [linkType, bytes] of packets) {
			for (let length = 0; length < bytes.length; length++) {
				for (const wire of [bytes.length, length]) {
					decodeInto(packet, bytes.subarray(0, length), linkType, {wire});
					if (packet.stop === 0) {
						continue;
					}
					seen.add(LAYER_NAMES[packet.stopLayer]);
					reasons.add(STOP_REASONS[packet.stop]);
				}
			}
		}

		expect(LAYER_NAMES.filter(name => !seen.has(name))).toEqual([]);
		expect([...reasons].sort()).toEqual([
			'',
			'bad-checksum',
			'bad-header-length',
			'bad-length',
			'too-short',
			'truncated',
		]);
	});
});
