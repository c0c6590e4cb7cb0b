/** A port alone labels nothing: random payloads on the port of every protocol. */
import {describe, expect, it} from 'vitest';
import {PROTOCOLS} from '../../../../source/engine/decode/applications/registry.js';
import {randomBytes, recognise, type Shown, seeded, textBytes} from './harness.js';

const FLOWS = 40;
const PAYLOADS = 12;
const next = seeded(20_261_123);
const transports = [
	['tcp', 6],
	['udp', 17],
] as const;

/** Half of them short, as acknowledgements and interactive traffic are. */
function noise(): Shown {
	const length = next() % 2 === 0 ? 1 + (next() % 26) : 60 + (next() % 300);
	return {bytes: randomBytes(next, length), direction: (next() % 2) as 0 | 1};
}

describe('random payloads on a registered port', () => {
	it.each(transports)('get no label over %s', (transport, number) => {
		const ports = new Set(PROTOCOLS.filter(({over}) => over.includes(number)).flatMap(protocol => protocol.ports));
		const often: string[] = [];
		let labelled = 0;
		for (const serverPort of ports) {
			let wrong = 0;
			for (let flow = 0; flow < FLOWS; flow++) {
				const payloads = Array.from({length: PAYLOADS}, noise);
				if (recognise({transport, serverPort}, ...payloads).label !== '') {
					wrong++;
				}
			}

			// Random bytes are what SSH's ciphertext is; only lengths can tell against it there.
			if (serverPort === 22) {
				continue;
			}
			labelled += wrong;
			if (wrong > FLOWS / 8) {
				often.push(`${transport} ${serverPort}: ${wrong} of ${FLOWS}`);
			}
		}

		expect(ports.size).toBeGreaterThan(50);
		expect(often).toEqual([]);
		expect(labelled / (ports.size * FLOWS)).toBeLessThan(0.005);
	});
});

describe('text on a port whose protocol is any text', () => {
	const cases: Array<[string, 'tcp' | 'udp', number]> = [
		['telnet', 'tcp', 23],
		['smtp', 'tcp', 25],
		['whois', 'tcp', 43],
		['pop', 'tcp', 110],
		['imap', 'tcp', 143],
		['syslog', 'udp', 514],
	];

	it.each(cases)('is %s, in one payload or letter by letter', (label, transport, serverPort) => {
		const line = textBytes('zz top line\r\n');
		expect(recognise({transport, serverPort}, line).label).toBe(label);
		const letters = Array.from(line, byte => Uint8Array.of(byte));
		expect(recognise({transport, serverPort}, ...letters).label).toBe(label);
	});

	it.each(cases)(
		'is not %s when too little of it was seen, or most is beyond ASCII',
		(_label, transport, serverPort) => {
			expect(recognise({transport, serverPort}, textBytes('zz')).label).toBe('');
			expect(recognise({transport, serverPort}, textBytes('\xc4\xd6\xdczz top \xe4\xf6\xfc\xdf')).label).toBe('');
		},
	);
});
