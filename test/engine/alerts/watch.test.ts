import {describe, expect, it} from 'vitest';
import {parseRules} from '../../../source/engine/alerts/rule.js';
import {
	type ActiveHosts,
	AlertWatch,
	MOST_A_MINUTE,
	OVER,
	type WatchedSecond,
} from '../../../source/engine/alerts/watch.js';
import {Random} from '../../../source/engine/capture/demo/random.js';
import type {Alert} from '../../../source/engine/snapshot.js';

interface Did {
	bytes?: number;
	sent?: number;
}

/** Hosts by name, with what each did in a second. */
function rowsOf(did: Readonly<Record<string, Did>>): ActiveHosts {
	const names = Object.keys(did);
	return {
		each: visit => {
			for (const [row, name] of names.entries()) {
				visit(row, did[name].bytes ?? 0, did[name].sent ?? 1);
			}
		},
		text: row => names[row],
		key: row => names[row],
		hasSent: name => (did[name]?.sent ?? (did[name] ? 1 : 0)) > 0,
	};
}

class Watched {
	watch = new AlertWatch();
	second = 999;
	dropped = 0;
	inLastMinute = 0;
	readonly told: Alert[] = [];

	constructor(...rules: string[]) {
		this.set(...rules);
	}

	set(...rules: string[]): void {
		const parsed = parseRules(rules);
		expect(parsed).toBeInstanceOf(Array);
		this.watch.set(parsed as Exclude<typeof parsed, string>, () => ({
			firstSecond: this.second < 1000 ? null : 1000,
			hosts: () => this.hosts,
			dropped: this.dropped,
		}));
	}

	hosts: readonly string[] = [];

	/** The next second. @returns what is told of it */
	next(did: Readonly<Record<string, Did>> | null = {}, fields: Partial<WatchedSecond> = {}): string[] {
		this.second++;
		const rows = did === null ? null : rowsOf(did);
		const {second, dropped, inLastMinute} = this;
		const told = this.watch.look({
			second,
			dropped,
			hosts: rows,
			flows: rows,
			inLastMinute: () => inLastMinute,
			...fields,
		});
		this.told.push(...told);
		return told.map(alert => `${alert.state} ${alert.subject}`);
	}

	/** So many seconds in which nothing is told. */
	quiet(seconds: number, did: Readonly<Record<string, Did>> = {}): void {
		for (let i = 0; i < seconds; i++) {
			expect(this.next(did)).toEqual([]);
		}
	}
}

const at = (second: number) => `${second}.000000000`;

describe('a rate', () => {
	it('begins with its first second and is over after ten without', () => {
		const watched = new Watched('host > 8kb/s');
		watched.quiet(3, {a: {bytes: 1000}});
		expect(watched.next({a: {bytes: 1001}, b: {bytes: 1000}})).toEqual(['begin a']);
		expect(watched.told[0]).toEqual({
			schema: 'netanal/alert@1',
			rule: 'host > 8kb/s',
			kind: 'host-rate',
			state: 'begin',
			subject: 'a',
			time: at(1003),
			since: at(1003),
			seconds: 1,
			value: 8008,
			bound: 8000,
			leftOut: 0,
		});
		watched.quiet(1, {a: {bytes: 5000}});
		watched.quiet(OVER - 1, {a: {bytes: 1000}});
		watched.quiet(1, {a: {bytes: 2000}});
		watched.quiet(OVER - 1);
		expect(watched.next()).toEqual(['end a']);
		expect(watched.told[1]).toMatchObject({state: 'end', since: at(1003), time: at(1015), seconds: 3, value: 40_000});
		expect(watched.next({a: {bytes: 1001}})).toEqual(['begin a']);
	});

	it('is told once for as long as it is above and below in turns', () => {
		// a rate drawn anew each second, then one below for good
		const random = new Random(19);
		const watched = new Watched('flow > 8kb/s');
		const rates = Array.from({length: 500}, () => 2000 * random.next());
		for (const bytes of rates) {
			watched.next({f: {bytes}});
		}
		for (let i = 0; i < OVER; i++) {
			watched.next({f: {bytes: 1000}});
		}
		const above = rates.flatMap((bytes, index) => (bytes > 1000 ? [index] : []));
		expect(above.length).toBeGreaterThan(100);
		expect(watched.told).toMatchObject([
			{state: 'begin', time: at(1000 + above[0])},
			{state: 'end', time: at(1001 + above.at(-1)!), seconds: above.length, value: 8 * Math.max(...rates)},
		]);
	});

	it('is over where nobody looked at the seconds between, and begins anew', () => {
		const watched = new Watched('host > 8kb/s');
		watched.next({a: {bytes: 2000}});
		watched.second += 500;
		expect(watched.next({a: {bytes: 2000}})).toEqual(['end a', 'begin a']);
		expect(watched.told[1]).toMatchObject({time: at(1001), seconds: 1});
	});

	it('is one for each subject and each rule', () => {
		const watched = new Watched('host > 8kb/s', 'host > 80kb/s');
		expect(watched.next({a: {bytes: 2000}, b: {bytes: 20_000}})).toEqual(['begin b', 'begin a', 'begin b']);
		expect(watched.next({a: {bytes: 20_000}})).toEqual(['begin a']);
	});

	it('is not over in seconds of which not all is known', () => {
		const watched = new Watched('host > 8kb/s');
		watched.next({a: {bytes: 2000}});
		for (let i = 0; i < 3 * OVER; i++) {
			expect(watched.next(null)).toEqual([]);
		}
		expect(watched.next({a: {bytes: 0}})).toEqual(['end a']);
	});

	it('of very many is told one by one for some, then for all others together', () => {
		const watched = new Watched('host > 8kb/s');
		const many = Object.fromEntries(Array.from({length: 1000}, (_, i) => [`h${i}`, {bytes: 2000 + i}]));
		const told = watched.next(many);
		expect(told).toHaveLength(MOST_A_MINUTE + 1);
		expect(told[0]).toBe('begin h999');
		expect(told.at(-1)).toBe('begin null');
		watched.quiet(100, many);
		watched.quiet(OVER - 1);
		expect(watched.next()).toHaveLength(MOST_A_MINUTE + 1);
		expect(watched.told.at(-1)).toMatchObject({
			state: 'end',
			subject: null,
			leftOut: 1000 - MOST_A_MINUTE,
			seconds: 101,
		});
	});
});

describe('a new host', () => {
	it('is one that sends for the first time after the time of learning', () => {
		const watched = new Watched('new host after 5s');
		expect(watched.next({a: {}})).toEqual([]);
		watched.quiet(4, {a: {}, b: {}, c: {sent: 0}});
		expect(watched.next({a: {}, b: {}, c: {sent: 0}})).toEqual([]);
		expect(watched.next({b: {}, c: {}, d: {}})).toEqual(['begin c', 'begin d']);
		expect(watched.told[0]).toMatchObject({kind: 'new-host', time: at(1006), subject: 'c', value: null});
		watched.quiet(30, {a: {}, c: {}, d: {}});
	});

	it('is none that was there before the rule', () => {
		const watched = new Watched();
		watched.quiet(100);
		watched.hosts = ['a'];
		watched.set('new host');
		expect(watched.next({a: {}, b: {}})).toEqual(['begin b']);
	});

	it('is told together with others where a scan brings thousands, and one that cannot be remembered as well', () => {
		const known = 5000;
		const watched = new Watched('new host after 0s');
		watched.watch = new AlertWatch(known);
		watched.set('new host after 0s');
		let counted = 0;
		const scan = () => Object.fromEntries(Array.from({length: 100}, () => [`h${counted++}`, {}]));
		expect(watched.next(scan())).toHaveLength(MOST_A_MINUTE + 1);
		for (let i = 0; i < 59; i++) {
			expect(watched.next(scan())).toEqual([]);
		}
		for (let i = 0; i < OVER; i++) {
			watched.next();
		}
		expect(watched.told.at(-1)).toMatchObject({state: 'end', subject: null, leftOut: counted - MOST_A_MINUTE});
		// more than can be remembered came: one that is not known is told together with others, however seldom
		expect(counted).toBeGreaterThan(known);
		expect(watched.next({h0: {}, [`h${counted}`]: {}})).toEqual(['begin null']);
	});
});

describe('a silence', () => {
	it('begins to the second when it is long enough, and ends with the next packet', () => {
		const watched = new Watched('silence 192.0.2.1 5s');
		watched.quiet(3, {'192.0.2.1': {}});
		watched.quiet(4, {'192.0.2.1': {sent: 0}, other: {}});
		expect(watched.next()).toEqual(['begin 192.0.2.1']);
		expect(watched.told[0]).toMatchObject({since: at(1003), time: at(1008), seconds: 5, value: null, bound: null});
		watched.quiet(50);
		expect(watched.next({'192.0.2.1': {}})).toEqual(['end 192.0.2.1']);
		expect(watched.told[1]).toMatchObject({since: at(1003), time: at(1058), seconds: 55});
		watched.quiet(4);
		expect(watched.next()).toEqual(['begin 192.0.2.1']);
	});

	it('is as long as it was where nobody looked at the seconds between two packets', () => {
		const watched = new Watched('silence 192.0.2.1 30s');
		watched.next({'192.0.2.1': {}});
		watched.second += 500;
		expect(watched.next({'192.0.2.1': {}})).toEqual(['begin 192.0.2.1', 'end 192.0.2.1']);
		expect(watched.told).toMatchObject([
			{since: at(1001), time: at(1031)},
			{time: at(1501), seconds: 500},
		]);
	});

	it('counts from the rule where the host was never there', () => {
		const watched = new Watched('silence 192.0.2.1 2s');
		watched.quiet(1);
		expect(watched.next()).toEqual(['begin 192.0.2.1']);
		expect(watched.told[0]).toMatchObject({since: at(1000), time: at(1002)});
	});
});

describe('loss and figures of the health', () => {
	it('a loss is any packet, and adds up until there are none for ten seconds', () => {
		const watched = new Watched('loss');
		watched.quiet(2);
		watched.dropped = 3;
		expect(watched.next()).toEqual(['begin null']);
		watched.dropped = 10;
		watched.quiet(OVER);
		expect(watched.next()).toEqual(['end null']);
		expect(watched.told).toMatchObject([
			{value: 3, time: at(1002), leftOut: 0},
			{value: 10, time: at(1004), seconds: 2},
		]);
	});

	it('what was lost before the rule is no news', () => {
		const watched = new Watched();
		watched.dropped = 7;
		watched.set('loss');
		watched.quiet(2);
	});

	it('a figure is that of the last minute', () => {
		const watched = new Watched('resets > 20/min');
		watched.inLastMinute = 20;
		watched.quiet(5);
		watched.inLastMinute = 21;
		expect(watched.next()).toEqual(['begin null']);
		watched.inLastMinute = 40;
		watched.quiet(1);
		watched.inLastMinute = 0;
		watched.quiet(OVER - 1);
		expect(watched.next()).toEqual(['end null']);
		expect(watched.told[1]).toMatchObject({value: 40, bound: 20, seconds: 2});
	});
});

it('a rule that stays goes on as it was', () => {
	const watched = new Watched('host > 8kb/s');
	watched.next({a: {bytes: 2000}});
	watched.set('host > 8kb/s', 'loss');
	watched.quiet(1, {a: {bytes: 2000}});
	watched.set('loss');
	watched.quiet(2 * OVER);
});
