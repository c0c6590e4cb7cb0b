/** The loop of a live analysis, by a clock that is moved by hand: how often it tells what. */
import {MessageChannel, type MessagePort, receiveMessageOnPort} from 'node:worker_threads';
import {afterEach, expect, it, vi} from 'vitest';
import {Analysis} from '../../../source/engine/analysis/analysis.js';
import {LiveSource} from '../../../source/engine/analysis/live-source.js';
import type {AnalysisData, AnalysisReport} from '../../../source/engine/analysis/messages.js';
import {readToEnd} from '../../../source/engine/analysis/run.js';
import {createUnheard, heard} from '../../../source/engine/analysis/unheard.js';
import type {OutputOptions} from '../../../source/engine/options.js';
import {createQueue, QueueProducer} from '../../../source/engine/queue/batch-queue.js';
import {NO_ROWS, type RowsRequest} from '../../../source/engine/rows.js';
import {loopTurns} from '../../helpers/loop-turns.js';

const INTERVAL = 100;
const ETHERNET = 1;

afterEach(() => vi.restoreAllMocks());

/** @param parts beside those that are the same in each capture here */
const dataWith = (parts: Record<string, unknown>) =>
	({
		...{source: {kind: 'interface', name: 'eth0'}, generator: 'test', filter: null, top: 10, interval: 0},
		...{recent: false, count: null, live: null, from: null, to: null, outputs: [], outputInterval: 0, timeLine: 0},
		...parts,
	}) as unknown as AnalysisData;

function analyzeLive(analysis: Analysis, queue: SharedArrayBuffer, port: MessagePort, now: () => number) {
	let time = 0;
	const moved = () => {
		time = now();
		return time;
	};
	const live = {queue, linkType: ETHERNET, snaplen: 65_535};
	const source = new LiveSource(analysis, live, port, moved, () => time / 1000);
	return readToEnd(analysis, source, report => port.postMessage(report));
}

it('gives a reader that takes nothing no more than it can hold, and says once a second what is left out', async () => {
	const queue = createQueue(512 * 1024);
	const producer = new QueueProducer(queue);
	const outputs = [{content: 'packets', format: 'ndjson', path: null}];
	const data = dataWith({live: {queue}, outputs});
	vi.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
	const reports: AnalysisReport[] = [];
	const {port1, port2} = new MessageChannel();
	port1.postMessage = (message: AnalysisReport) => reports.push(message);
	const session = new Analysis(data, report => port1.postMessage(report));
	session.outputs.openAll(data.outputs);
	const minute = 60_000;
	let time = 0;
	let packets = 0;
	let ended = false;
	const now = () => {
		time += 1;
		if (time > minute) {
			if (!ended) {
				ended = true;
				producer.publishEnd(new Uint8Array(0), 0);
			}
		} else {
			const record = new Uint8Array(16 + 60);
			new DataView(record.buffer).setUint32(8, 60, true);
			new DataView(record.buffer).setUint32(12, 60, true);
			if (producer.region(record.length) >= record.length) {
				producer.bytes.set(record, producer.offset);
				producer.publishPackets(record.length, 1, 0, 0);
				packets++;
			}
		}

		return time;
	};
	await analyzeLive(session, queue, port1, now);
	port2.close();
	const bytes = reports.reduce((sum, report) => sum + (report.type === 'output' ? report.bytes.length : 0), 0);
	expect(bytes).toBeLessThan(1.2 * 1024 * 1024);
	const skipped = reports.flatMap(report => (report.type === 'skipped' ? [report.records] : []));
	expect(skipped.length).toBeGreaterThan(30);
	// what waited in the queue at the end of the minute is analysed after it, by the same clock
	expect(skipped.length).toBeLessThan(time / 1000 + 2);
	const lines = reports.flatMap(report => (report.type === 'output' ? [Buffer.from(report.bytes).toString()] : []));
	expect(lines.join('').trimEnd().split('\n').length + skipped.at(-1)!).toBe(packets);
});

it('tells no snapshots into the void while nobody hears them, and goes on when somebody does', async () => {
	const queue = createQueue(512 * 1024);
	const producer = new QueueProducer(queue);
	const unheard = createUnheard();
	const data = dataWith({interval: 1000, recent: true, unheard});
	let time = 0;
	vi.spyOn(Atomics, 'wait').mockImplementation((...[, , , timeout]) => {
		time += Math.ceil(timeout!);
		return 'timed-out';
	});
	const hour = 3_600_000;
	const isStalled = (at: number) => at >= 10_000 && at < 10_000 + hour;
	const seen: {at: number; seconds: number}[] = [];
	let waiting = 0;
	const {port1, port2} = new MessageChannel();
	port1.postMessage = (message: AnalysisReport) => {
		if (message.type !== 'snapshot') {
			return;
		}
		seen.push({at: time, seconds: message.snapshot.recent!.seconds});
		waiting++;
	};
	let ended = false;
	const now = () => {
		time += 1;
		for (; waiting > 0 && !isStalled(time); waiting--) {
			heard(unheard);
		}
		if (time > hour + 20_000 && !ended) {
			ended = true;
			producer.publishEnd(new Uint8Array(0), 0);
		}

		return time;
	};
	await analyzeLive(new Analysis(data, () => {}), queue, port1, now);
	port2.close();
	expect(seen.filter(({at}) => at < 10_000).length).toBeGreaterThanOrEqual(9);
	expect(seen.filter(({at}) => isStalled(at)).length).toBeLessThan(6);
	const after = seen.filter(({at}) => at >= 10_000 + hour);
	expect(after.length).toBeGreaterThanOrEqual(9);
	// What went on meanwhile is told by the first one, over all of its time.
	expect(after[0].seconds).toBeGreaterThan(3590);
	expect(after[1].seconds).toBeLessThan(2);
});

/**
 * When snapshots are told, every `INTERVAL`.
 * @param isDue whether another packet comes, after so many milliseconds and packets
 * @param length of the capture, milliseconds
 */
async function timesTold(
	rows: RowsRequest | null,
	isDue: (time: number, sent: number) => boolean,
	length = 6000,
	outputs: OutputOptions[] = [],
): Promise<number[]> {
	const queue = createQueue(512 * 1024);
	const producer = new QueueProducer(queue);
	const {port1, port2} = new MessageChannel();
	const data = dataWith({interval: INTERVAL, outputs, rows});
	const session = new Analysis(data, () => {});
	session.outputs.openAll(outputs);
	let time = 0;
	// Whoever waits moves the clock.
	vi.spyOn(Atomics, 'wait').mockImplementation((...[, , , timeout]) => {
		time += Math.ceil(timeout!);
		return 'timed-out';
	});
	let sent = 0;
	let ended = false;
	const now = () => {
		time += 1;
		if (time <= length && isDue(time, sent)) {
			sent++;
			const record = new Uint8Array(16 + 60);
			const header = new Uint32Array(record.buffer, 0, 4);
			header.set([Math.floor(time / 1000), 1000 * (time % 1000), 60, 60]);
			producer.region(record.length);
			producer.bytes.set(record, producer.offset);
			producer.publishPackets(record.length, 1, 0, 0);
		} else if (time > length && !ended) {
			ended = true;
			producer.publishEnd(new Uint8Array(0), 0);
		}

		return time;
	};
	const told: number[] = [];
	const report = port1.postMessage.bind(port1);
	port1.postMessage = (message: AnalysisReport) => {
		if (message.type === 'snapshot') {
			told.push(time);
		}
		report(message);
	};
	await analyzeLive(session, queue, port1, now);
	let last: AnalysisReport | undefined;
	for (let next = receiveMessageOnPort(port2); next !== undefined; next = receiveMessageOnPort(port2)) {
		last = next.message;
	}
	port1.close();
	expect(last).toMatchObject({type: 'end'});
	return told;
}

const gapsOf = (told: readonly number[], from: number, to: number) => {
	const times = told.filter(at => at >= from && at < to);
	return times.slice(1).map((at, index) => at - times[index]);
};
const beyond = (list: number[], least: number, most: number) => list.filter(gap => gap < least || gap > most);

it('tells a snapshot per interval while packets come, and one a second while none do', async () => {
	// in the first and in the fifth second
	const isBusy = (time: number) => time < 1000 || (time >= 4000 && time < 5000);
	let latest = -10;
	const told = await timesTold(null, time => {
		const isDue = isBusy(time) && time >= latest + 10;
		latest = isDue ? time : latest;
		return isDue;
	});
	expect(gapsOf(told, 0, 1000).length).toBeGreaterThanOrEqual(8);
	expect(beyond(gapsOf(told, 0, 1000), INTERVAL - 10, INTERVAL + 20)).toEqual([]);
	// The first one of an idle time says that nothing comes any more.
	expect(told.some(at => at >= 1000 && at < 1000 + 2 * INTERVAL)).toBe(true);
	expect(gapsOf(told, 1000 + 2 * INTERVAL, 4000).length).toBeGreaterThanOrEqual(1);
	expect(beyond(gapsOf(told, 1000 + 2 * INTERVAL, 4000), 1000, 1020)).toEqual([]);
	expect(told.some(at => at >= 4000 && at < 4000 + 2 * INTERVAL)).toBe(true);
	expect(beyond(gapsOf(told, 4000, 5000), INTERVAL - 10, INTERVAL + 20)).toEqual([]);
});

it('tells a screen soon after the start, then of each second when it is over, and whoever has no rows as packets come', async () => {
	const rarely = (time: number, sent: number) => time >= sent * 300;
	const often = (time: number, sent: number) => time >= sent * 10;
	for (const isDue of [rarely, often]) {
		const [first, ...others] = await timesTold(NO_ROWS, isDue);
		expect(first).toBeLessThan(2 * INTERVAL);
		// the last one is the end's
		expect(others.length).toBeGreaterThanOrEqual(6);
		expect(others.slice(0, -1).map(at => at % 1000)).toEqual(others.slice(0, -1).map(() => expect.closeTo(315, -1)));
		expect(beyond(gapsOf(others, 0, 6000), 980, 1020)).toEqual([]);
	}
	expect(beyond(gapsOf(await timesTold(null, rarely), 0, 6000), INTERVAL, 600)).toEqual([]);
	expect(beyond(gapsOf(await timesTold(null, often), 0, 6000), INTERVAL - 10, INTERVAL + 20)).toEqual([]);
});

it('tells a screen every fifth second when no packet has come for longer than any average on it', async () => {
	const quiet = (time: number) => time < 50 || time > 99_000;
	const screen = await timesTold(NO_ROWS, quiet, 105_000);
	expect(beyond(gapsOf(screen, 1000, 45_000), 980, 1020)).toEqual([]);
	expect(gapsOf(screen, 55_000, 99_000).length).toBeGreaterThanOrEqual(7);
	expect(beyond(gapsOf(screen, 55_000, 99_000), 4980, 5020)).toEqual([]);
	// and of the first packet soon
	expect(screen.some(at => at > 99_000 && at < 100_050)).toBe(true);
	expect(gapsOf(screen, 99_000, 105_000).length).toBeGreaterThanOrEqual(4);
	const others = await timesTold(null, quiet, 100_000);
	expect(beyond(gapsOf(others, 1000, 99_000), 1000, 1020)).toEqual([]);
});

it('wakes once a second when nothing has come for some seconds', async () => {
	await timesTold(null, time => time < 50, 65_000);
	const waits = vi.mocked(Atomics.wait).mock.calls.length;
	// four times a second in the first five of them, and each time that a snapshot is due
	expect(waits).toBeLessThanOrEqual(2 * 65 + 4 * 6);
	expect(waits).toBeGreaterThanOrEqual(65);
});

it('wakes for an output soon when something waits in it, and seldom when nothing does', async () => {
	const waitsIn = async (isDue: (time: number, sent: number) => boolean) => {
		await timesTold(null, isDue, 10_000, [{content: 'packets', format: 'ndjson', path: null}]);
		return vi.mocked(Atomics.wait).mock.calls.length;
	};
	expect(await waitsIn(time => time < 50)).toBeLessThan(60);
	vi.restoreAllMocks();
	expect(await waitsIn((time, sent) => time >= sent * 100)).toBeGreaterThan(100);
});

it('goes back to the event loop every few seconds, for what V8 has posted there', async () => {
	const turns = await loopTurns(() => timesTold(null, time => time % 100 === 0, 60_000));
	expect(turns).toBeGreaterThanOrEqual(10);
	expect(turns).toBeLessThanOrEqual(13);
});

it('tells a screen again soon where rows are looked for still', async () => {
	const whole = [false, false, true];
	const tell = vi.spyOn(Analysis.prototype, 'tellPeriodic');
	const times: number[] = [];
	const {port1, port2} = new MessageChannel();
	const queue = createQueue(512 * 1024);
	const producer = new QueueProducer(queue);
	const data = dataWith({rows: NO_ROWS});
	let time = 0;
	vi.spyOn(Atomics, 'wait').mockImplementation((...[, , , timeout]) => {
		time += Math.ceil(timeout!);
		return 'timed-out';
	});
	tell.mockImplementation(() => {
		times.push(time);
		return whole[times.length - 1];
	});
	let ended = false;
	const now = () => {
		time += 1;
		if (time > 5000 && !ended) {
			ended = true;
			producer.publishEnd(new Uint8Array(0), 0);
		}
		return time;
	};
	port2.postMessage({type: 'look', rows: {...NO_ROWS, search: 'tls'}});
	await analyzeLive(new Analysis(data, () => {}), queue, port1, now);
	port1.close();
	const [first, second, third, ...more] = times;
	expect(second - first).toBeGreaterThan(150);
	expect(second - first).toBeLessThan(250);
	expect(third - second).toBeLessThan(250);
	expect(more).toEqual([]);
});
