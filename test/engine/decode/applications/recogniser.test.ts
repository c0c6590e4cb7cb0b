/** What holds for every protocol: bounded attempts, nothing read outside the payload, no label for noise. */
import {describe, expect, it} from 'vitest';
import {APPLICATION_NAMES, MAX_ATTEMPTS} from '../../../../source/engine/decode/applications/index.js';
import {CORE_SAMPLES as SAMPLES} from './core-samples.js';
import {type FlowOptions, Observer, randomBytes, recognise, seeded, textBytes} from './harness.js';

describe('the recogniser', () => {
	it('has every name once, 0 for none', () => {
		expect(APPLICATION_NAMES[0]).toBe('');
		expect(new Set(APPLICATION_NAMES).size).toBe(APPLICATION_NAMES.length);
		expect(APPLICATION_NAMES.length).toBeLessThan(256);
		for (const [label] of SAMPLES) {
			expect(APPLICATION_NAMES).toContain(label);
		}
	});

	it.each(SAMPLES)('labels %s', (label, options, ...payloads) => {
		expect(recognise(options, ...payloads).label).toBe(label);
	});

	it.each(SAMPLES)(
		'takes %s cut at every length, whether sent or captured so, without a wrong label',
		(label, options, ...payloads) => {
			const last = payloads[payloads.length - 1];
			// A shorter message may be whole in another way, but it is never another protocol.
			const allowed = new Set([
				'',
				label,
				...(label === 'http2' ? ['http'] : []),
				...(label === 'ssdp' ? ['http'] : []),
			]);
			for (let size = 0; size < last.length; size++) {
				const cut = last.subarray(0, size);
				const before = payloads.slice(0, -1);
				expect([size, allowed.has(recognise(options, ...before, cut).label)]).toEqual([size, true]);
				const captured = {bytes: cut, wireLength: last.length};
				expect([size, allowed.has(recognise(options, ...before, captured).label)]).toEqual([size, true]);
			}
		},
	);

	it.each(SAMPLES)('reads nothing outside the payload of %s', (_label, options, ...payloads) => {
		const last = payloads[payloads.length - 1];
		for (let size = 1; size <= last.length; size++) {
			const results = [0x00, 0x01, 0x41, 0xc0, 0xff].map(around => {
				const observer = new Observer();
				const shown = [...payloads.slice(0, -1), last.subarray(0, size)].map(bytes => ({bytes, around}));
				const {label, serverName, settled, attempts} = observer.flow(options, ...shown);
				return JSON.stringify([label, serverName, settled, attempts, observer.learnt]);
			});
			expect([size, new Set(results).size]).toEqual([size, 1]);
		}
	});

	it('gives no label to noise, and gives noise up', () => {
		const next = seeded(20_240_601);
		const labels: string[] = [];
		const flows = 20_000;
		for (let i = 0; i < flows; i++) {
			const options: FlowOptions = {
				transport: i % 2 === 0 ? 'tcp' : 'udp',
				clientPort: 1024 + (next() % 64_000),
				serverPort: 1 + (next() % 65_000),
			};
			const payloads = Array.from({length: 3}, () => ({
				bytes: randomBytes(next, 1 + (next() % 100)),
				direction: (next() % 2) as 0 | 1,
			}));
			const flow = recognise(options, ...payloads);
			if (flow.label !== '') {
				labels.push(flow.label);
			}
		}

		// Ports that stand for a protocol by themselves are met by chance now and then.
		expect(labels.length).toBeLessThan(flows / 1000);
	});

	it('asks no more than its bound of any flow', () => {
		const next = seeded(7);
		for (let i = 0; i < 200; i++) {
			const payloads = Array.from({length: MAX_ATTEMPTS + 5}, (_, n) => ({
				bytes: randomBytes(next, 40),
				direction: (n % 2) as 0 | 1,
			}));
			const flow = recognise(
				{transport: i % 2 === 0 ? 'tcp' : 'udp', serverPort: i % 4 < 2 ? 443 : 40_001},
				...payloads,
			);
			expect(flow.settled).toBe(true);
			expect(flow.attempts).toBeLessThanOrEqual(MAX_ATTEMPTS);
			expect(flow.memory).toBe(null);
		}
	});

	it('asks all protocols again when the other end speaks for the first time', () => {
		const request = textBytes('\x07\x07\x07\x07 nothing known');
		const answer = {bytes: textBytes('SSH-2.0-x\r\n'), direction: 1 as const};
		expect(recognise({}, request, answer).label).toBe('ssh');
		expect(recognise({}, request, request, answer).label).toBe('ssh');
		expect(recognise({}, request, {bytes: request, direction: 1}, answer)).toMatchObject({label: '', settled: true});
	});

	it('passes over packets whose payload was not captured', () => {
		const flow = recognise(
			{serverPort: 80},
			{bytes: new Uint8Array(0), wireLength: 400},
			textBytes('GET / HTTP/1.0\r\n\r\n'),
		);
		expect(flow).toMatchObject({label: 'http', settled: true});
	});

	it('keeps nothing for a flow that its first payload decides', () => {
		const flow = recognise({}, textBytes('HTTP/1.1 200 OK\r\n\r\n'));
		expect(flow).toMatchObject({label: 'http', settled: true, attempts: 1, memory: null});
		expect(typeof recognise({}, textBytes('\x07 unknown')).memory).toBe('number');
	});
});
