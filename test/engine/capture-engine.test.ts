/** The engine's own part, with an analysis that says what the test wants, when it wants. */
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {AnalysisCommand, AnalysisReport} from '../../source/engine/analysis/messages.js';
import type {AnalysisListener} from '../../source/engine/analysis-host.js';
import {CaptureEngine} from '../../source/engine/capture-engine.js';
import type {Finished, Placed} from '../../source/files/placing.js';
import {snapshotOf} from '../helpers/snapshots.js';

const host = vi.hoisted(() => ({
	listener: null as AnalysisListener | null,
	commands: [] as AnalysisCommand[],
	closed: 0,
	isGone: true,
	publish: (_file: Finished): Promise<Placed> => Promise.reject(new Error('not now')),
}));

vi.mock('../../source/engine/analysis-host.js', () => ({
	AnalysisHost: {
		async start(_data: unknown, _inThread: boolean, listener: AnalysisListener) {
			host.listener = listener;
			const close = async () => {
				host.closed++;
				return host.isGone;
			};
			return {command: (command: AnalysisCommand) => host.commands.push(command), close};
		},
	},
}));
vi.mock('../../source/files/unfinished.js', () => ({adopt() {}, dispose() {}}));
vi.mock('../../source/files/atomic-file.js', () => ({publish: (file: Finished) => host.publish(file)}));

const placedAtOnce = async ({target}: Finished): Promise<Placed> => ({path: target, problem: null});
const say = (report: AnalysisReport) => host.listener!.report(report);
const file = {path: 'a.pcap', packets: 1, bytes: 1, finished: {temporary: '.a', target: 'a.pcap', force: false}};
const PATIENCE = 10_000;

async function running() {
	const engine = new CaptureEngine({source: {kind: 'demo'}});
	const events: string[] = [];
	engine.on('state', state => events.push(state));
	engine.on('error', ({message}) => events.push(`error: ${message}`));
	engine.on('end', () => events.push('end'));
	await engine.start();
	return {engine, events};
}

beforeEach(() => {
	vi.useFakeTimers();
	Object.assign(host, {listener: null, commands: [], closed: 0, isGone: true, publish: placedAtOnce});
});
afterEach(() => vi.useRealTimers());

describe('an engine', () => {
	it('waits for a slow disk as long as it takes, and calls that no failure', async () => {
		const {engine, events} = await running();
		let written = () => {};
		host.publish = ({target}) =>
			new Promise(resolve => {
				written = () => resolve({path: target, problem: null});
			});
		const stopped = engine.stop();
		say({type: 'file', output: -1, file: {...file, keep: null}});
		say({type: 'end', snapshot: snapshotOf({})});
		await vi.advanceTimersByTimeAsync(3 * PATIENCE);
		expect(engine.state).toBe('stopping');
		written();
		expect((await stopped).error).toBeNull();
		expect(events).toEqual(['starting', 'running', 'stopping', 'ended', 'end']);
		expect(engine.files).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(3 * PATIENCE);
		expect(vi.getTimerCount()).toBe(0);
	});

	it('is ended by force with its last figures when the analysis says nothing any more; once', async () => {
		const {engine, events} = await running();
		say({type: 'snapshot', id: null, snapshot: snapshotOf({})});
		const asked = engine.snapshot();
		const [first, second] = [engine.stop(), engine.stop()];
		await vi.advanceTimersByTimeAsync(PATIENCE - 1);
		expect(engine.state).toBe('stopping');
		await vi.advanceTimersByTimeAsync(3);
		for (const answer of [first, second, asked, engine.ended, engine.stop(), engine.snapshot()]) {
			expect((await answer).error).toMatchObject({code: 'WORKER_DIED'});
		}
		// What comes too late changes nothing.
		say({type: 'end', snapshot: snapshotOf({})});
		host.listener!.died('status 1');
		await vi.advanceTimersByTimeAsync(PATIENCE);
		const error = 'error: the capture did not stop in time and was ended by force';
		expect(events).toEqual(['starting', 'running', 'stopping', 'failed', error, 'end']);
		expect(host.closed).toBe(1);
	});

	it('says to each who stops it which thread Node has not ended, and keeps its figures', async () => {
		host.isGone = false;
		const {engine, events} = await running();
		const stopped = Promise.allSettled([engine.stop(), engine.stop()]);
		say({type: 'end', snapshot: snapshotOf({})});
		const left = {
			code: 'WORKER_LEFT',
			message: 'the capture has ended, but Node has not ended its analysis worker: end this process',
		};
		for (const answer of await stopped) {
			expect(answer).toMatchObject({status: 'rejected', reason: left});
		}
		expect((await engine.ended).error).toBeNull();
		await expect(engine.stop()).rejects.toMatchObject(left);
		expect(events).toEqual(['starting', 'running', 'stopping', 'ended', 'end']);
		expect(host.closed).toBe(1);
	});

	it('rejects everything when the analysis dies before its first figures', async () => {
		const {engine, events} = await running();
		const answers = [engine.snapshot(), engine.ended, engine.setFilter(null), engine.startWriting('a.pcap')];
		const settled = Promise.allSettled(answers);
		await vi.advanceTimersByTimeAsync(0);
		host.listener!.died('status 1');
		host.listener!.died('status 1');
		expect((await settled).map(({status}) => status)).toEqual(answers.map(() => 'rejected'));
		expect(events).toEqual(['starting', 'running', 'failed', 'error: the analysis worker died: status 1']);
		await engine[Symbol.asyncDispose]();
		expect(vi.getTimerCount()).toBe(0);
	});

	it('a duration that is over after a death ends nothing twice', async () => {
		const engine = new CaptureEngine({source: {kind: 'demo'}, duration: 1});
		await engine.start();
		host.listener!.died('status 1');
		await expect(engine.ended).rejects.toMatchObject({code: 'WORKER_DIED'});
		await vi.advanceTimersByTimeAsync(5000);
		expect(engine.state).toBe('failed');
	});

	it('a failure to stop after its duration is told to who waits for its end, and to nobody else', async () => {
		const engine = new CaptureEngine({source: {kind: 'demo'}, duration: 1});
		await engine.start();
		const ended = expect(engine.ended).rejects.toMatchObject({code: 'WORKER_DIED'});
		// An unhandled rejection would fail this test's run.
		await vi.advanceTimersByTimeAsync(1010 + PATIENCE);
		await ended;
	});
});
