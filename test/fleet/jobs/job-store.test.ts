/** Jobs on a real NATS: every file counts once, whatever becomes of the workers. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, beforeEach, expect, it} from 'vitest';
import {brokerUrl} from '../../../source/fleet/broker/url.js';
import {JobStore} from '../../../source/fleet/jobs/job-store.js';
import {MergedResults} from '../../../source/fleet/jobs/merged-results.js';
import {plannedJob} from '../../../source/fleet/jobs/planned-job.js';
import {failureOf} from '../../../source/fleet/jobs/result.js';
import {seeded} from '../../engine/collector/random.js';
import {natsServer, type TestBroker} from '../../helpers/brokers.js';
import {analysed, damage, jobOf, OPTIONS, writeCaptures} from './made-captures.js';

const FILES = 6;
/** Milliseconds of silence after which a file is handed to another worker. */
const PATIENCE = 300;

let broker: TestBroker;
let folder: string;
let packets: number;
beforeAll(async () => {
	broker = await natsServer();
	await broker.start();
});
afterAll(() => broker.close());
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-jobs-'));
	packets = writeCaptures(folder, FILES);
	return () => fs.rmSync(folder, {recursive: true});
});

const opened = () => JobStore.open({url: brokerUrl(broker.url), credentials: {}, tls: {}, client: 'test'}, PATIENCE);

/** Works until nothing has been left for a while. @param survives whether this worker lives to tell of the file */
async function work(survives: (deliveries: number) => boolean = () => true): Promise<void> {
	for (;;) {
		const store = await opened();
		try {
			let next = await store.next();
			while (next !== null) {
				const result = await analysed(next);
				if (!survives(next.deliveries)) {
					// gone with its connection, without a word
					break;
				}
				await next.finish(result);
				next = await store.next();
			}
			if (next === null) {
				return;
			}
		} finally {
			await store.close();
		}
	}
}

async function merged(job: string): Promise<MergedResults> {
	const store = await opened();
	const results = new MergedResults(await store.sheet(job));
	for await (const result of store.results(job, () => !results.isComplete)) {
		results.take(result);
	}
	await store.close();
	return results;
}

it('has the totals of one machine, names a damaged file, and adds nothing when the same job comes again', async () => {
	damage(path.join(folder, '3.pcap'));
	const job = jobOf(folder);
	const store = await opened();
	expect(await store.submit(job)).toBe(FILES);
	expect(await store.submit(jobOf(folder))).toBe(0);
	await work();
	expect(await store.submit(jobOf(folder))).toBe(0);
	await store.close();
	const snapshot = (await merged(job.id)).snapshot();
	expect(snapshot.totals.packets).toBe(packets - 1);
	expect(snapshot.job).toMatchObject({
		id: job.id,
		files: FILES,
		done: FILES,
		failed: [{path: path.join(folder, '3.pcap'), packets: 102, error: {code: 'DAMAGED'}}],
	});
	expect(snapshot.error).toMatchObject({code: 'DAMAGED'});
});

it('counts every file of twenty jobs once, with workers that die at random', async () => {
	// the same files in another way are another job
	const jobs = Array.from({length: 20}, (_, run) => jobOf(folder, {...OPTIONS, top: 1 + run}));
	const store = await opened();
	for (const job of jobs) {
		expect(await store.submit(job)).toBe(FILES);
	}
	await store.close();
	const next = seeded(20);
	let deaths = 0;
	const survives = (deliveries: number) => {
		// the fourth that has a file lives, else it would be given up
		const lives = deliveries >= 4 || next() > 0.4;
		deaths += lives ? 0 : 1;
		return lives;
	};
	await Promise.all([work(survives), work(survives), work(survives)]);
	expect(deaths).toBeGreaterThan(20);
	for (const job of jobs) {
		const {totals, job: about} = (await merged(job.id)).snapshot();
		expect(packets - totals.packets, job.id).toBe(0);
		expect(about).toMatchObject({done: FILES, failed: []});
	}
}, 120_000);

it('gives a file up after five workers that it ended, says so, and lets it be handed in again', async () => {
	const job = plannedJob([{path: path.join(folder, '0.pcap'), size: 1, modified: 1}], OPTIONS);
	const store = await opened();
	await store.submit(job);
	const deliveries: number[] = [];
	await work(count => {
		deliveries.push(count);
		return false;
	});
	expect(deliveries).toEqual([1, 2, 3, 4, 5]);
	const {job: about, totals} = (await merged(job.id)).snapshot();
	expect(totals.packets).toBe(0);
	expect(about?.failed).toEqual([
		{
			path: path.join(folder, '0.pcap'),
			packets: 0,
			error: {
				code: 'WORKER_DIED',
				message: `${path.join(folder, '0.pcap')}: given up after 5 workers that ended or fell silent over it`,
				offset: null,
			},
		},
	]);
	expect(await store.submit(job)).toBe(1);
	await work();
	await store.close();
	expect((await merged(job.id)).snapshot().totals.packets).toBe(100);
}, 60_000);

it('holds a file as long as its worker says so, and hands back at once what is given back', async () => {
	const job = plannedJob([{path: path.join(folder, '1.pcap'), size: 1, modified: 1}], OPTIONS);
	const [mine, other] = [await opened(), await opened()];
	await mine.submit(job);
	const held = await mine.next();
	const beat = setInterval(() => held?.hold(), mine.heartbeat);
	// a pull that is longer than the patience finds nothing
	expect(await other.next()).toBeNull();
	clearInterval(beat);
	held?.giveBack();
	const again = await other.next();
	expect(again?.deliveries).toBe(2);
	await again?.finish(failureOf(again.item.item, {code: 'FILE_UNREADABLE', message: 'gone', offset: null}));
	await Promise.all([mine.close(), other.close()]);
});

it('says that a job is not known', async () => {
	const store = await opened();
	await expect(store.sheet('0123456789abcdef')).rejects.toMatchObject({
		code: 'INVALID_ARGUMENT',
		message: expect.stringMatching(/^127\.0\.0\.1:\d+ knows no job 0123456789abcdef: jobs are kept for a week$/),
	});
	await store.close();
});

it('takes no broker but NATS', async () => {
	const url = brokerUrl('amqp://127.0.0.1:1');
	await expect(JobStore.open({url, credentials: {}, tls: {}, client: 'test'})).rejects.toMatchObject({
		code: 'INVALID_ARGUMENT',
	});
});
