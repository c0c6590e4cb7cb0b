/** What the reducer asks of the world, and what the world is told to have come of it. */
import {beforeEach, describe, expect, it} from 'vitest';
import {Effects, type Surroundings} from '../../source/dashboard/effects.js';
import {Recorder} from '../../source/dashboard/history/recorder.js';
import type {Action} from '../../source/dashboard/model/actions.js';
import {NO_RATES} from '../../source/dashboard/model/rates.js';
import {type Beginnings, type DashboardState, initialState, withPart} from '../../source/dashboard/model/state.js';
import type {View} from '../../source/dashboard/model/view.js';
import {update} from '../../source/dashboard/update/update.js';
import {NetanalError} from '../../source/engine/errors.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {createKeymap} from '../../source/input/keymap.js';
import {FakeClock} from '../helpers/fake-clock.js';
import {FakeEngine, settled} from '../helpers/fake-engine.js';
import {fakeSurroundings} from '../helpers/fake-surroundings.js';
import {busySnapshot, snapshotOf} from '../helpers/snapshots.js';

let clock: FakeClock;
let engine: FakeEngine;
let told: Action[];
let state: DashboardState;
let surroundings: ReturnType<typeof fakeSurroundings>;
let effects: Effects;

function setUp(answers: Partial<Surroundings> = {}, beginnings: Partial<Beginnings> = {}): void {
	clock = new FakeClock();
	engine = new FakeEngine();
	told = [];
	surroundings = fakeSurroundings(answers);
	state = initialState({columns: 80, rows: 24}, 0, {
		source: {kind: 'interface', name: 'eth0'},
		filter: 'tcp',
		...beginnings,
	});
	effects = new Effects({
		engine,
		clock,
		surroundings,
		recorder: new Recorder(),
		state: () => state,
		dispatch: action => told.push(action),
	});
}

beforeEach(() => setUp());

describe('packets seen on several interfaces', () => {
	it('are counted otherwise where they are captured', async () => {
		effects.carryOut({type: 'set-once', isOnce: true});
		await settled();
		expect(engine.isOnce).toBe(true);
		expect(told).toEqual([{type: 'once', isOnce: true}]);
	});

	it('of a file make it be read again', async () => {
		setUp({}, {source: {kind: 'file', name: 'a.pcap'}});
		effects.carryOut({type: 'set-once', isOnce: true});
		await settled();
		expect(told).toContainEqual({type: 'reread', filter: 'tcp'});
		expect(told.at(-1)).toEqual({type: 'once', isOnce: true});
	});

	it('are counted as before where that cannot be', async () => {
		engine.setOnce = () => {
			throw new NetanalError('DEVICE_GONE', 'no such file');
		};
		effects.carryOut({type: 'set-once', isOnce: true});
		await settled();
		expect(told).toEqual([{type: 'failed', message: 'counted as before: no such file'}]);
	});
});

describe('a filter', () => {
	it('is checked once typing has settled, the last text alone', async () => {
		effects.carryOut({type: 'check-filter', text: 'tc', question: 1});
		clock.advance(100);
		effects.carryOut({type: 'check-filter', text: 'tcp', question: 2});
		clock.advance(149);
		expect(engine.checks).toEqual([]);
		clock.advance(1);
		expect(engine.checks.map(({text}) => text)).toEqual(['tcp']);
		engine.checks[0].answer({message: 'syntax error', position: 3});
		await settled();
		expect(told).toEqual([{type: 'checked', question: 2, problem: {message: 'syntax error', position: 3}}]);
	});

	it('that is empty needs no libpcap', async () => {
		effects.carryOut({type: 'check-filter', text: '', question: 1});
		clock.advance(200);
		await settled();
		expect(engine.checks).toEqual([]);
		expect(told).toEqual([{type: 'checked', question: 1, problem: null}]);
	});

	it('is applied as a whole, after the part that was typed was checked by itself', async () => {
		effects.carryOut({type: 'apply-filter', text: 'udp) or (tcp', filter: '(udp) or (tcp) and not x', question: 1});
		expect(engine.filters).toEqual([]);
		engine.checks[0].answer({message: 'syntax error', position: 3});
		await settled();
		expect(engine.filters).toEqual([]);
		expect(told).toEqual([
			{type: 'applied', question: 1, text: 'udp) or (tcp', problem: {message: 'syntax error', position: 3}},
		]);
	});

	it('that the engine refuses is told with the place that the check knows, or with its words', async () => {
		for (const position of [4, null]) {
			setUp();
			effects.carryOut({type: 'apply-filter', text: 'udp prot', filter: 'udp prot', question: 1});
			engine.filters[0].refuse('syntax error');
			await settled();
			engine.checks[0].answer(position === null ? null : {message: 'syntax error', position});
			await settled();
			expect(told).toEqual([
				{type: 'applied', question: 1, text: 'udp prot', problem: {message: 'syntax error', position}},
			]);
		}
	});

	it('of a file forgets what was recorded before it is told to be in force; of a capture it does not', async () => {
		for (const kind of ['file', 'interface'] as const) {
			setUp({}, {source: {kind, name: 'x'}});
			effects.carryOut({type: 'apply-filter', text: 'udp', filter: 'udp', question: 1});
			engine.filters[0].accept();
			await settled();
			expect(told.map(({type}) => type)).toEqual(kind === 'file' ? ['reread', 'applied'] : ['applied']);
		}
	});

	it('without the own session, or with it, is told as it came out', async () => {
		effects.carryOut({type: 'set-own-ssh', isLeftOut: true, filter: 'not x'});
		expect(engine.filters[0].text).toBe('not x');
		engine.filters[0].refuse('no TCP here');
		await settled();
		expect(told).toEqual([{type: 'own-ssh', isLeftOut: true, problem: {message: 'no TCP here', position: null}}]);
	});
});

describe('files', () => {
	it('an export takes the second that is shown, or else the newest', async () => {
		const seen: string[] = [];
		setUp({exportSnapshot: async ({generator}, format) => `${seen.push(generator)}.${format}`});
		effects.carryOut({type: 'export', snapshot: {...snapshotOf({}), generator: 'past'}, format: 'csv'});
		engine.current = {...snapshotOf({}), generator: 'now'};
		effects.carryOut({type: 'export', snapshot: null, format: 'json'});
		await settled();
		expect(seen).toEqual(['past', 'now']);
		expect(told).toEqual([
			{type: 'exported', path: '1.csv'},
			{type: 'exported', path: '2.json'},
		]);
	});

	it('an export after a reset has what was counted since, and says so', async () => {
		const written: Snapshot[] = [];
		setUp({exportSnapshot: async snapshot => `${written.push(snapshot)}.json`});
		engine.current = busySnapshot(3);
		const baseline = {original: busySnapshot(1), rates: NO_RATES, wall: 1_700_000_009} as View;
		effects.carryOut({type: 'export', snapshot: null, format: 'json', baseline});
		await settled();
		expect(told).toEqual([{type: 'exported', path: '1.json', since: 1_700_000_009}]);
		expect(written[0]?.totals.packets).toBe(busySnapshot(3).totals.packets - busySnapshot(1).totals.packets);
		expect(update(state, told[0], 0, createKeymap()).state.notice?.text).toMatch(
			/^written 1\.json, counted since \d\d:\d\d:\d9$/,
		);
	});

	it('an export of an analysis that does not answer has the last figures; without any it says so', async () => {
		const seen: string[] = [];
		setUp({exportSnapshot: async ({generator}) => `${seen.push(generator)}.json`});
		engine.snapshot = () => new Promise<never>(() => {});
		effects.carryOut({type: 'export', snapshot: null, format: 'json'});
		clock.advance(3000);
		await settled();
		expect(told.splice(0)).toEqual([{type: 'export-failed', message: 'not written: there are no figures yet'}]);
		state = withPart(state, 'time', {live: {original: {...snapshotOf({}), generator: 'last'}} as View});
		effects.carryOut({type: 'export', snapshot: null, format: 'json'});
		clock.advance(2999);
		await settled();
		expect(seen).toEqual([]);
		clock.advance(1);
		await settled();
		expect(told).toEqual([{type: 'exported', path: '1.json'}]);
		expect(seen).toEqual(['last']);
	});

	it('go into another folder, or where they went', async () => {
		effects.carryOut({type: 'change-folder', name: 'captures'});
		await settled();
		expect(told).toEqual([{type: 'folder', path: '/home/user/captures'}]);
		setUp({changeFolder: () => Promise.reject(new NetanalError('FILE_UNWRITABLE', 'no such folder'))});
		effects.carryOut({type: 'change-folder', name: 'none'});
		await settled();
		expect(told).toEqual([{type: 'failed', message: 'files go where they went: no such folder'}]);
	});

	it('what cannot be written is said in one line', async () => {
		const full = () => Promise.reject(new NetanalError('FILE_UNWRITABLE', 'disk full'));
		setUp({exportSnapshot: full, startWriting: full, stopWriting: full});
		effects.carryOut({type: 'export', snapshot: snapshotOf({}), format: 'json'});
		effects.carryOut({type: 'write', begin: true});
		effects.carryOut({type: 'write', begin: false});
		await settled();
		expect(told).toEqual([
			{type: 'export-failed', message: 'not written: disk full'},
			{type: 'failed', message: 'not written: disk full'},
			{type: 'failed', message: 'not written: disk full'},
		]);
	});

	it('packets are written until they are not any more', async () => {
		effects.carryOut({type: 'write', begin: true});
		await settled();
		effects.carryOut({type: 'write', begin: false});
		await settled();
		expect(surroundings.asked).toEqual(['start writing', 'stop writing']);
		expect(told.map(action => 'path' in action && action.path)).toEqual([
			'/home/user/captures/netanal-eth0.pcap',
			null,
		]);
	});
});

describe('interfaces', () => {
	it('are listed; a switch takes the whole filter in force along', async () => {
		setUp({}, {ownSsh: 'x'});
		effects.carryOut({type: 'list-interfaces'});
		effects.carryOut({type: 'switch', name: 'wlan0'});
		await settled();
		expect(surroundings.asked).toEqual([`switch wlan0 ${state.filter.inForce}`]);
		expect(state.filter.inForce).toContain('not (x)');
		expect(told.map(({type}) => type).sort()).toEqual(['interfaces', 'switched']);
		expect(told.find(({type}) => type === 'switched')).toMatchObject({
			filter: 'tcp',
			source: {name: 'wlan0'},
			localAddresses: ['192.0.2.77'],
		});
	});

	it('that have no link when they are switched to are told of after the switch', async () => {
		setUp();
		engine.interfaceChange = {name: 'wlan0', up: true, carrier: false};
		effects.carryOut({type: 'switch', name: 'wlan0'});
		await settled();
		expect(told.map(({type}) => type)).toEqual(['switched', 'interface']);
	});

	it('that cannot be listed or opened leave the capture where it is, and say so', async () => {
		const denied = () => Promise.reject(new Error('permission denied'));
		setUp({interfaces: denied, switchTo: denied});
		effects.carryOut({type: 'list-interfaces'});
		effects.carryOut({type: 'switch', name: 'wlan0'});
		await settled();
		expect(told).toEqual([
			{type: 'failed', message: 'interfaces not listed: permission denied'},
			{type: 'failed', message: 'still on eth0: permission denied'},
		]);
	});
});

it.each(['suspend', 'redraw', 'quit'] as const)('%s is passed on', type => {
	effects.carryOut({type});
	expect(surroundings.asked).toEqual([type]);
});

it('what is copied and remembered is passed on as it is', () => {
	effects.carryOut({type: 'copy', text: 'a\tb'});
	effects.carryOut({type: 'remember-filter', past: ['udp', 'tcp']});
	expect(surroundings.asked).toEqual(['copy a\tb', 'remember udp;tcp']);
});

it('a check that still waits is not made any more after the end', () => {
	effects.carryOut({type: 'check-filter', text: 'tcp', question: 1});
	effects.dispose();
	clock.advance(1000);
	expect(engine.checks).toEqual([]);
});
