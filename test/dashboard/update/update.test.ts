import {describe, expect, it} from 'vitest';
import type {Action} from '../../../source/dashboard/model/actions.js';
import {captureStatus, headerRates, sincePause} from '../../../source/dashboard/model/selectors/status.js';
import {selectionOf} from '../../../source/dashboard/model/selectors/view.js';
import {initialState, withPart} from '../../../source/dashboard/model/state.js';
import {update} from '../../../source/dashboard/update/update.js';
import {createKeymap} from '../../../source/input/keymap.js';
import {busySnapshot, EPOCH, endpoint, snapshotOf} from '../../helpers/snapshots.js';

const keymap = createKeymap();
const start = () =>
	initialState({columns: 120, rows: 40}, 0, {source: {kind: 'interface', name: 'eth0'}, filter: 'tcp'});

/** The state after all actions, one every 500 ms, and the effects of the last one. */
function reached(...actions: Action[]) {
	return actions.reduce(
		({state}, action, index) => update(state, action, (index + 1) * 500, keymap),
		update(start(), {type: 'tick'}, 0, keymap),
	);
}

const key = (id: string, text = ''): Action => ({type: 'key', key: {id, text}});
const keys = (text: string): Action[] => [...text].map(character => key(character, character));
const running: Action = {type: 'engine', state: 'running'};
const snapshot = (step: number): Action => ({type: 'snapshot', snapshot: busySnapshot(step), wall: EPOCH + step / 2});

describe('pause', () => {
	it('holds the view while the capture goes on, and tells how much has come', () => {
		const paused = reached(running, snapshot(0), snapshot(1), key('space', ' '), snapshot(2), snapshot(3)).state;
		expect(paused.time.held?.original).toEqual(busySnapshot(1));
		expect(paused.time.live?.original).toEqual(busySnapshot(3));
		const since = busySnapshot(3).totals.packets - busySnapshot(1).totals.packets;
		expect(sincePause(paused.time)?.packets).toBe(since);
		expect(reached(running, snapshot(0), key('p', 'p'), key('space', ' ')).state.time.held).toBeNull();
	});

	it('is not possible before there is something to hold', () => {
		expect(reached(running, key('space', ' ')).state.time.held).toBeNull();
	});

	it('exports what is shown', () => {
		const held = reached(running, snapshot(0), key('space', ' '), snapshot(1), key('ctrl-s'));
		expect(held.effects).toEqual([{type: 'export', snapshot: busySnapshot(0), format: 'json'}]);
		expect(reached(running, snapshot(0), key('ctrl-s')).effects).toMatchObject([{type: 'export', snapshot: null}]);
	});
});

describe('counting anew', () => {
	it('is of what is exported too, of the second that is held or of the newest', () => {
		const {effects, state} = reached(running, snapshot(0), key('ctrl-r'), snapshot(1), key('ctrl-s'));
		const baseline = state.time.baseline!;
		expect(baseline.original).toEqual(busySnapshot(0));
		expect(effects).toEqual([{type: 'export', snapshot: null, format: 'json', baseline}]);
		const held = reached(running, snapshot(0), key('ctrl-r'), snapshot(1), key('space', ' '), key('ctrl-s'));
		expect(held.effects).toMatchObject([{snapshot: busySnapshot(1), baseline: {original: busySnapshot(0)}}]);
		expect(state.notice?.text).toBe('counting from now on; the capture goes on');
		const again = reached(running, snapshot(0), key('ctrl-r'), key('ctrl-r'), key('ctrl-s'));
		expect(again.effects).toEqual([{type: 'export', snapshot: null, format: 'json'}]);
	});
});

describe('the list of interfaces', () => {
	const items = Array.from({length: 100}, (_, i) => ({id: `kube${i}`, label: `kube${i}`, detail: ''}));
	const open: Action[] = [running, {type: 'interfaces', items}];
	const index = (...more: Action[]) => reached(...open, ...more).state.overlays.chooser?.index;

	it('is gone through by pages and to its ends', () => {
		expect(index(key('end'))).toBe(99);
		expect(index(key('pagedown'))).toBe(35);
		expect(index(key('pagedown'), key('pageup'))).toBe(0);
		expect(index(key('end'), key('home'))).toBe(0);
	});

	it('is searched by typing, where letters are no keys; Enter takes, Escape shows all again', () => {
		expect(reached(...open, ...keys('/kube77'), key('enter')).effects).toEqual([{type: 'switch', name: 'kube77'}]);
		expect(reached(...open, ...keys('ube7'), key('down'), key('enter')).effects).toEqual([
			{type: 'switch', name: 'kube70'},
		]);
		expect(reached(...open, ...keys('/q'), key('enter')).state.overlays.chooser?.search?.text).toBe('q');
		const all = reached(...open, ...keys('/q'), key('escape')).state.overlays.chooser;
		expect(all).toMatchObject({search: null, items});
		expect(reached(...open, ...keys('/q'), key('escape'), key('escape')).state.overlays.chooser).toBeNull();
	});
});

describe('the filter editor', () => {
	const open = [running, snapshot(0), key('f', 'f')];

	it('opens on the filter in force and hears letters as text', () => {
		const {state, effects} = reached(...open, ...keys(' qe?'));
		expect(state.overlays.editor?.field.text).toBe('tcp qe?');
		expect(effects).toEqual([{type: 'check-filter', text: 'tcp qe?', question: state.overlays.editor?.question}]);
	});

	it('asks for the change on Enter, and closes when it is in force', () => {
		const asked = reached(...open, ...keys(' port 80'), key('enter'));
		const question = asked.state.filter.questions;
		expect(asked.effects).toEqual([{type: 'apply-filter', text: 'tcp port 80', filter: 'tcp port 80', question}]);
		expect(asked.state.filter.typed).toBe('tcp');
		const {state} = update(asked.state, {type: 'applied', question, text: 'tcp port 80', problem: null}, 9000, keymap);
		expect(state.overlays.editor).toBeNull();
		expect(state.filter.typed).toBe('tcp port 80');
		expect(state.notice?.text).toContain('tcp port 80');
	});

	it('stays open, and the old filter in force, when the change is refused', () => {
		const asked = reached(...open, ...keys(' prot'), key('enter')).state;
		const problem = {message: 'syntax error', position: 4};
		const applied: Action = {type: 'applied', question: asked.filter.questions, text: 'tcp prot', problem};
		const {state} = update(asked, applied, 9000, keymap);
		expect(state.filter.typed).toBe('tcp');
		expect(state.overlays.editor?.check).toEqual({state: 'invalid', problem});
		expect(state.overlays.editor?.phase).toBe('editing');
	});

	it('leaves everything as it was on Escape, whatever answer comes later', () => {
		const closed = reached(...open, ...keys('x'), key('escape'));
		expect(closed.effects).toEqual([]);
		expect(closed.state.overlays.editor).toBeNull();
		const late: Action = {type: 'checked', question: 1, problem: {message: 'late', position: 0}};
		expect(update(closed.state, late, 9000, keymap).state.overlays.editor).toBeNull();
		const reopened = update(closed.state, key('f', 'f'), 9000, keymap).state;
		expect(update(reopened, late, 9500, keymap).state.overlays.editor?.check).toEqual({state: 'valid'});
		expect(reopened.overlays.editor?.field.text).toBe('tcp');
	});

	it('puts the old filter back when Escape comes while the new one is being applied', () => {
		const {state, effects} = reached(...open, ...keys('x'), key('enter'), key('escape'));
		expect(effects).toEqual([{type: 'apply-filter', text: 'tcp', filter: 'tcp', question: state.filter.questions}]);
		const first: Action = {type: 'applied', question: state.filter.questions - 1, text: 'tcpx', problem: null};
		expect(update(state, first, 9000, keymap).state).toMatchObject({
			filter: {typed: 'tcp'},
			overlays: {editor: null},
			notice: null,
		});
	});

	it('asks for nothing when the text is the filter in force', () => {
		const {state, effects} = reached(...open, key('enter'));
		expect(effects).toEqual([]);
		expect(state.overlays.editor).toBeNull();
	});

	it('takes a filter away by an empty text', () => {
		expect(reached(...open, key('ctrl-u'), key('enter')).effects).toMatchObject([{type: 'apply-filter', text: null}]);
	});

	it('follows a filter change that came from elsewhere', () => {
		expect(reached(running, {type: 'filter', change: {filter: 'udp', epoch: 3}, wall: EPOCH}).state.filter.typed).toBe(
			'udp',
		);
	});
});

describe('other keys', () => {
	it.each([
		['q', 'quit'],
		['ctrl-c', 'quit'],
		['ctrl-z', 'suspend'],
		['ctrl-l', 'redraw'],
	])('%s asks for %s', (id, effect) => {
		expect(reached(key(id)).effects).toEqual([{type: effect}]);
	});

	it('Ctrl-C quits from the editor and from the help as well', () => {
		expect(reached(key('f'), key('ctrl-c')).effects).toEqual([{type: 'quit'}]);
		expect(reached(key('?'), key('ctrl-c')).effects).toEqual([{type: 'quit'}]);
	});

	it('help opens, scrolls and closes; q in it closes it only', () => {
		expect(reached(key('?')).state.overlays.help).toEqual({first: 0, text: '', field: null});
		expect(reached(key('?'), key('down'), key('down'), key('up')).state.overlays.help?.first).toBe(1);
		const closed = reached(key('?'), key('q', 'q'));
		expect(closed.state.overlays.help).toBeNull();
		expect(closed.effects).toEqual([]);
	});

	it('selects a row by its address and keeps it while rows move', () => {
		const selected = reached(running, snapshot(0), key('j')).state;
		const address = selected.rows.lists.talkers.order[1];
		expect(selectionOf(selected.rows, 'talkers').key).toBe(address);
		const later = update(selected, snapshot(5), 9000, keymap).state;
		expect(selectionOf(later.rows, 'talkers').key).toBe(address);
		expect(selectionOf(update(later, key('escape'), 9100, keymap).state.rows, 'talkers').key).toBeNull();
	});
});

describe('what comes from outside', () => {
	const statusAfter = (...actions: Action[]) => captureStatus(reached(...actions).state).text;

	it('is told in words', () => {
		expect(statusAfter()).toBe('starting');
		expect(statusAfter(running)).toBe('capturing');
		expect(statusAfter(running, {type: 'engine', state: 'ended'})).toBe('capture ended');
		expect(statusAfter(running, {type: 'engine', state: 'failed'})).toBe('capture failed');
		const {state} = reached(running, snapshot(0));
		const seconds = (state.now - state.capture.startedAt!) / 1000;
		expect(captureStatus({...state, now: state.now + 4900}).text).toBe('capturing');
		expect(captureStatus({...state, now: state.now + 7900})).toMatchObject({text: 'no figures for 7 s', token: 'bad'});
		expect(captureStatus({...withPart(state, 'time', {live: null}), now: state.now + 7900}).text).toBe(
			`no figures for ${Math.floor(seconds + 7.9)} s`,
		);
		expect(captureStatus({...withPart(state, 'capture', {engine: 'ended'}), now: state.now + 7900}).text).toBe(
			'capture ended',
		);
		const file = withPart(start(), 'capture', {source: {kind: 'file', name: 'a.pcap'}, engine: 'ended'});
		expect(captureStatus(file).text).toBe('end of file');
		expect(captureStatus(withPart(file, 'capture', {engine: 'running'})).text).toBe('reading');
		expect(captureStatus(withPart(file, 'capture', {engine: 'failed'})).text).toBe('ended early');
	});

	it('is made safe where it enters, and kept as it was for the export', () => {
		const name = '\u001b]0;owned\u0007\u202e';
		const hostile = snapshotOf({
			endpoints: {distinct: 1, ipv4: 1, ipv6: 0, evicted: 0, top: [endpoint('192.0.2.1', 1, 1, name)]},
			error: {code: 'DAMAGED', message: 'bad\u001b[2J', offset: 1},
		});
		const {state} = reached(running, {type: 'snapshot', snapshot: hostile, wall: EPOCH});
		expect(state.time.live?.snapshot.endpoints.top[0]?.name).toBe('\ufffd]0;owned\ufffd');
		expect(state.capture.failure).toBe('bad\ufffd[2J');
		expect(state.time.live?.original).toBe(hostile);
		const exported = update(state, {type: 'exported', path: '/tmp/\u001b[2Jx.json'}, 9000, keymap).state;
		expect(exported.notice?.text).toBe('written /tmp/\ufffd[2Jx.json');
		const failed = update(state, {type: 'error', message: 'gone\u0007'}, 9000, keymap).state;
		expect(failed.capture.failure).toBe('gone\ufffd');
	});

	it('of a file has average rates by its own time stamps', () => {
		const file = withPart(reached(running, snapshot(0)).state, 'capture', {engine: 'ended'});
		const {bytes} = busySnapshot(0).totals;
		expect(headerRates(file)).toEqual({
			bytes: bytes / 90,
			packets: busySnapshot(0).totals.packets / 90,
			isAverage: true,
			seconds: 90,
		});
	});

	it('of files that go into another folder is said, and what stood against them is forgotten', () => {
		const privileges = {state: 'dropped', user: 'nobody', warning: null} as const;
		const {state} = reached({type: 'privileges', privileges, exportObstacle: 'nobody may not write'});
		const opened = update(state, key('e', 'e'), 10, keymap).state;
		expect(opened.notice?.text).toBe('nobody may not write');
		const moved = update(state, {type: 'folder', path: '/tmp/\u001b[2J'}, 10, keymap).state;
		expect(moved.notice?.text).toBe('files go to /tmp/\ufffd[2J');
		expect(update(moved, key('e', 'e'), 20, keymap).state.notice).toBeNull();
	});

	it('notices go away after a while', () => {
		const {state} = reached({type: 'exported', path: '/x'});
		expect(update(state, {type: 'tick'}, 8000, keymap).state.notice).not.toBeNull();
		expect(update(state, {type: 'tick'}, 8600, keymap).state.notice).toBeNull();
	});
});
