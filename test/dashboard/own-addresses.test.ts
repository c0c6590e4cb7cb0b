/** What an interface's own addresses are can change while it is captured: the link or DHCP comes late, an address more, another interface. */
import {describe, expect, it} from 'vitest';
import {initialState, type Source} from '../../source/dashboard/model/state.js';
import {Store} from '../../source/dashboard/store.js';
import {createKeymap} from '../../source/input/keymap.js';
import {FakeClock} from '../helpers/fake-clock.js';
import {FakeEngine, settled} from '../helpers/fake-engine.js';
import {fakeSurroundings} from '../helpers/fake-surroundings.js';
import {busySnapshot} from '../helpers/snapshots.js';

function setUp(source: Source = {kind: 'interface', name: 'eth0'}) {
	const clock = new FakeClock();
	const engine = new FakeEngine(() => clock.now());
	const has: Record<string, readonly string[]> = {};
	const looks: string[] = [];
	const surroundings = fakeSurroundings({
		ownAddresses: name => {
			looks.push(name);
			return has[name] ?? [];
		},
	});
	const initial = initialState({columns: 80, rows: 24}, 0, {source, filter: null});
	const store = new Store({engine, clock, keymap: createKeymap(), initial, surroundings});
	store.start();
	let step = 0;
	const seconds = (count: number) => {
		for (let left = count; left > 0; left--) {
			clock.advance(1000);
			engine.tell(busySnapshot(step++));
		}
	};
	const log = () => store.shown().log.map(({text}) => text);
	return {clock, engine, store, has, looks, seconds, log};
}

describe('own addresses of the interface', () => {
	it('are asked for again every other second, and rows are asked for by those that came', () => {
		const {clock, engine, has, looks, seconds, log} = setUp();
		seconds(1);
		expect(engine.asked.inside).toEqual([]);
		has.eth0 = ['192.0.2.1'];
		seconds(2);
		expect(engine.asked.inside).toEqual(['192.0.2.1']);
		has.eth0 = ['192.0.2.1', '2001:db8::1'];
		seconds(2);
		expect(engine.asked.inside).toEqual(['192.0.2.1', '2001:db8::1']);
		clock.advance(100);
		expect(log()).toContain('own address of eth0: 2001:db8::1');
		const before = looks.length;
		seconds(20);
		expect(looks.length - before).toBe(10);
	});

	it('are looked at when the state of the interface changes, under the name that it has now', () => {
		const {engine, has, seconds} = setUp();
		seconds(1);
		has.wan = ['192.0.2.1'];
		engine.emit('interface', {name: 'wan', up: true, carrier: true});
		expect(engine.asked.inside).toEqual(['192.0.2.1']);
	});

	it('stay own when the interface has them no more: an interface without a link has none', () => {
		const {engine, has, seconds} = setUp();
		has.eth0 = ['192.0.2.1'];
		seconds(2);
		has.eth0 = [];
		engine.emit('interface', {name: 'eth0', up: false, carrier: false});
		seconds(4);
		has.eth0 = ['192.0.2.9'];
		seconds(2);
		expect(engine.asked.inside).toEqual(['192.0.2.1', '192.0.2.9']);
	});

	it('are those of another interface after a change to it', async () => {
		const {engine, store, has, seconds} = setUp();
		Object.assign(has, {eth0: ['192.0.2.1'], eth1: ['192.0.2.77', '192.0.2.78']});
		seconds(2);
		store.dispatch({
			type: 'switched',
			source: {kind: 'interface', name: 'eth1'},
			filter: null,
			localAddresses: ['192.0.2.77'],
		});
		await settled();
		seconds(2);
		expect(engine.asked.inside).toEqual(['192.0.2.77', '192.0.2.78']);
	});

	it('are not asked for where nothing is captured', () => {
		const {looks, seconds} = setUp({kind: 'file', name: 'a.pcap'});
		seconds(5);
		expect(looks).toEqual([]);
	});
});
