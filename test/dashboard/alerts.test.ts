/** What is watched for, on the screen: rules by name, and what comes of them. */
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Alert} from '../../source/engine/snapshot.js';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot, EPOCH} from '../helpers/snapshots.js';

const [ENTER, TAB, DOWN, ESCAPE] = ['\r', '\t', '\u001b[B', '\u001b'];

let dashboard: Awaited<ReturnType<typeof mounted>>;
beforeEach(async () => {
	dashboard = await mounted(120, 40);
	await runThrice(dashboard, busySnapshot);
});
afterEach(() => dashboard.unmount());

const footer = async () => (await dashboard.screen()).at(-1)!.trim();
const all = async () => (await dashboard.screen()).join('\n');
async function command(text: string): Promise<string> {
	dashboard.press(`:alert ${text}${ENTER}`);
	return footer();
}

const stamp = (second: number) => `${second}.000000000`;
const NOW = EPOCH;
const alertOf = (fields: Partial<Alert>): Alert => ({
	schema: 'netanal/alert@1',
	rule: 'host > 10Mb/s',
	kind: 'host-rate',
	state: 'begin',
	subject: '192.0.2.7',
	time: stamp(NOW),
	since: stamp(NOW),
	seconds: 1,
	value: 23_400_000,
	bound: 10_000_000,
	leftOut: 0,
	...fields,
});

describe('rules', () => {
	it('are typed, listed and ended', async () => {
		expect(await command('')).toContain('nothing is watched for; type :alert and a rule');
		expect(await command('host>10Mb/s')).toContain('watched for from now on: host > 10Mb/s');
		expect(await command('loss')).toContain('watched for from now on: loss');
		expect(dashboard.engine.alerts).toEqual(['host > 10Mb/s', 'loss']);
		dashboard.press('A');
		expect(await all()).toMatch(/Watched for; Enter ends one.*\n.*host > 10Mb\/s.*\n.*loss/);
		dashboard.press(`${DOWN}${ENTER}`);
		expect(await footer()).toContain('not watched for any more: loss');
		expect(await command('off 1')).toContain('not watched for any more: host > 10Mb/s');
		expect(dashboard.engine.alerts).toEqual([]);
	});

	it('are refused in one line, and those in force stay', async () => {
		await command('loss');
		expect(await command('host > much')).toContain('host wants a rate: host > 10Mb/s');
		expect(await command('loss')).toContain("'loss' is there already");
		expect(await command('off 3')).toContain('no rule 3: :alert lists them, 1 is in force');
		expect(await command('offline')).toContain("no rule 'offline'");
		expect(dashboard.engine.alerts).toEqual(['loss']);
		expect(await command('off')).toContain('nothing is watched for any more');
		expect(await command('off')).toContain('nothing is watched for');
	});

	it('are completed', async () => {
		dashboard.press(':alert si');
		expect(await all()).toContain('alert silence 192.0.2.1 30s');
		dashboard.press(TAB);
		expect((await dashboard.screen()).at(-1)).toContain(':alert silence 192.0.2.1 30s');
		dashboard.press(ESCAPE);
		dashboard.press(':alert host > 10mB');
		expect(await all()).toContain('alert host > 10Mb/s');
		dashboard.press(ESCAPE);
		await command('loss');
		dashboard.press(':alert of');
		expect(await all()).toContain('alert off 1');
	});
});

describe('an alert', () => {
	it('is said, logged, marked on the time line, and told to the terminal', async () => {
		await command('host > 10Mb/s');
		dashboard.engine.emit('alert', alertOf({}));
		expect(await footer()).toContain('host > 10Mb/s: 192.0.2.7, 23.4 Mb/s');
		expect(dashboard.asked.at(-1)).toBe('notify host > 10Mb/s: 192.0.2.7, 23.4 Mb/s');
		expect(dashboard.store.shown().time.playback.marks.at(-1)).toMatchObject({second: NOW, kind: 'alert'});
		dashboard.press('A');
		expect(await all()).toMatch(/host > 10Mb\/s +it is so now/);
		dashboard.press(ESCAPE);
		dashboard.engine.emit('alert', alertOf({subject: '192.0.2.8'}));
		dashboard.press('A');
		expect(await all()).toMatch(/host > 10Mb\/s +2 now/);
		dashboard.press(ESCAPE);
		dashboard.engine.emit('alert', alertOf({state: 'end', time: stamp(NOW + 20), seconds: 12}));
		dashboard.engine.emit('alert', alertOf({state: 'end', time: stamp(NOW + 20), subject: '192.0.2.8'}));
		dashboard.press('A');
		expect(await all()).not.toMatch(/host > 10Mb\/s +(it is so|\d+) now/);
		dashboard.press(ESCAPE);
		dashboard.press('8z');
		expect(await all()).toMatch(/over: host > 10Mb\/s: 192\.0\.2\.7, at most 23\.4 Mb\/s, in 12s of 20s/);
	});

	it.each([
		[{kind: 'new-host', rule: 'new host', value: null}, 'new host: 192.0.2.7'],
		[
			{kind: 'flow-rate', rule: 'flow > 1Mb/s', subject: 'tcp 192.0.2.7 5000 2001:db8::1 443'},
			'flow > 1Mb/s: tcp 192.0.2.7:5000 [2001:db8::1]:443, 23.4 Mb/s',
		],
		[{kind: 'silence', rule: 'silence', seconds: 30, value: null}, 'silence: 192.0.2.7 has sent nothing for 30s'],
		[
			{kind: 'silence', rule: 'silence', state: 'end', seconds: 90, value: null},
			'over: silence: 192.0.2.7 sends again after 1m30s',
		],
		[{kind: 'loss', rule: 'loss', subject: null, value: 1}, 'loss: 1 packet dropped'],
		[{kind: 'health', rule: 'resets > 20/min', subject: null, value: 21}, 'resets > 20/min: 21 in the last minute'],
		[
			{subject: null, value: null, leftOut: 1, time: stamp(NOW)},
			'host > 10Mb/s: more hosts at once than are told one by one',
		],
		[
			{subject: null, value: null, leftOut: 4500, state: 'end', time: stamp(NOW + 60), seconds: 60},
			'over: host > 10Mb/s: 4,500 more hosts, not told one by one, in 1m of 1m',
		],
	] as const)('of %j is in words', async (fields, text) => {
		dashboard.engine.emit('alert', alertOf(fields as Partial<Alert>));
		dashboard.press('8z');
		expect(await all()).toContain(text);
	});
});
