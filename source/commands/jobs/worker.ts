/** `netanal-tui worker URL` */
import fs from 'node:fs';
import type {CommandSpec} from '../../cli/command.js';
import {onInterrupt} from '../../cli/interruption.js';
import {complain} from '../../cli/standard-streams.js';
import {QUIET} from '../../cli/status-line.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, text} from '../../cli/values.js';
import type {JobStore, Work} from '../../fleet/jobs/job-store.js';
import type {Result} from '../../fleet/jobs/result.js';
import {count} from '../../format/numbers.js';
import {pathOf} from '../../format/raw-name.js';
import {sanitize} from '../../format/sanitize.js';
import {BROKER_OPTIONS, brokerOptions} from '../shared/broker-options.js';
import type {ItemAnalysis} from './analyse-item.js';
import {realPath} from './real-path.js';

/** Milliseconds before a broker that does not answer is asked again. */
const AGAIN = 1000;

export const worker: CommandSpec = {
	name: 'worker',
	summary: 'Analyse the captures that analyze --queue hands out, until Ctrl-C',
	operand: {name: 'URL', forms: [{word: 'URL'}]},
	options: [
		{name: 'below', value: 'DIR', multiple: true, offers: 'files', help: 'read no file that is not in this folder'},
		{name: 'until-empty', help: 'end when nothing is left to do'},
		{name: 'user', value: 'NAME', help: 'whom root becomes (default: who called sudo, else nobody)'},
		...BROKER_OPTIONS,
		QUIET,
	],
	examples: [
		['netanal-tui worker nats://broker', 'work until Ctrl-C; one of these for each core'],
		['netanal-tui worker nats://broker --below /srv/captures --until-empty', 'what is there, of this folder only'],
	],
	async run(parsed) {
		const below = (parsed.values.get('below') ?? []).map(realFolder);
		const broker = brokerOptions(parsed, parsed.operands[0], 'worker');
		const [{analyseItem, prepareAnalysis}, {JobStore: Jobs}] = await Promise.all([
			import('./analyse-item.js'),
			import('../../fleet/jobs/job-store.js'),
		]);
		const store = await Jobs.open(broker);
		const privileges = await prepareAnalysis(text(parsed, 'user'));
		if (privileges?.warning) {
			complain(privileges.warning);
		}
		const say = has(parsed, 'quiet') ? () => {} : complain;
		let isStopped = false;
		let current: ItemAnalysis | null = null;
		onInterrupt(() => {
			isStopped = true;
			current?.giveUp();
		});
		while (!isStopped) {
			const work = await nextOf(store);
			if (work === null && has(parsed, 'until-empty')) {
				break;
			}
			if (work === null || work === 'unreachable') {
				continue;
			}
			const beat = setInterval(() => work.hold(), store.heartbeat);
			current = analyseItem(work.item, below);
			const result = await current.result;
			if (result === null) {
				work.giveBack();
			} else {
				await finish(work, result, () => isStopped);
				say(described(work.item.path, result));
			}
			clearInterval(beat);
		}
		await store.close();
		return 0;
	},
};

/** A broker that is away is waited for. */
async function nextOf(store: JobStore): Promise<Work | 'unreachable' | null> {
	try {
		return await store.next();
	} catch (error) {
		complain(`${(error as Error).message}: asked again`);
		await new Promise(resolve => setTimeout(resolve, AGAIN));
		return 'unreachable';
	}
}

/** What was found out is kept until the broker has it. Who is interrupted meanwhile leaves the file to somebody else. */
async function finish(work: Work, result: Result, isStopped: () => boolean): Promise<void> {
	while (!isStopped()) {
		try {
			return await work.finish(result);
		} catch (error) {
			complain(`${(error as Error).message}: told again`);
			await new Promise(resolve => setTimeout(resolve, AGAIN));
		}
	}
}

function described(path: string, {snapshot, error}: Result): string {
	const problem = error ?? snapshot?.error ?? null;
	const packets = `${count(snapshot?.totals.packets ?? 0)} packets`;
	return sanitize(problem === null ? `${path}: ${packets}` : `${packets}, then ${problem.message}`);
}

function realFolder(name: string): string {
	try {
		const folder = realPath(name);
		if (fs.statSync(pathOf(folder)).isDirectory()) {
			return folder;
		}
	} catch {
		// said below
	}
	throw new UsageError(`--below takes a folder, and ${name} is none`);
}
