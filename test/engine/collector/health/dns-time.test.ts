/** From a DNS query until its answer. */
import {expect, it} from 'vitest';
import {metricsText} from '../../../../source/engine/index.js';
import {snapshotOf} from '../../../helpers/snapshots.js';
import {message, NOERROR, NXDOMAIN, QUERY, udp, watched} from './frames.js';

const [CLIENT, SERVER] = [1, 2];
const ask = (id: number, port = 4000) => udp(CLIENT, port, SERVER, 53, message(id, QUERY));
const answer = (id: number, flags = NOERROR, port = 4000) => udp(SERVER, 53, CLIENT, port, message(id, flags));

it('is told of each that was watched, whatever its code, from the first time that it was asked', () => {
	const {at, health} = watched();
	at(0, ask(1), ask(2));
	at(0.01, answer(1));
	at(0.3, ask(2));
	at(0.7, answer(2, NXDOMAIN));
	// no query of these: another identifier, another port, a second answer
	at(0.8, answer(3), answer(1, NOERROR, 4001), answer(1));
	const {answerTime, slowAnswers} = health().dns;
	expect(answerTime).toMatchObject({samples: 2, sum: expect.stringMatching(/^0\.7[01]/)});
	expect(slowAnswers).toBe(1);
	expect(Number(answerTime!.p50)).toBeCloseTo(0.01, 2);
	expect(Math.abs(Number(answerTime!.p95) / 0.7 - 1)).toBeLessThan(1 / 16);
	const told = answerTime!.histogram!.filter(({samples}) => samples > 0);
	expect(told).toEqual([
		{to: '0.016384000', samples: 1},
		{to: '1.048576000', samples: 1},
	]);
});

it('is not told of an answer after five seconds, of one without a timestamp, or before its query', () => {
	const {at, health} = watched();
	at(0, ask(1));
	at(5.5, answer(1));
	at(6, ask(2));
	at(null, answer(2));
	expect(health().dns.answerTime).toMatchObject({samples: 0, p50: null, p95: null, sum: '0.000000000'});
});

it('is a histogram of the metrics', () => {
	const {at, health} = watched();
	at(0, ask(1));
	at(0.25, answer(1));
	const text = metricsText(snapshotOf({health: health()}));
	expect(text).toContain('netanal_dns_answer_seconds_bucket{le="0.131072"} 0\n');
	expect(text).toContain('netanal_dns_answer_seconds_bucket{le="0.262144"} 1\n');
	expect(text).toMatch(/netanal_dns_answer_seconds_count 1\nnetanal_dns_answer_seconds_sum 0\.25/);
});
