import {describe, expect, it} from 'vitest';
import {
	lostBetween,
	marked,
	NO_PLAYBACK,
	nearestSecond,
	type Playback,
	played,
	SPANS,
	stepped,
	toggledPlay,
	travelled,
} from '../../../source/dashboard/model/playback.js';

const SECONDS = [100, 101, 102, 110, 170, 171];
const line = (part: Partial<Playback> = {}): Playback => ({...NO_PLAYBACK, seconds: SECONDS, ...part});

describe('going back and forth', () => {
	it.each([
		['back from the newest', null, -1, 170],
		['by one', 101, -1, 100],
		['not before the oldest', 100, -60, 100],
		['over a gap, at least to the next there is', 170, -1, 110],
		['forward over a gap', 102, 1, 110],
		['by a minute', 171, -60, 110],
		['forward by a minute', 110, 60, 170],
		['not beyond the newest', 170, 60, 171],
	])('goes %s', (_, at, by, expected) => {
		expect(travelled(line({at}), by).at).toBe(expected);
	});

	it('stays where there is nothing', () => {
		expect(travelled(NO_PLAYBACK, -1)).toBe(NO_PLAYBACK);
		expect(toggledPlay(NO_PLAYBACK)).toBe(NO_PLAYBACK);
		expect(nearestSecond([], 5)).toBeNull();
	});

	it.each([
		[99, 100],
		[100, 100],
		[109.9, 102],
		[500, 171],
	])('finds the second for %d', (wanted, expected) => {
		expect(nearestSecond(SECONDS, wanted)).toBe(expected);
	});
});

describe('playing', () => {
	it('begins at the oldest when it stands at the newest, else where it is', () => {
		expect(toggledPlay(line())).toMatchObject({playing: true, at: 100});
		expect(toggledPlay(line({at: 171}))).toMatchObject({playing: true, at: 100});
		expect(toggledPlay(line({at: 110}))).toMatchObject({playing: true, at: 110});
		expect(toggledPlay(line({at: 110, playing: true}))).toMatchObject({playing: false, at: 110});
	});

	it('goes on by its speed and stops at the newest', () => {
		let now = toggledPlay(line({speed: 2}));
		now = played(now, 400);
		expect(now).toMatchObject({at: 100, position: 100.8});
		now = played(now, 400);
		expect(now).toMatchObject({at: 101, position: 101.6});
		now = played({...now, speed: 3600}, 1000);
		expect(now).toMatchObject({at: 171, playing: false});
		expect(played(now, 1000)).toBe(now);
	});
});

describe('steps', () => {
	it.each([
		[120, 1, 300],
		[120, -1, 60],
		[3600, 1, 3600],
		[30, -1, 30],
		[100, 1, 120],
		[100, -1, 60],
	] as const)('from %d by %d to %d', (value, direction, expected) => {
		expect(stepped(SPANS, value, direction)).toBe(expected);
	});
});

describe('marks', () => {
	it('are bounded', () => {
		let now = NO_PLAYBACK;
		for (let second = 0; second < 1200; second++) {
			now = marked(now, {second, kind: 'drops', text: ''});
		}
		expect(now.marks).toHaveLength(1000);
		expect(now.marks.at(-1)?.second).toBe(1199);
	});

	it('tell what was lost, where it is known', () => {
		const drops = (kernel: number | null, queue: number | null) => ({kernel, interface: null, queue});
		expect(lostBetween(undefined, drops(3, 0))).toBe('packets lost: 3 kernel');
		expect(lostBetween(drops(3, 1), drops(5, 9))).toBe('packets lost: 2 kernel, 8 queue');
		expect(lostBetween(drops(3, 1), drops(3, 1))).toBeNull();
		expect(lostBetween(drops(3, null), drops(null, null))).toBeNull();
	});
});
