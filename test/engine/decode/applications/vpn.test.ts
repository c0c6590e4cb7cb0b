/** WireGuard and OpenVPN. */
import {describe, expect, it} from 'vitest';
import {bytesOf, concat, randomBytes, recognise, seeded} from './harness.js';
import {u16, u32} from './messages.js';

const udp = {transport: 'udp'} as const;

describe('wireguard (white paper § 5.4)', () => {
	const noise = randomBytes(seeded(5), 200);
	const initiation = concat(bytesOf('01000000'), noise.subarray(0, 144));
	const data = (counter: number, size = 32) =>
		concat(bytesOf('04000000 a1b2c3d4'), Uint8Array.of(counter), new Uint8Array(7), noise.subarray(0, size));

	it('labels handshakes by type and length', () => {
		expect(recognise(udp, initiation)).toMatchObject({label: 'wg', settled: true, memory: null});
		expect(recognise(udp, concat(bytesOf('02000000'), noise.subarray(0, 88))).label).toBe('wg');
		expect(recognise(udp, initiation.subarray(0, 147)).label).toBe('');
		expect(recognise(udp, concat(bytesOf('01000000'), new Uint8Array(144))).label).toBe('');
	});

	it('labels data on its port at once, elsewhere when the receiver stays', () => {
		expect(recognise({...udp, serverPort: 51_820}, data(1)).label).toBe('wg');
		expect(recognise(udp, data(1)).label).toBe('');
		expect(recognise(udp, data(1), data(2, 64)).label).toBe('wg');
		expect(recognise(udp, data(1), data(2, 65)).label).toBe('');
	});
});

describe('openvpn (control channel packet format)', () => {
	const session = bytesOf('0102030405060708');
	const plain = concat(Uint8Array.of(7 << 3), session, bytesOf('00 00000000'));
	const reply = concat(
		Uint8Array.of(8 << 3),
		bytesOf('1112131415161718'),
		bytesOf('01 00000000'),
		session,
		bytesOf('00000000'),
	);
	const authenticated = concat(
		Uint8Array.of(7 << 3),
		session,
		new Uint8Array(20).fill(0xab),
		u32(1),
		u32(0x65000000),
		bytesOf('00 00000000'),
	);
	const encrypted = (opcode: number) =>
		concat(Uint8Array.of(opcode << 3), session, u32(1), u32(0x65000000), new Uint8Array(37).fill(0xcd));

	it('labels resets, plain and with tls-auth, over UDP and TCP', () => {
		expect(recognise(udp, plain)).toMatchObject({label: 'openvpn', settled: true});
		expect(recognise(udp, {bytes: reply, direction: 1}).label).toBe('openvpn');
		expect(recognise(udp, authenticated).label).toBe('openvpn');
		expect(recognise({}, concat(u16(plain.length), plain)).label).toBe('openvpn');
	});

	it('labels tls-crypt on its port, elsewhere when both ends speak so', () => {
		expect(recognise({...udp, serverPort: 1194}, encrypted(7)).label).toBe('openvpn');
		expect(recognise(udp, encrypted(7)).label).toBe('');
		expect(recognise(udp, encrypted(7), {bytes: encrypted(8), direction: 1}).label).toBe('openvpn');
	});

	it('wants the fields to fit', () => {
		expect(recognise(udp, concat(plain.subarray(0, 13), Uint8Array.of(1))).label).toBe('');
		expect(recognise(udp, concat(plain, Uint8Array.of(0))).label).toBe('');
	});
});
