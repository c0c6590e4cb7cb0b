/** A folder of small captures, and what a worker says of one of them. */
import fs from 'node:fs';
import path from 'node:path';
import {analyseItem} from '../../../source/commands/jobs/analyse-item.js';
import {capturesIn} from '../../../source/commands/jobs/captures-in.js';
import type {JobOptions} from '../../../source/fleet/jobs/job.js';
import type {Work} from '../../../source/fleet/jobs/job-store.js';
import {type PlannedJob, plannedJob} from '../../../source/fleet/jobs/planned-job.js';
import type {Result} from '../../../source/fleet/jobs/result.js';
import {writeKnownTraffic} from '../../helpers/known-traffic.js';

export const OPTIONS: JobOptions = {filter: null, from: null, to: null, top: 50, limits: {}};

/** @returns packets in all of them */
export function writeCaptures(folder: string, files: number): number {
	let packets = 0;
	for (let i = 0; i < files; i++) {
		const name = path.join(folder, `${i}.pcap`);
		packets += writeKnownTraffic(name, 100 + i).packets;
	}
	return packets;
}

export const jobOf = (folder: string, options = OPTIONS): PlannedJob => plannedJob(capturesIn([folder]), options);

export async function analysed({item}: Work): Promise<Result> {
	const result = await analyseItem(item, []).result;
	if (result === null) {
		throw new Error(`${item.path} was given up`);
	}
	return result;
}

export function damage(file: string): void {
	fs.truncateSync(file, fs.statSync(file).size - 5);
}
