import {describe, expect, it} from 'vitest';
import {initialState} from '../../source/dashboard/model/state.js';
import {Store} from '../../source/dashboard/store.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {createKeymap} from '../../source/input/keymap.js';
import {FakeClock} from '../helpers/fake-clock.js';
import {FakeEngine, settled} from '../helpers/fake-engine.js';
import {fakeSurroundings} from '../helpers/fake-surroundings.js';
import {pressOn} from '../helpers/press.js';
import {busySnapshot} from '../helpers/snapshots.js';

function setUp(exportSnapshot: (snapshot: Snapshot) => Promise<string> = async () => '/tmp/x.json') {
	const clock = new FakeClock();
	const engine = new FakeEngine();
	const surroundings = fakeSurroundings({exportSnapshot});
	const store = new Store({
		engine,
		clock,
		keymap: createKeymap(),
		initial: initialState({columns: 80, rows: 24}, 0, {source: {kind: 'interface', name: 'eth0'}, filter: null}),
		surroundings,
	});
	store.start();
	let frames = 0;
	store.subscribe(() => {
		frames++;
	});
	return {clock, engine, store, press: pressOn(store), asked: surroundings.asked, frames: () => frames};
}

describe('Store', () => {
	it('draws at once when it is quiet, and ten times a second at most when it is not', () => {
		const {clock, store, frames} = setUp();
		clock.advance(900);
		const before = frames();
		store.dispatch({type: 'resize', size: {columns: 90, rows: 30}});
		expect(frames()).toBe(before + 1);
		for (let index = 0; index < 500; index++) {
			clock.advance(2);
			store.dispatch({type: 'resize', size: {columns: 90 + index, rows: 30}});
		}
		clock.advance(100);
		expect(frames() - before).toBeLessThanOrEqual(12);
		expect(store.shown().size.columns).toBe(589);
	});

	it('ticks only when nothing else happens', () => {
		const {clock, engine, frames} = setUp();
		clock.advance(10_000);
		const idle = frames();
		expect(idle).toBe(10);
		for (let step = 0; step < 20; step++) {
			clock.advance(500);
			engine.tell(busySnapshot(step));
		}
		expect(frames() - idle).toBeLessThanOrEqual(21);
	});

	it('leaves the frames of a quiet network to its figures, and draws by itself when those are late or something runs out', () => {
		const {clock, engine, store, press, frames} = setUp();
		engine.emit('state', 'running');
		engine.tell(busySnapshot(0));
		clock.advance(5000);
		const first = frames();
		for (let step = 1; step < 10; step++) {
			engine.tell(busySnapshot(step));
			clock.advance(5000);
		}
		const quiet = frames();
		expect(quiet - first).toBe(9);
		clock.advance(8000);
		expect(frames() - quiet).toBeGreaterThanOrEqual(6);
		engine.tell(busySnapshot(10));
		clock.advance(1000);
		engine.tell(busySnapshot(10));
		// as often as they come now
		const late = frames();
		clock.advance(5000);
		expect(frames() - late).toBeGreaterThanOrEqual(2);
		engine.tell(busySnapshot(10));
		press(' ');
		const paused = frames();
		clock.advance(2000);
		expect(frames() - paused).toBeGreaterThanOrEqual(2);
		press(' ');
		store.dispatch({type: 'failed', message: 'not now'});
		const noticed = frames();
		engine.tell(busySnapshot(11));
		clock.advance(2000);
		expect(frames() - noticed).toBeGreaterThanOrEqual(2);
	});

	it('asks libpcap when typing has settled, once, and drops answers that come too late', async () => {
		const {clock, engine, store, press} = setUp();
		press('ftcp');
		clock.advance(149);
		expect(engine.checks).toHaveLength(0);
		clock.advance(1);
		expect(engine.checks.map(({text}) => text)).toEqual(['tcp']);
		press(' prot');
		clock.advance(150);
		expect(engine.checks.map(({text}) => text)).toEqual(['tcp', 'tcp prot']);
		engine.checks[1].answer({message: 'syntax error', position: 4});
		await settled();
		engine.checks[0].answer(null);
		await settled();
		clock.advance(100);
		expect(store.shown().overlays.editor?.check).toMatchObject({state: 'invalid'});
	});

	it('applies a filter, and shows where a refused one is wrong', async () => {
		const {clock, engine, store, press} = setUp();
		press('fbad\r');
		expect(engine.filters.map(({text}) => text)).toEqual(['bad']);
		engine.filters[0].refuse('syntax error');
		await settled();
		engine.checks.at(-1)!.answer({message: 'syntax error', position: 0});
		await settled();
		clock.advance(100);
		expect(store.shown().overlays.editor?.check).toEqual({
			state: 'invalid',
			problem: {message: 'syntax error', position: 0},
		});
		press('\u0015udp\r');
		engine.filters[1].accept();
		await settled();
		clock.advance(100);
		expect(store.shown()).toMatchObject({filter: {typed: 'udp'}, overlays: {editor: null}});
		// a check that was under way when Enter came is not asked any more
		clock.advance(1000);
		expect(engine.checks.map(({text}) => text)).toEqual(['bad']);
	});

	it('exports the newest snapshot, and tells where or why not', async () => {
		const written: Snapshot[] = [];
		const {clock, engine, store, press} = setUp(async snapshot => {
			if (written.push(snapshot) > 1) {
				throw new Error("EACCES: permission denied, open '/x'");
			}
			return '/home/user/netanal.json';
		});
		engine.current = busySnapshot(4);
		press('\u0013');
		await settled();
		clock.advance(100);
		expect(written).toEqual([busySnapshot(4)]);
		expect(store.shown().notice).toMatchObject({level: 'good', text: 'written /home/user/netanal.json'});
		press('\u0013');
		await settled();
		clock.advance(100);
		expect(store.shown().notice).toMatchObject({level: 'bad', text: expect.stringContaining('permission denied')});
	});

	it('tells of a file that got another name than was asked for, made safe', () => {
		const {clock, engine, store} = setUp();
		engine.emit('file-kept', {
			message: 'a.pcap was taken: kept as a-2\u001b[2J.pcap',
			asked: 'a.pcap',
			path: 'a-2.pcap',
		});
		clock.advance(100);
		expect(store.shown().notice).toMatchObject({
			level: 'bad',
			text: expect.stringMatching(/^a\.pcap was taken: kept as a-2[^\u001b]*\.pcap$/),
		});
	});

	it.each([
		[false, null],
		[true, '/tmp/x.pcap'],
	])(
		'tells of an output that failed, and no longer of a file that is written where none is (still writing: %s)',
		async (writing, path) => {
			const {clock, engine, store} = setUp();
			store.dispatch({type: 'writing', path: '/tmp/x.pcap', of: null, text: 'writing /tmp/x.pcap'});
			Object.assign(engine, {writing});
			engine.emit('output-error', {
				code: 'FILE_UNWRITABLE',
				message: 'cannot write /tmp/x.pcap: the disk is full',
				offset: null,
			});
			clock.advance(100);
			expect(store.shown().notice).toMatchObject({level: 'bad', text: 'cannot write /tmp/x.pcap: the disk is full'});
			expect(store.shown().capture.writing).toBe(path);
		},
	);

	it('passes on what it cannot do itself, and hears nothing after its end', () => {
		const {engine, store, press, asked, frames, clock} = setUp();
		press('\u001a\u000cq');
		expect(asked).toEqual(['suspend', 'redraw', 'quit']);
		store.dispose();
		const before = frames();
		engine.tell(busySnapshot(1));
		clock.advance(10_000);
		expect(frames()).toBe(before);
		expect(engine.listenerCount('snapshot')).toBe(0);
	});
});
