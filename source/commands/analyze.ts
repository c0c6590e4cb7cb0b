/** `netanal-tui analyze FILE…|-` */
import type {CommandSpec} from '../cli/command.js';
import {complain, print} from '../cli/standard-streams.js';
import {QUIET} from '../cli/status-line.js';
import {UsageError} from '../cli/usage-error.js';
import {has, number, text, top} from '../cli/values.js';
import {createEngine} from '../engine/internal.js';
import {RANGES} from '../engine/ranges.js';
import {QUEUE, submit} from './jobs/submit.js';
import {BROKER_OPTIONS} from './shared/broker-options.js';
import {ONCE, TOP} from './shared/capture-options.js';
import {captureTime, TIME_OPTIONS} from './shared/capture-time.js';
import {IDENTIFY_OPTIONS, identifyOptions, sayWarnings} from './shared/identify-option.js';
import {IPFIX_OPTIONS, ipfixOutputs} from './shared/ipfix-option.js';
import {printResult} from './shared/last-snapshot.js';
import {METRICS_OPTIONS, metricsOptions, startMetrics, tellNotes} from './shared/metrics-option.js';
import {csvTable, TABLE} from './shared/output-option.js';
import {CAPTURES, fileSource, readAll} from './shared/read-captures.js';
import {LIMIT_OPTIONS, tableLimits} from './shared/table-limits.js';

export const analyze: CommandSpec = {
	name: 'analyze',
	summary: 'Analyse capture files or standard input (pcap or pcapng)',
	operand: CAPTURES,
	options: [
		{name: 'filter', short: 'f', value: 'BPF', help: 'only packets that it keeps, as tcpdump takes it; needs libpcap'},
		...TIME_OPTIONS,
		{name: 'count', short: 'c', value: 'N', help: 'stop after N packets'},
		{
			name: 'format',
			value: 'FORMAT',
			choices: ['table', 'json', 'ndjson', 'csv'],
			help: 'what to print; ndjson is a snapshot per interval of capture time (default table)',
		},
		TABLE,
		{
			name: 'interval',
			value: 'SECONDS',
			help: 'of capture time, between the snapshots of ndjson (default 1); none without packets',
		},
		TOP,
		ONCE,
		...LIMIT_OPTIONS,
		...IDENTIFY_OPTIONS,
		...IPFIX_OPTIONS,
		...METRICS_OPTIONS,
		QUEUE,
		...BROKER_OPTIONS,
		QUIET,
	],
	examples: [
		['netanal-tui analyze capture.pcapng', 'tables of what is in it'],
		['netanal-tui analyze capture.pcap --format json --top all', 'everything, for a program'],
		['netanal-tui analyze monday.pcap tuesday.pcap.gz -f "tcp port 443"', 'merged by time, HTTPS only'],
		['netanal-tui analyze capture.pcap --format csv --table endpoints', 'a list for a spreadsheet'],
		['netanal-tui analyze capture.pcap --format ndjson --interval 60', 'a snapshot per minute'],
		['tcpdump -w - -c 1000 | netanal-tui analyze -', 'from standard input'],
		['netanal-tui analyze --queue nats://broker /srv/captures', 'a folder, by the workers of a broker'],
	],
	async run(parsed) {
		const queue = text(parsed, 'queue');
		if (queue !== undefined) {
			return submit(parsed, queue);
		}
		const idle = BROKER_OPTIONS.find(({name}) => has(parsed, name));
		if (idle !== undefined) {
			throw new UsageError(`--${idle.name} is for --queue URL, which is missing`);
		}
		const format = text(parsed, 'format') ?? 'table';
		const metrics = metricsOptions(parsed);
		await using engine = createEngine({
			source: fileSource(parsed),
			identify: identifyOptions(parsed),
			filter: text(parsed, 'filter'),
			from: captureTime(parsed, 'from'),
			to: captureTime(parsed, 'to'),
			count: number(parsed, 'count', RANGES.count),
			top: top(parsed),
			interval: 0,
			outputs: [...(format === 'ndjson' ? [{content: 'snapshots', path: null} as const] : []), ...ipfixOutputs(parsed)],
			outputInterval: number(parsed, 'interval', RANGES.outputInterval),
			receive: print,
			once: has(parsed, ONCE.name),
			limits: tableLimits(parsed),
			// Nothing is written but to standard output, which is open.
			privileges: 'drop',
			inThread: true,
			progressInterval: 200,
		});
		sayWarnings(engine);
		await using serving = await startMetrics(engine, metrics);
		tellNotes(serving, has(parsed, 'quiet'));
		const {snapshot, interrupted} = await readAll(parsed, engine);
		if (format !== 'ndjson') {
			await printResult(snapshot, format, csvTable(parsed));
		}
		const failure = snapshot.error?.message ?? interrupted;
		if (failure === null) {
			return 0;
		}
		complain(failure);
		return 1;
	},
};
