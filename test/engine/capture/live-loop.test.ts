/** How often the loop of a capture wakes up while nothing comes, by a clock that only its waits move. */
import {afterEach, expect, it, vi} from 'vitest';
import {CaptureLoop} from '../../../source/engine/capture/live-loop.js';
import {loopTurns} from '../../helpers/loop-turns.js';

type Options = ConstructorParameters<typeof CaptureLoop>[0];

afterEach(() => vi.restoreAllMocks());

/** The loop of a capture to which nothing comes, with parts of its own. */
function loopWith(parts: {[part in keyof Options]?: unknown}): CaptureLoop {
	return new CaptureLoop({
		writer: {published: 0, dispatched: 0, dropped: 0, move: () => 0},
		queue: {setCounters() {}, publishEnd() {}},
		link: {check: () => false, state: {name: 'eth0', present: true, up: true}, watching: true},
		heap: {check() {}},
		blockTimeout: 50,
		patience: 50,
		count: Number.POSITIVE_INFINITY,
		...parts,
	} as unknown as Options);
}

const silent = {closeIntake() {}, stats: () => false, lastError: () => ''};

/** @returns how often it polled in a minute. @param ready the descriptor says at once that there is something */
async function pollsInAMinute(up: boolean, ready: boolean, hasAlarm: boolean): Promise<number> {
	let time = 0;
	let polls = 0;
	vi.spyOn(Atomics, 'wait').mockImplementation((...[, , , timeout]) => {
		time += timeout!;
		return 'timed-out';
	});
	let inTime = 0;
	const stop = () => {
		inTime = polls;
		return {type: 'stop'};
	};
	const handle = {
		wait(milliseconds: number) {
			polls++;
			time += ready ? 0.01 : milliseconds;
			return ready;
		},
		...silent,
	};
	const loop = loopWith({
		handle,
		link: {check: () => false, state: {name: 'eth0', present: true, up}, watching: true},
		port: {next: () => (time < 60_000 ? undefined : stop()), report() {}},
		now: () => time,
		patience: hasAlarm ? 250 : 50,
		hasAlarm,
	});
	await loop.run();
	return inTime;
}

it.each([
	['up and idle', true, false, 20],
	['down', false, false, 4],
	['up, with a descriptor that is always ready and never has a packet', true, true, 21],
	['down, with such a descriptor', false, true, 21],
])('an interface that is %s is asked a few times a second', async (_name, up, ready, most) => {
	expect(await pollsInAMinute(up, ready, false)).toBeLessThanOrEqual(60 * most);
});

it.each([
	['up and idle', true],
	['down', false],
])('an interface that is %s for long is asked once a second where an alarm tells of commands', async (_name, up) => {
	const polls = await pollsInAMinute(up, false, true);
	expect(polls).toBeGreaterThanOrEqual(60);
	// four times a second in the first five of them
	expect(polls).toBeLessThanOrEqual(60 + 5 * 4);
});

it('ends in seconds where packets keep coming, because the device cannot be told to stop', async () => {
	let time = 0;
	let moves = 0;
	let ends = 0;
	const loop = loopWith({
		handle: {wait: () => true, ...silent},
		writer: {
			published: 0,
			dispatched: 0,
			dropped: 0,
			move() {
				time += 0.1;
				if (++moves > 1_000_000) {
					throw new Error('it does not end');
				}
				return 1;
			},
		},
		queue: {
			setCounters() {},
			publishEnd() {
				ends++;
			},
		},
		link: {check: () => false, state: {name: 'usbmon1', present: true, up: true}, watching: false},
		port: {next: () => ({type: 'stop'}), report() {}},
		now: () => time,
	});
	await loop.run();
	expect(ends).toBe(1);
	expect(time).toBeGreaterThan(1000);
	expect(time).toBeLessThan(6000);
});

it('goes back to the event loop every few seconds, for what V8 has posted there', async () => {
	let time = 0;
	const loop = loopWith({
		handle: {
			wait(milliseconds: number) {
				time += milliseconds;
				return false;
			},
			...silent,
		},
		port: {next: () => (time < 60_000 ? undefined : {type: 'stop'}), report() {}},
		now: () => time,
	});
	const turns = await loopTurns(() => loop.run());
	expect(turns).toBeGreaterThanOrEqual(10);
	expect(turns).toBeLessThanOrEqual(12);
});

it('tells what looks after the link whether packets came since it looked last', async () => {
	let time = 0;
	const heard: boolean[] = [];
	const isComing = () => time < 10_000;
	const loop = loopWith({
		handle: {
			wait(milliseconds: number) {
				time += milliseconds;
				return isComing();
			},
			...silent,
		},
		writer: {published: 0, dispatched: 0, dropped: 0, move: () => (isComing() ? 1 : 0)},
		link: {
			check(since: boolean) {
				heard.push(since);
				return false;
			},
			state: {name: 'eth0', present: true, up: true},
			watching: true,
		},
		port: {next: () => (time < 20_000 ? undefined : {type: 'stop'}), report() {}},
		now: () => time,
	});
	await loop.run();
	const half = heard.lastIndexOf(true) + 1;
	expect(half).toBeGreaterThan(10);
	expect(heard.length - half).toBeGreaterThan(10);
	expect(heard).toEqual(heard.map((_, index) => index < half));
});
