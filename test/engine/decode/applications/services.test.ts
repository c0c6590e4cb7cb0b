import {describe, expect, it} from 'vitest';
import {APPLICATION_NAMES, Recogniser} from '../../../../source/engine/decode/applications/index.js';
import {type ApplicationProtocol, Verdict} from '../../../../source/engine/decode/applications/recognition.js';
import {SERVICES} from '../../../../source/engine/decode/applications/services.js';
import {Packet} from '../../../../source/engine/decode/packet.js';
import {labelOf, viewOf} from './helper.js';
import type {Sample} from './sample.js';
import {SAMPLES} from './samples.js';

/** Bytes at the beginning of a sample of which each is an end once: no field that is looked at lies behind. */
const EACH_LENGTH = 128;

const gives = (protocol: ApplicationProtocol, label: string) =>
	protocol.name === label || Boolean(protocol.labels?.includes(label));
const family = (sample: Sample) => SERVICES.filter(p => gives(p, sample.label) && p.over.includes(sample.over));
const onPort = (protocol: ApplicationProtocol, sample: Sample) => protocol.ports.includes(sample.port);
const title = (sample: Sample) => `${sample.label}, ${sample.over === 6 ? 'TCP' : 'UDP'}, ${sample.source}`;
const said = (sample: Sample) => [...(sample.before ?? []), {bytes: sample.payload, direction: sample.direction ?? 0}];
const ports = (sample: Sample) => ({transport: sample.over, destinationPort: sample.port});

/** The application name that the whole registry gives to a flow of these payloads. */
function recognised(sample: Sample, port: number): string {
	const recogniser = new Recogniser({name() {}, nameBytes() {}});
	let current = 0;
	let memory: unknown = null;
	for (const [attempt, {bytes, direction}] of said(sample).entries()) {
		const packet = new Packet();
		packet.bytes = bytes;
		packet.end = bytes.length;
		packet.payloadEnd = bytes.length;
		packet.payloadLength = bytes.length;
		packet.transport = sample.over;
		packet.sourcePort = direction === 0 ? 40_001 : port;
		packet.destinationPort = direction === 0 ? port : 40_001;
		current = recogniser.inspect(packet, direction, attempt, current, memory);
		memory = recogniser.memory;
		if (recogniser.settled) {
			break;
		}
	}

	return APPLICATION_NAMES[current];
}

describe('services', () => {
	it('has a sample for each label', () => {
		const labels = new Set(SAMPLES.map(sample => sample.label));
		for (const protocol of SERVICES) {
			for (const label of [protocol.name, ...(protocol.labels ?? [])]) {
				expect(labels, label).toContain(label);
			}
		}
	});

	for (const sample of SAMPLES) {
		describe(title(sample), () => {
			it('is recognised on its port, and elsewhere where its payload says so', () => {
				expect(recognised(sample, sample.port)).toBe(sample.label);
				expect(recognised(sample, 50_001)).toBe(sample.anyPort ? sample.label : '');
			});

			it('is taken by no other protocol', () => {
				for (const protocol of SERVICES) {
					if (gives(protocol, sample.label) || !protocol.over.includes(sample.over) || protocol.portsOnly) {
						continue;
					}
					const label = labelOf(protocol, said(sample), {...ports(sample), onPort: onPort(protocol, sample)});
					expect(label, protocol.name).toBeNull();
				}
			});

			it('is read within bounds by every protocol, cut at every length of its first bytes and at some of the rest', () => {
				const protocols = SERVICES.filter(({over}) => over.includes(sample.over));
				for (let length = 1; length <= sample.payload.length; length += length < EACH_LENGTH ? 1 : 41) {
					// By turns on and off the port, cut by the capture and by the sender. A read outside the payload throws.
					const wireLength = (length & 2) === 0 ? length : sample.payload.length;
					const fields = {...ports(sample), onPort: (length & 1) === 0, wireLength};
					const view = viewOf(sample.payload.subarray(0, length), fields);
					const answer = {...view, direction: 1 as const, attempt: 1};
					for (const protocol of protocols) {
						if (protocol.recognise(view) === Verdict.maybe) {
							protocol.recognise(answer);
						}
					}
				}
			});
		});
	}

	it('goes to no other protocol when the capture cut a sample', () => {
		for (const sample of SAMPLES) {
			const own = family(sample);
			const others = SERVICES.filter(
				({portsOnly, over, firstBytes}) =>
					!portsOnly && over.includes(sample.over) && (firstBytes?.includes(sample.payload[0]) ?? true),
			).filter(protocol => !own.includes(protocol));
			for (let length = 1; length < sample.payload.length; length += length < EACH_LENGTH ? 1 : 41) {
				const view = viewOf(sample.payload.subarray(0, length), {...ports(sample), wireLength: sample.payload.length});
				for (const protocol of others) {
					if (protocol.recognise(view) === Verdict.yes) {
						expect.fail(`${title(sample)} cut at ${length}: ${protocol.name}`);
					}
				}
			}
		}
	});

	it('says no to random bytes', () => {
		const random = generator(20_240_607);
		let taken = 0;
		for (let round = 0; round < 3000; round++) {
			const bytes = Uint8Array.from({length: 1 + (random() % 120)}, () => random() & 0xff);
			// Half of them start as a protocol would.
			const first = SERVICES[random() % SERVICES.length].firstBytes;
			if (first && round % 2 === 0) {
				bytes[0] = first[random() % first.length];
			}
			for (const protocol of SERVICES) {
				if (protocol.portsOnly) {
					continue;
				}
				if (protocol.firstBytes && !protocol.firstBytes.includes(bytes[0])) {
					continue;
				}
				for (const transport of protocol.over) {
					if (protocol.recognise(viewOf(bytes, {transport})) === Verdict.yes) {
						taken++;
					}
				}
			}
		}

		// IAC and two option bytes of Telnet are as short as a signature gets.
		expect(taken).toBeLessThan(5);
	});
});

/** Seeded 31-bit integers (Numerical Recipes' constants, upper bits). */
function generator(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state >>> 9;
	};
}
