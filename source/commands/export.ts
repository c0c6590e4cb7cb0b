/** `netanal-tui export FILE -o OUT` */
import type {CommandSpec, Parsed} from '../cli/command.js';
import {untilWritable} from '../cli/interruption.js';
import {keepHeapSmall} from '../cli/small-heap.js';
import {complain, print, whenOutputCloses} from '../cli/standard-streams.js';
import {QUIET} from '../cli/status-line.js';
import {UsageError} from '../cli/usage-error.js';
import {has, number, text, top} from '../cli/values.js';
import {createEngine} from '../engine/internal.js';
import {comesOnce} from '../engine/once.js';
import type {OutputFile, OutputOptions} from '../engine/options.js';
import {RANGES} from '../engine/ranges.js';
import {count} from '../format/numbers.js';
import {explained} from '../host/privileges.js';
import {beginHelping} from './shared/begin-helping.js';
import {ONCE, WRITER_OPTIONS, writerPrivileges} from './shared/capture-options.js';
import {captureTime, TIME_OPTIONS} from './shared/capture-time.js';
import {IDENTIFY_OPTIONS, identifyOptions, sayWarnings} from './shared/identify-option.js';
import {sayingKept} from './shared/kept.js';
import {prepareFinal, printResult, reserveFinal, writeFinal} from './shared/last-snapshot.js';
import {content, FORCE, OUTPUT, type PacketRecords, resultFiles, TABLE} from './shared/output-option.js';
import {CAPTURES, fileSource, readAll} from './shared/read-captures.js';
import {LIMIT_OPTIONS, tableLimits} from './shared/table-limits.js';

const TOP = 1000;

export const exportCommand: CommandSpec = {
	name: 'export',
	summary: 'Write what is in capture files as JSON, NDJSON, CSV, Parquet, a chart, or cut into a new capture',
	operand: CAPTURES,
	needs: '-o OUT',
	options: [
		OUTPUT,
		{name: 'packets', help: 'one record per packet instead of statistics; no payload is in it'},
		{name: 'include-payload', help: 'with --packets: what was said as well, in hexadecimal, passwords and all'},
		{name: 'filter', short: 'f', value: 'BPF', help: 'only packets that it keeps, as tcpdump takes it; needs libpcap'},
		...TIME_OPTIONS,
		{name: 'count', short: 'c', value: 'N', help: 'stop after N packets'},
		{
			name: 'format',
			value: 'FORMAT',
			choices: ['json', 'ndjson', 'csv', 'pcap', 'pcapng'],
			help: 'write this to standard output instead of a file',
		},
		TABLE,
		{
			name: 'interval',
			value: 'SECONDS',
			help: 'of capture time, between the snapshots of ndjson (default 1); none without packets',
		},
		{name: 'top', value: 'N|all', help: `entries of each top list (default ${TOP})`},
		ONCE,
		...LIMIT_OPTIONS,
		...IDENTIFY_OPTIONS,
		...WRITER_OPTIONS,
		FORCE,
		QUIET,
	],
	examples: [
		['netanal-tui export capture.pcap -o report.json', 'statistics'],
		['netanal-tui export capture.pcap --packets -o packets.csv', 'a row per packet'],
		['netanal-tui export capture.pcap -o flows.csv --table flows --top all', 'every flow'],
		['netanal-tui export capture.pcap -o flows.parquet --top all', 'the same, for DuckDB and pandas'],
		['netanal-tui export big.pcapng -f "host 192.0.2.1" --from +60 --to +120 -o cut.pcapng', 'a minute of one host'],
		['netanal-tui export a.pcap b.pcap -o both.pcapng', 'merged by time'],
		['netanal-tui export capture.pcap --packets --format ndjson | jq .source', 'for a pipe'],
	],
	async run(parsed) {
		const source = fileSource(parsed);
		const records = packetRecords(parsed);
		const files = resultFiles(parsed, records);
		const format = text(parsed, 'format');
		const stream = format === undefined ? null : streamOutput(format, records);
		if (format === undefined && !parsed.values.has('output')) {
			throw new UsageError('where to? -o FILE, or --format for standard output');
		}

		if (records !== null && parsed.values.has('table')) {
			throw new UsageError('--table is of statistics: leave out --packets');
		}
		const outputs = [...files.outputs, ...(stream === null ? [] : [stream])];
		const isCounted =
			files.final.length > 0 ||
			(format !== undefined && stream === null) ||
			outputs.some(output => output.content === 'snapshots');
		if (has(parsed, ONCE.name) && !isCounted) {
			throw new UsageError(
				'--once is for statistics: captures and records of packets have every packet, as often as it was seen; leave it out',
			);
		}
		await untilWritable(parsed.values.get('output') ?? []);
		const writes = parsed.values.has('output');
		if (outputs.some(output => output.content === 'packets' && output.format === 'parquet')) {
			keepHeapSmall();
		}
		const privileges = writerPrivileges(parsed, writes);
		await beginHelping(parsed, privileges, parsed.values.get('output') ?? []);
		await using engine = createEngine({
			source,
			identify: identifyOptions(parsed),
			filter: text(parsed, 'filter'),
			from: captureTime(parsed, 'from'),
			to: captureTime(parsed, 'to'),
			count: number(parsed, 'count', RANGES.count),
			top: top(parsed) ?? TOP,
			interval: 0,
			outputs,
			outputInterval: number(parsed, 'interval', RANGES.outputInterval),
			receive: print,
			once: has(parsed, ONCE.name),
			limits: tableLimits(parsed),
			...privileges,
			opened() {
				reserveFinal(files, comesOnce(source));
			},
			inThread: true,
			progressInterval: 200,
		});
		sayWarnings(engine);
		const say = sayingKept(engine);
		// A reader of standard output that has enough is no reason to leave out the files.
		if (writes) {
			whenOutputCloses(() => {});
		}
		try {
			await prepareFinal(files);
			const {snapshot, interrupted} = await readAll(parsed, engine);
			if (writes && engine.privileges?.warning) {
				complain(engine.privileges.warning);
			}
			if (format !== undefined && stream === null) {
				await printResult(snapshot, format, files.table);
			}
			const final = await writeFinal(snapshot, files, interrupted !== null);
			if (!has(parsed, 'quiet')) {
				listWritten([...engine.files, ...final.written], snapshot.totals.packets);
			}
			const ended = snapshot.error ?? (interrupted === null ? null : {message: interrupted});
			const failures = [...(ended === null ? [] : [ended]), ...final.problems];
			say(failures);
			return failures.length === 0 ? 0 : 1;
		} catch (error) {
			throw explained(error, engine.privileges);
		}
	},
};

/** What is written of each packet; null when it is statistics that are wanted. @throws UsageError */
function packetRecords(parsed: Parsed): PacketRecords | null {
	const includePayload = has(parsed, 'include-payload');
	if (has(parsed, 'packets')) {
		return {content: 'packets', includePayload};
	}
	if (includePayload) {
		throw new UsageError('--include-payload is for the records of --packets: statistics hold none');
	}
	return null;
}

/** What is written while the file is read; null when it is the last snapshot. */
function streamOutput(format: string, records: PacketRecords | null): OutputOptions | null {
	if (format === 'pcap' || format === 'pcapng') {
		if (records) {
			throw new UsageError(`--packets is for records; --format ${format} holds the packets themselves`);
		}
		return {content: 'capture', format, path: null};
	}

	if (records) {
		return {...records, format: format as 'json' | 'ndjson' | 'csv', path: null};
	}
	return format === 'ndjson' ? {content: 'snapshots', path: null} : null;
}

/** What is in place: an output that failed has its own line. */
function listWritten(files: readonly (OutputFile | {path: string})[], packets: number): void {
	for (const file of files) {
		complain(`wrote ${file.path}: ${'packets' in file ? content(file) : `${count(packets)} packets`}`);
	}
}
