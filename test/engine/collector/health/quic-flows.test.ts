/** How long connecting by QUIC takes, by long headers of RFC 9000 §17.2. */
import {describe, expect, it} from 'vitest';
import {metricsText} from '../../../../source/engine/index.js';
import {roundTrip} from '../../../../source/engine/tcp-figures.js';
import {fleetPart} from '../../../../source/fleet/message/fleet-part.js';
import {csvTable} from '../../../../source/output/csv.js';
import {udp, watched} from './frames.js';
import {snapshotOf} from './segments.js';

const [CLIENT, SERVER] = [1, 2];
/** Connection identifiers: the client's of a server that it does not know yet, its own, and the server's own. */
const [ORIGINAL, OWN, THEIRS] = ['8394c8f03e515708', 'aa01', 'bb02bb02bb02bb02'];
const [INITIAL, ZERO_RTT, HANDSHAKE, RETRY] = [0, 1, 2, 3];
const size = (id: string) => (id.length / 2).toString(16).padStart(2, '0');

/** A packet with five bytes behind its length. @param first what the type bits of version 2 begin with */
function packet(kind: number, to: string, from: string, version = '00000001', first = 0): string {
	const type = (0xc0 | (((kind + first) & 3) << 4)).toString(16);
	const header = `${type}${version}${size(to)}${to}${size(from)}${from}`;
	return kind === RETRY ? `${header}${'77'.repeat(20)}` : `${header}${kind === INITIAL ? '00' : ''}050000000000`;
}
const there = (...packets: string[]) => udp(CLIENT, 4000, SERVER, 443, packets.join(''));
const back = (...packets: string[]) => udp(SERVER, 443, CLIENT, 4000, packets.join(''));

const asked = there(packet(INITIAL, ORIGINAL, OWN));
const replied = back(packet(INITIAL, OWN, THEIRS), packet(HANDSHAKE, OWN, THEIRS));
const ended = there(packet(INITIAL, THEIRS, OWN), packet(HANDSHAKE, THEIRS, OWN));

/** @param steps times in seconds and what came then */
function seen(...steps: Array<readonly [number | null, ...string[]]>) {
	const {analyzer, at} = watched(SMALL);
	for (const [time, ...frames] of steps) {
		at(time, ...frames);
	}
	const snapshot = snapshotOf(analyzer);
	return {snapshot, flow: snapshot.flows.top[0].quic, all: snapshot.health!.quic!};
}
const times = (initialToReply: string | null, replyToHandshake: string | null) => ({
	handshake: {initialToReply, replyToHandshake},
});
/** Full-size tables take long to make. */
const SMALL = {flows: 64, endpoints: 64, conversations: 64};
const NONE = times(null, null);

describe('a handshake of QUIC', () => {
	it('is from the Initial until the reply, and until the Handshake packet of the client', () => {
		const {flow, all} = seen([0, asked], [0.03, replied], [0.04, ended]);
		expect(flow).toEqual({connections: 1, unanswered: false, ...times('0.030000000', '0.010000000')});
		expect(all).toMatchObject({connections: 1, leftOut: 0, evicted: 0, handshake: {samples: 1, sum: '0.040000000'}});
	});

	it('is the same in version 2, whose types have other bits', () => {
		const second = (kind: number, to: string, from: string) => packet(kind, to, from, '6b3343cf', 1);
		const {flow} = seen(
			[0, there(second(INITIAL, ORIGINAL, OWN))],
			[0.03, back(second(HANDSHAKE, OWN, THEIRS))],
			[0.04, there(second(INITIAL, THEIRS, OWN))],
			[0.05, there(second(HANDSHAKE, THEIRS, OWN))],
		);
		expect(flow).toMatchObject(times('0.030000000', '0.020000000'));
	});

	it('is from the last Initial that came before the reply, and over 0-RTT', () => {
		const early = there(packet(ZERO_RTT, ORIGINAL, OWN));
		const {flow} = seen([0, asked, early], [1, asked], [1.05, replied]);
		expect(flow).toEqual({connections: 1, unanswered: false, ...times('0.050000000', null)});
	});

	it('is from the Initial that comes after a Retry', () => {
		const token = there(packet(INITIAL, '1122334455667788', OWN));
		const retry = back(packet(RETRY, OWN, '1122334455667788'));
		const {flow, all} = seen([0, asked], [0.02, retry], [0.021, token], [0.05, replied], [0.06, ended]);
		expect(flow).toMatchObject({connections: 1, ...times('0.029000000', '0.010000000')});
		expect(all.connections).toBe(1);
	});

	it('is that of the last connection of its ports', () => {
		const again = there(packet(INITIAL, '0102030405060708', 'aa05'));
		const late = there(packet(INITIAL, ORIGINAL, OWN));
		const reply = back(packet(HANDSHAKE, 'aa05', 'cc03'));
		const {flow, all} = seen([0, asked], [0.03, replied], [0.04, ended], [0.05, late], [5, again], [5.2, reply]);
		expect(flow).toEqual({connections: 2, unanswered: false, ...times('0.200000000', null)});
		expect(all).toMatchObject({connections: 2, handshake: {samples: 1}});
	});

	it('is not known where no reply came, or nobody knows when', () => {
		expect(seen([0, asked]).flow).toEqual({connections: 1, unanswered: true, ...NONE});
		const {flow, all} = seen([null, asked], [null, replied], [null, ended]);
		expect(flow).toEqual({connections: 1, unanswered: false, ...NONE});
		expect(all.handshake).toMatchObject({samples: 0, sum: '0.000000000'});
	});

	it('is not known where the capture began at the server, until the client connects again', () => {
		const own = 'aa01aa01aa01aa01';
		const fromServer = back(packet(INITIAL, own, THEIRS));
		const fromClient = there(packet(INITIAL, THEIRS, own), packet(HANDSHAKE, THEIRS, own));
		const before: Array<[number, string]> = [
			[0, fromServer],
			[0.01, fromClient],
			[0.02, fromServer],
		];
		expect(seen(...before)).toMatchObject({flow: {unanswered: false, ...NONE}, all: {handshake: {samples: 0}}});
		const {flow} = seen(...before, [1, asked], [1.5, replied]);
		expect(flow).toEqual({connections: 2, unanswered: false, ...times('0.500000000', null)});
		// a client that calls itself nothing
		const short = back(packet(INITIAL, '', THEIRS));
		expect(seen([0, short], [0.01, there(packet(INITIAL, THEIRS, ''))]).flow).toBeNull();
	});

	it('is not ended by who does not know the identifiers', () => {
		const stranger = back(packet(INITIAL, 'aa02', THEIRS));
		expect(seen([0, asked], [0.01, stranger]).flow).toMatchObject({unanswered: true});
		const other = there(packet(HANDSHAKE, THEIRS, 'aa03'));
		expect(seen([0, asked], [0.03, replied], [0.035, other], [0.04, ended]).flow).toMatchObject(
			times('0.030000000', '0.010000000'),
		);
	});

	it('is seen without the bit that is fixed elsewhere (RFC 9287)', () => {
		const without = (frame: string) => frame.replace('e000000001', 'a000000001');
		const frames = [back(packet(HANDSHAKE, OWN, THEIRS)), there(packet(HANDSHAKE, THEIRS, OWN))].map(without);
		expect(seen([0, asked], [0.03, frames[0]], [0.04, frames[1]]).flow).toMatchObject(
			times('0.030000000', '0.010000000'),
		);
	});

	it('is told of a server that calls itself what the client called it, and of one that got another name since', () => {
		const mirrored = back(packet(INITIAL, OWN, ORIGINAL));
		const {flow} = seen([0, asked], [0.03, mirrored], [0.04, there(packet(HANDSHAKE, 'dd04', OWN))]);
		expect(flow).toMatchObject(times('0.030000000', '0.010000000'));
	});

	it('is read as far as packets were captured', () => {
		const {length} = Buffer.from(ended.replaceAll(' ', ''), 'hex');
		const firstOnly = 42 + packet(INITIAL, THEIRS, OWN).length / 2;
		for (let captured = 42; captured <= length; captured++) {
			const {analyzer, at} = watched(SMALL);
			at(0, asked);
			at(0.03, replied);
			const bytes = Buffer.from(ended.replaceAll(' ', ''), 'hex');
			analyzer.packet(bytes, 0, captured, length, 1_700_000_000, 40_000_000, 1);
			const {replyToHandshake} = snapshotOf(analyzer).flows.top[0].quic!.handshake;
			// both identifiers of the second one
			expect([captured, replyToHandshake === null]).toEqual([captured, captured < firstOnly + 7 + 8 + 2]);
		}
	});

	it('is left out under overload, and counted', () => {
		const {analyzer, at} = watched(SMALL);
		at(0, asked);
		analyzer.setDetail(1);
		at(0.03, replied, udp(5, 5000, 6, 443, '40'));
		expect(snapshotOf(analyzer).health!.quic).toMatchObject({connections: 1, leftOut: 1});
	});

	it('is in the column of round trips, in totals and metrics, and not in what a fleet is told', () => {
		const {snapshot} = seen([0, asked], [0.03, replied], [0.04, ended]);
		const [flow] = snapshot.flows.top;
		expect(roundTrip(flow)).toBe(0.03);
		const flows = csvTable('flows');
		expect([...flows.rows(snapshot)][0][flows.columns.indexOf('quicHandshake')]).toBe('0.040000000');
		expect([...csvTable('totals').rows(snapshot)]).toContainEqual(['health.quic.connections', 1]);
		expect(metricsText(snapshot)).toContain('netanal_quic_handshake_seconds_bucket{le="0.065536"} 1\n');
		const part = fleetPart(snapshot);
		expect([part.flows.top[0], part.health]).toEqual([
			expect.not.objectContaining({quic: expect.anything()}),
			expect.not.objectContaining({quic: expect.anything()}),
		]);
	});
});
