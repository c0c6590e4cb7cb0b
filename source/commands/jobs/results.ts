/** `netanal-tui results JOB --queue URL` */
import type {CommandSpec} from '../../cli/command.js';
import {onInterrupt} from '../../cli/interruption.js';
import {complain} from '../../cli/standard-streams.js';
import {QUIET, StatusLine} from '../../cli/status-line.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, text, top} from '../../cli/values.js';
import {RANGES} from '../../engine/ranges.js';
import {isId} from '../../fleet/jobs/job.js';
import type {MergedResults} from '../../fleet/jobs/merged-results.js';
import {count} from '../../format/numbers.js';
import {sanitize} from '../../format/sanitize.js';
import {BROKER_OPTIONS, brokerOptions} from '../shared/broker-options.js';
import {TOP} from '../shared/capture-options.js';
import {prepareFinal, printResult, reserveFinal, writeFinal} from '../shared/last-snapshot.js';
import {FIGURES, FORCE, resultFiles, TABLE} from '../shared/output-option.js';
import {QUEUE} from './submit.js';

export const results: CommandSpec = {
	name: 'results',
	summary: 'Put together what workers found in the captures of a job',
	operand: {name: 'JOB', forms: [{word: 'JOB'}]},
	needs: '--queue URL',
	options: [
		{...QUEUE, help: 'the broker that has the job: nats://HOST'},
		{name: 'wait', help: 'until every file is done'},
		{name: 'format', value: 'FORMAT', choices: ['table', 'json', 'csv'], help: 'what to print (default table)'},
		TABLE,
		FIGURES,
		FORCE,
		TOP,
		...BROKER_OPTIONS,
		QUIET,
	],
	examples: [
		['netanal-tui results 0123456789abcdef --queue nats://broker', 'what is there by now'],
		['netanal-tui results 0123456789abcdef --queue nats://broker --wait --format json', 'everything, for a program'],
	],
	async run(parsed) {
		const [job] = parsed.operands;
		const url = text(parsed, 'queue');
		if (url === undefined) {
			throw new UsageError('--queue URL is missing: where is the job? For example: --queue nats://HOST');
		}
		if (!isId(job)) {
			throw new UsageError(`a job is the 16 hexadecimal digits that analyze --queue printed, not '${job}'`);
		}
		const files = resultFiles(parsed);
		const [packets] = files.outputs;
		if (packets !== undefined) {
			throw new UsageError(
				`-o ${packets.path}: a job has figures and no packets: name it .json, .csv, .parquet, .svg or .png`,
			);
		}
		const broker = brokerOptions(parsed, url, 'jobs');
		const [{MergedResults: Merged}, {JobStore}] = await Promise.all([
			import('../../fleet/jobs/merged-results.js'),
			import('../../fleet/jobs/job-store.js'),
		]);
		await prepareFinal(files);
		reserveFinal(files, false);
		let isStopped = false;
		onInterrupt(() => {
			isStopped = true;
		});
		const store = await JobStore.open(broker);
		const merged = new Merged(await store.sheet(job));
		const status = has(parsed, 'quiet') ? null : new StatusLine();
		const goesOn = () => has(parsed, 'wait') && !merged.isComplete && !isStopped;
		for await (const result of store.results(job, goesOn)) {
			merged.take(result);
			if (status?.live) {
				status.show(progressText(merged));
			}
		}
		status?.clear();
		await store.close();
		const rows = top(parsed);
		const snapshot = merged.snapshot(rows === 'all' ? RANGES.top.max : rows);
		if (text(parsed, 'format') !== undefined || files.final.length === 0) {
			await printResult(snapshot, text(parsed, 'format') ?? 'table', files.table);
		}
		await writeFinal(snapshot, files, !merged.isComplete);
		for (const {packets: before, error} of snapshot.job?.failed ?? []) {
			complain(sanitize(`${count(before)} packets, then ${error.message}`));
		}
		if (!merged.isComplete) {
			complain(`this is of a part: ${progressText(merged)}`);
		}
		return merged.isComplete && snapshot.error === null ? 0 : 1;
	},
};

function progressText({progress: {done, files, packets}}: MergedResults): string {
	return `${count(done)} of ${count(files)} files, ${count(packets)} packets`;
}
