/** The details of a flow of QUIC. */
import {expect, it} from 'vitest';
import {quicFlowSection} from '../../../source/dashboard/model/selectors/quic-flow-details.js';

const lines = (
	initialToReply: string | null,
	replyToHandshake: string | null,
	{connections = 1, unanswered = false} = {},
) =>
	quicFlowSection({connections, unanswered, handshake: {initialToReply, replyToHandshake}}).flatMap(({rows}) =>
		rows.map(({label, text}) => `${label}: ${text}`),
	);

it('say how long connecting took, as far as it was seen', () => {
	expect(lines('0.025000000', '0.001500000')).toEqual([
		"handshake: 25.0 ms to the reply, 1.5 ms more to the client's Handshake packet",
	]);
	expect(lines('0.025000000', null, {connections: 1200})).toEqual([
		'handshake: 25.0 ms to the reply',
		'connections: 1,200',
	]);
	expect(lines(null, null, {unanswered: true})).toEqual(['handshake: no answer yet']);
	expect(lines(null, null)).toEqual(['handshake: not seen']);
	expect([quicFlowSection(undefined), quicFlowSection(null)]).toEqual([[], []]);
});
