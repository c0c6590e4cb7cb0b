/** One engine after the other: what listeners hear, and which engine goes on when the next one cannot. */
import {EventEmitter} from 'node:events';
import {beforeEach, describe, expect, it, vi} from 'vitest';
import {SwitchableEngine} from '../../../source/commands/dashboard/switchable-engine.js';
import {NetanalError} from '../../../source/engine/errors.js';
import type {EngineSettings} from '../../../source/engine/internal.js';
import {snapshotOf} from '../../helpers/snapshots.js';

class FakeEngine extends EventEmitter {
	state = 'idle';
	stopped = false;
	disposed = false;
	filters: (string | null)[] = [];
	constructor(readonly options: EngineSettings) {
		super();
	}

	async start() {
		const failure = failures.shift();
		this.state = failure ? 'failed' : 'running';
		if (failure) {
			throw failure;
		}
	}

	async stop() {
		this.stopped = true;
	}

	/** As the engine does; with it go the threads that compile filters. */
	async [Symbol.asyncDispose]() {
		await this.stop();
		this.disposed = true;
	}

	async setFilter(text: string | null) {
		this.filters.push(text);
	}

	counted: boolean[] = [];
	setOnce(isOnce: boolean) {
		this.counted.push(isOnce);
	}

	async checkFilter(text: string) {
		return text.includes('prot') ? {message: 'syntax error', position: 4} : null;
	}
}

const engines: FakeEngine[] = [];
let failures: (Error | null)[] = [];

vi.mock('../../../source/engine/internal.js', () => ({
	createEngine(options: EngineSettings) {
		engines.push(new FakeEngine(options));
		return engines.at(-1);
	},
}));

const LIVE: EngineSettings = {source: {kind: 'interface', name: 'eth0'}, filter: 'not port 22'};
const FILE: EngineSettings = {source: {kind: 'file', path: 'a.pcap'}};
const invalid = new NetanalError('FILTER_INVALID', 'syntax error');
const gone = new NetanalError('DEVICE_GONE', 'no interface wlan0');

beforeEach(() => {
	engines.length = 0;
	failures = [];
});

describe('opening', () => {
	it('is with the filter that was asked for', async () => {
		expect(await new SwitchableEngine(LIVE).open('tcp')).toBe(true);
		expect(engines).toHaveLength(1);
	});

	it('takes the other filter where the first one does not compile for the interface', async () => {
		failures = [invalid];
		const session = new SwitchableEngine(LIVE);
		expect(await session.open(undefined)).toBe(false);
		expect(engines.map(({options}) => options.filter)).toEqual(['not port 22', undefined]);
		expect(session.state).toBe('running');
	});

	it('fails where there is no other one, and where something else is wrong', async () => {
		failures = [invalid];
		await expect(new SwitchableEngine(LIVE).open('not port 22')).rejects.toBe(invalid);
		failures = [gone];
		await expect(new SwitchableEngine(LIVE).open(undefined)).rejects.toBe(gone);
		expect(engines).toHaveLength(2);
	});
});

describe('another interface', () => {
	it('is heard from then on, and the one before no more', async () => {
		const session = new SwitchableEngine(LIVE);
		await session.open(undefined);
		const heard: unknown[] = [];
		session.on('snapshot', snapshot => heard.push(snapshot.source.name));
		session.on('state', state => heard.push(state));
		await session.switchTo('wlan0', 'udp');
		expect(engines[1].options).toMatchObject({source: {kind: 'interface', name: 'wlan0'}, filter: 'udp'});
		expect(session.sourceName).toBe('wlan0');
		const snapshot = snapshotOf({});
		engines[0].emit('snapshot', snapshot);
		engines[1].emit('snapshot', {...snapshot, source: {...snapshot.source, name: 'wlan0'}});
		expect(heard).toEqual(['running', 'wlan0']);
		expect(engines[0].stopped).toBe(true);
		await vi.waitFor(() => expect(engines[0].disposed).toBe(true));
	});

	it('that cannot be opened leaves everything as it was', async () => {
		const session = new SwitchableEngine(LIVE);
		await session.open(undefined);
		failures = [gone];
		await expect(session.switchTo('wlan0', null)).rejects.toBe(gone);
		expect(session.sourceName).toBe('eth0');
		expect(engines[0].stopped).toBe(false);
		const heard: unknown[] = [];
		session.on('snapshot', snapshot => heard.push(snapshot));
		engines[0].emit('snapshot', snapshotOf({}));
		expect(heard).toHaveLength(1);
	});
});

describe('a filter', () => {
	it('of what is live is changed where it is', async () => {
		const session = new SwitchableEngine(LIVE);
		await session.setFilter('udp');
		expect(engines).toHaveLength(1);
		expect(engines[0].filters).toEqual(['udp']);
	});

	it('of a file makes it be read again', async () => {
		const session = new SwitchableEngine(FILE);
		await session.setFilter('udp');
		expect(engines.map(({options}) => options.filter)).toEqual([undefined, 'udp']);
		expect(engines[0].stopped).toBe(true);
		await vi.waitFor(() => expect(engines[0].disposed).toBe(true));
		await session.setFilter(null);
		expect(engines[2].options).toEqual({...FILE, filter: undefined});
	});

	it('that does not compile leaves the file as it was read', async () => {
		const session = new SwitchableEngine(FILE);
		await expect(session.setFilter('udp prot')).rejects.toMatchObject({code: 'FILTER_INVALID', offset: 4});
		expect(engines).toHaveLength(1);
		expect(engines[0].stopped).toBe(false);
	});
});

describe('counting packets once', () => {
	it('begins where a capture is, and holds for the next interface', async () => {
		const session = new SwitchableEngine(LIVE);
		await session.setOnce(true);
		expect(engines.map(({counted}) => counted)).toEqual([[true]]);
		await session.switchTo('wlan0', null);
		expect(engines[1].options.once).toBe(true);
	});

	it('makes a file be read again, with its filter, also the next time', async () => {
		const session = new SwitchableEngine(FILE);
		await session.setFilter('udp');
		await session.setOnce(true);
		expect(engines[2].options).toEqual({...FILE, filter: 'udp', once: true});
		expect(engines[1].stopped).toBe(true);
		await session.setFilter(null);
		expect(engines[3].options.once).toBe(true);
	});

	it('is as before where a file cannot be read again', async () => {
		const session = new SwitchableEngine(FILE);
		failures = [gone];
		await expect(session.setOnce(true)).rejects.toBe(gone);
		await session.setFilter('udp');
		expect(engines[2].options.once).toBeUndefined();
	});
});

it('an error that nobody listens for ends nothing', () => {
	const session = new SwitchableEngine(LIVE);
	expect(() => engines[0].emit('error', {code: 'X', message: 'x', offset: null})).not.toThrow();
	const heard: unknown[] = [];
	session.on('error', error => heard.push(error.code));
	engines[0].emit('error', {code: 'X', message: 'x', offset: null});
	expect(heard).toEqual(['X']);
});
