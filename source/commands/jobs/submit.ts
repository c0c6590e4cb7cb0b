/** `netanal-tui analyze --queue URL DIR…`: hands captures to workers, and says how to have what they find. */
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {complain, print} from '../../cli/standard-streams.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, number, text} from '../../cli/values.js';
import type {CaptureTime} from '../../engine/options.js';
import {RANGES} from '../../engine/ranges.js';
import {count} from '../../format/numbers.js';
import {brokerOptions} from '../shared/broker-options.js';
import {captureTime} from '../shared/capture-time.js';
import {tableLimits} from '../shared/table-limits.js';

export const QUEUE: OptionSpec = {
	name: 'queue',
	value: 'URL',
	help: 'hand the files, and those in folders, to the workers of a broker: nats://HOST',
};

/** Flags of `analyze` that say something of each file, or of the broker. */
const TAKEN = new Set([
	...['queue', 'credentials', 'ca', 'cert', 'key', 'quiet'],
	...['filter', 'from', 'to', 'top', 'max-endpoints', 'max-conversations', 'max-flows'],
]);
/** Rows of each list in a result. */
const TOP = 200;

/** @returns the exit status @throws UsageError, NetanalError */
export async function submit(parsed: Parsed, url: string): Promise<number> {
	const idle = [...parsed.values.keys()].find(name => !TAKEN.has(name));
	if (idle === 'once') {
		throw new UsageError('--once is not for --queue: workers count every packet of a file');
	}
	if (idle !== undefined) {
		throw new UsageError(`--${idle} is not for --queue: give it to netanal-tui results`);
	}
	if (parsed.operands.includes('-')) {
		throw new UsageError('- is read here and now: workers of a --queue take files and folders');
	}
	const options = {
		filter: text(parsed, 'filter') ?? null,
		from: absolute(parsed, 'from'),
		to: absolute(parsed, 'to'),
		top: number(parsed, 'top', RANGES.messageTop) ?? TOP,
		limits: tableLimits(parsed),
	};
	const broker = brokerOptions(parsed, url, 'jobs');
	const [{capturesIn, passedOverText}, {plannedJob}, {JobStore}] = await Promise.all([
		import('./captures-in.js'),
		import('../../fleet/jobs/planned-job.js'),
		import('../../fleet/jobs/job-store.js'),
	]);
	const job = plannedJob(
		capturesIn(parsed.operands, raw => complain(passedOverText(raw))),
		options,
	);
	const store = await JobStore.open(broker);
	const queued = await store.submit(job);
	await store.close();
	await print(`${job.id}\n`);
	if (!has(parsed, 'quiet')) {
		const files = Object.keys(job.files).length;
		const known = files - queued;
		complain(
			`${count(files)} files${known === 0 ? '' : `, ${count(known)} of them handed in before`}; for the result: netanal-tui results ${job.id} --queue ${url} --wait`,
		);
	}
	return 0;
}

function absolute(parsed: Parsed, name: 'from' | 'to'): CaptureTime | null {
	const time = captureTime(parsed, name) ?? null;
	if (time?.relative) {
		throw new UsageError(`--${name} +SECONDS is not for --queue: each file has a first packet of its own`);
	}
	if (typeof time?.seconds === 'bigint') {
		throw new UsageError(`--${name} takes times within 2^53 seconds of 1970 with --queue`);
	}
	return time;
}
