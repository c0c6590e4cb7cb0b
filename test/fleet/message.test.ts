/** Messages as bytes. */
import {deflateRawSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {decode, encode, LARGEST, LARGEST_DEFLATED} from '../../source/fleet/message/codec.js';
import {messageId, senderOf, sensorName} from '../../source/fleet/message/sensor-state.js';
import {MadeSensor} from './made-sensor.js';

const state = () => new MadeSensor('a').message(1000).state;

describe('a message', () => {
	it('is what it was', () => {
		expect(decode(encode(state()))).toEqual(state());
	});

	it('has no string that a terminal would act on', () => {
		const bad = state();
		bad.snapshot.source.name = 'eth0\u001b[2J';
		bad.snapshot.source.filter = 'port\u202e 80';
		const {source} = decode(encode(bad)).snapshot;
		expect(source).toMatchObject({name: 'eth0\ufffd[2J', filter: 'port\ufffd 80'});
	});

	it.each([
		['a character that deletes', 'a\u007fb', 'a\ufffdb'],
		['a sequence in one character', 'a\u009bb', 'a\ufffdb'],
		['a path of Windows', 'C:\\x', 'C:\\x'],
		['letters of others', 'zürich', 'zürich'],
	])('with %s among letters alone has it made safe', (_, name, safe) => {
		const bad = state();
		bad.snapshot.source.name = name;
		expect(decode(encode(bad)).snapshot.source.name).toBe(safe);
	});

	it.each([
		['no JSON', deflateRawSync('{'), 'it is no JSON'],
		['no object', deflateRawSync('[]'), 'message is no object'],
		['not deflated', Buffer.from('{}'), 'it is not deflated'],
		['too large on the wire', Buffer.alloc(LARGEST_DEFLATED + 1), `it is larger than ${LARGEST_DEFLATED} bytes`],
		[
			'too large when it is inflated',
			deflateRawSync(Buffer.alloc(LARGEST + 1, 32)),
			`it becomes larger than ${LARGEST} bytes`,
		],
	])('is refused when it is %s', (_, bytes, reason) => {
		expect(() => decode(bytes)).toThrow(reason);
	});

	it('goes into the room that brokers give by default, at its largest', () => {
		const large = state();
		const row = (i: number) => ({
			...new MadeSensor('a').message(1).state.snapshot.endpoints.top[0],
			address: `2001:db8::${i.toString(16)}:${(i * 7919) % 65_536}`,
			name: `host-${(i * 2_654_435_761) % 4_294_967_296}.example.org`,
			nameSource: 'dns' as const,
			packetsSent: i * 1_234_567,
			packetsReceived: i,
			bytesSent: i * 7_654_321,
			bytesReceived: i,
			errorBytes: 0,
		});
		large.snapshot.endpoints.top = Array.from({length: 1000}, (_, i) => row(i));
		expect(encode(large).length).toBeLessThan(LARGEST_DEFLATED / 4);
	});
});

describe('a sender', () => {
	const boot = '0123456789abcdef';

	it('is whom the subject and the identifier name', () => {
		const sender = {sensor: 'web-1', boot, sequence: 7};
		expect(senderOf(`web-1.${boot}`, messageId(sender))).toEqual(sender);
	});

	it.each([
		['no identifier', `web.${boot}`, undefined],
		['that of another sensor', `web.${boot}`, `db.${boot}.1`],
		['that of another boot', `web.${boot}`, `web.${'0'.repeat(16)}.1`],
		['no sequence', `web.${boot}`, `web.${boot}.x`],
		['more parts', `web.${boot}.x`, `web.${boot}.1`],
		['no boot', 'web', `web.${boot}.1`],
		['no name', `.${boot}`, `.${boot}.1`],
		['characters that names do not have', `w*b.${boot}`, `w*b.${boot}.1`],
	])('is nobody with %s', (_, key, id) => {
		expect(senderOf(key, id)).toBeNull();
	});

	it.each([
		['web.example.org', 'web-example-org'],
		['', 'sensor'],
		['ü'.repeat(3), '-'],
		['x'.repeat(70), 'x'.repeat(64)],
	])('of host %s is %s', (host, name) => {
		expect(sensorName(host)).toBe(name);
	});
});
