/** What waits at a sensor, and what waits at a fleet. */
import {describe, expect, it} from 'vitest';
import {Inbox} from '../../source/fleet/inbox.js';
import {Outbox} from '../../source/fleet/sensor/outbox.js';

const BOOT = '0123456789abcdef';

describe('the inbox', () => {
	const from = (sensor: string, sequence: number, boot = BOOT) => ({sensor, boot, sequence});

	it('keeps of each boot what was said last, in whatever order it came', () => {
		const inbox = new Inbox();
		for (const sequence of [3, 1, 5, 2, 5]) {
			inbox.put(from('a', sequence), Buffer.from(String(sequence)));
		}
		inbox.put(from('b', 1), Buffer.from('b'));
		expect([...inbox.take()].map(({bytes}) => String(bytes))).toEqual(['5', 'b']);
		expect([...inbox.take()]).toEqual([]);
	});

	it('takes of a sensor with very many boots some at a time, and loses none', () => {
		const inbox = new Inbox();
		for (let i = 0; i < 40; i++) {
			inbox.put(from('a', 1, String(i)), Buffer.alloc(1));
		}
		inbox.put(from('b', 1), Buffer.alloc(1));
		expect([inbox, inbox, inbox, inbox].map(each => [...each.take()].length)).toEqual([17, 16, 8, 0]);
		expect(inbox.takeIgnored()).toBe(0);
	});

	it('leaves out what is too much at once, and has room again after that', () => {
		const inbox = new Inbox();
		for (let i = 0; i < 100; i++) {
			inbox.put(from(`s${i}`, 1), Buffer.alloc(1024 * 1024));
		}
		expect([inbox.takeIgnored(), inbox.takeIgnored()]).toEqual([37, 0]);
		expect([...inbox.take()]).toHaveLength(63);
		inbox.put(from('a', 1), Buffer.alloc(1024 * 1024));
		expect([...inbox.take()]).toHaveLength(1);
	});
});

describe('the outbox', () => {
	/** A broker that answers when it is told to, and a clock that goes on when it is told to. */
	function made() {
		const published: string[] = [];
		const told: (string | null)[] = [];
		const waits: number[] = [];
		let answer: (problem: string | null) => void = () => {};
		let goOn = () => {};
		const outbox = new Outbox<string>({
			publish(state) {
				published.push(state);
				return new Promise((resolve, reject) => {
					answer = problem => (problem === null ? resolve() : reject(new Error(problem)));
				});
			},
			connected: problem => told.push(problem),
			later(milliseconds, action) {
				waits.push(milliseconds);
				goOn = action;
				return () => {};
			},
		});
		const settle = () => new Promise(resolve => setImmediate(resolve));
		return {
			outbox,
			published,
			told,
			waits,
			answer: async (problem: string | null) => {
				answer(problem);
				await settle();
			},
			goOn: async () => {
				goOn();
				await settle();
			},
		};
	}

	it('says the newest alone, one at a time', async () => {
		const {outbox, published, answer} = made();
		for (const state of ['1', '2', '3']) {
			outbox.offer(state);
		}
		expect(published).toEqual(['1']);
		await answer(null);
		expect(published).toEqual(['1', '3']);
		const settled = outbox.settled();
		await answer(null);
		await settled;
		expect(published).toEqual(['1', '3']);
	});

	it('tries again what is newest, ever less often, and tells of it once', async () => {
		const {outbox, published, told, waits, answer, goOn} = made();
		outbox.offer('1');
		for (let i = 2; i <= 8; i++) {
			await answer('gone');
			outbox.offer(String(i));
			await goOn();
		}
		expect(waits).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
		expect(published).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
		expect(told).toEqual(['gone']);
		await answer(null);
		expect(told).toEqual(['gone', null]);
		await outbox.settled();
	});

	it('gives up when it is closed', async () => {
		const {outbox, published, answer, goOn} = made();
		outbox.offer('1');
		await answer('gone');
		const settled = outbox.settled();
		outbox.close();
		await settled;
		await goOn();
		expect(published).toEqual(['1']);
	});
});
