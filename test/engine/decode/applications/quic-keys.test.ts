/** How often keys are made for Initial packets: it is by far the dearest that a packet can ask for. */
import {beforeEach, expect, it, vi} from 'vitest';
import {bytesOf, concat, recognise} from './harness.js';
import {cryptoFrame, quicInitial} from './messages.js';

const made = vi.hoisted(() => ({keys: 0}));
vi.mock('../../../../source/engine/decode/applications/quic-crypto.js', async original => {
	const real = await original<typeof import('../../../../source/engine/decode/applications/quic-crypto.js')>();
	return {
		...real,
		clientInitialKeys(...given: Parameters<typeof real.clientInitialKeys>) {
			made.keys++;
			return real.clientInitialKeys(...given);
		},
	};
});

const udp = {transport: 'udp', serverPort: 443} as const;
/** A long header of version 1 as an Initial packet has it, to a connection id of its own, with nothing that could be opened. */
const unreadable = (id: number, length = 300) =>
	concat(
		bytesOf('c3 00000001 08'),
		Uint8Array.of(...Array(8).fill(id)),
		bytesOf('00 00'),
		bytesOf('412c'),
		new Uint8Array(length),
	);

beforeEach(() => {
	made.keys = 0;
});

it('makes keys once for a connection', () => {
	const packet = quicInitial(cryptoFrame(0, bytesOf('01 000200')));
	recognise(udp, packet, packet, packet);
	expect(made.keys).toBe(1);
});

it('makes keys for the first of the packets in a datagram only', () => {
	recognise(udp, concat(...[1, 2, 3, 4].map(id => unreadable(id))));
	expect(made.keys).toBe(1);
});

it('makes few keys for a connection whose packets it cannot open', () => {
	recognise(
		udp,
		...Array.from({length: 12}, (_, id) => concat(...[1, 2, 3, 4].map(part => unreadable(8 * id + part)))),
	);
	expect(made.keys).toBe(4);
});

it('makes none for a datagram that no server would take', () => {
	recognise(udp, unreadable(1));
	expect(made.keys).toBe(0);
});
