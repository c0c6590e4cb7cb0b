/** `netanal-tui capture IFACE` */
import {type CommandSpec, INTERFACE, type Parsed} from '../cli/command.js';
import {interruption, onInterrupt, untilWritable} from '../cli/interruption.js';
import {complain, print, whenOutputCloses} from '../cli/standard-streams.js';
import {QUIET, StatusLine} from '../cli/status-line.js';
import {UsageError} from '../cli/usage-error.js';
import {has, number, text, top} from '../cli/values.js';
import type {CaptureEngine, OutputFile, OutputOptions, Snapshot} from '../engine/index.js';
import {createEngine} from '../engine/internal.js';
import {RANGES} from '../engine/ranges.js';
import {refuseFewFiles} from '../engine/scarce.js';
import type {Publication} from '../fleet/sensor/publication.js';
import {detailChangeText, leftOutText} from '../format/detail.js';
import {elapsed} from '../format/durations.js';
import {bytes, count} from '../format/numbers.js';
import {sanitize} from '../format/sanitize.js';
import {ownerLookup} from '../host/helper.js';
import {explained} from '../host/privileges.js';
import {dropsText, LiveText} from '../output/progress.js';
import {ALERT_OPTIONS, alertRules, sayAlerts} from './shared/alert-options.js';
import {beginHelping} from './shared/begin-helping.js';
import {publishing, SENSOR_OPTIONS, TO, UNTOLD} from './shared/broker-options.js';
import {CAPTURE_OPTIONS, captureOptions, PROCESS_OPTIONS, processOptions, TOP} from './shared/capture-options.js';
import {IDENTIFY_OPTIONS, identifyOptions, sayWarnings} from './shared/identify-option.js';
import {IPFIX_OPTIONS, ipfixOutputs} from './shared/ipfix-option.js';
import {sayingKept} from './shared/kept.js';
import {prepareFinal, printResult, reserveFinal, writeFinal} from './shared/last-snapshot.js';
import {METRICS_OPTIONS, metricsOptions, startMetrics, tellNotes} from './shared/metrics-option.js';
import {content, FORCE, isCapture, OUTPUT, resultFiles, TABLE} from './shared/output-option.js';
import {ROTATION_OPTIONS, writeOutput} from './shared/write-option.js';

/** Milliseconds between two states of the line on a terminal, and between two lines elsewhere. */
const REDRAW = 500;
const PLAIN_LINES = 10_000;

export const capture: CommandSpec = {
	name: 'capture',
	summary: 'Capture live traffic without the dashboard and print what was seen',
	operand: {name: 'IFACE', forms: [INTERFACE]},
	options: [
		...CAPTURE_OPTIONS,
		TO,
		...SENSOR_OPTIONS,
		OUTPUT,
		...ROTATION_OPTIONS,
		FORCE,
		{name: 'verbose', short: 'v', help: 'print a line per packet'},
		{
			name: 'format',
			value: 'FORMAT',
			choices: ['table', 'json', 'ndjson', 'csv'],
			help: 'what to print at the end; ndjson is a snapshot per interval (default table, none with -o, -w or -v)',
		},
		TABLE,
		{name: 'interval', value: 'SECONDS', help: 'between the snapshots of ndjson (default 1); none without packets'},
		TOP,
		...PROCESS_OPTIONS,
		...IDENTIFY_OPTIONS,
		...IPFIX_OPTIONS,
		...METRICS_OPTIONS,
		...ALERT_OPTIONS,
		QUIET,
	],
	examples: [
		['netanal-tui capture eth0 -a 10', 'ten seconds, then the tables'],
		['netanal-tui capture eth0 -v -f "port 53"', 'a line per packet, until Ctrl-C'],
		['netanal-tui capture eth0 -c 1000 -o report.json -o packets.pcapng', 'figures and packets, as files'],
		['netanal-tui capture eth0 -w ring.pcap -C 100 -W 10', 'the last 10 files of 100 MB'],
		['netanal-tui capture any -f "udp port 53" --format ndjson', 'DNS, a line per second until Ctrl-C'],
		['netanal-tui capture eth0 --alert "host > 10Mb/s" --alert "new host"', 'a line for each that begins and is over'],
		['netanal-tui capture eth0 -w - | tshark -r -', 'packets for another program'],
	],
	async run(parsed) {
		const [name] = parsed.operands;
		const outputFiles = [...(parsed.values.get('output') ?? []), ...(parsed.values.get('write') ?? [])];
		const format = text(parsed, 'format');
		const files = resultFiles(parsed);
		const written = writeOutput(parsed);
		const stream = streamOutput(parsed, written);
		const outputs = [...files.outputs, ...(written === null ? [] : [written]), ...(stream === null ? [] : [stream])];
		const prints = format !== undefined || (outputs.length === 0 && files.final.length === 0);
		const metrics = metricsOptions(parsed);
		const fleet = await publishing(parsed);
		const status = has(parsed, 'quiet') ? null : new StatusLine();
		// On one terminal, packets and progress would write over each other.
		const showsProgress = status !== null && !(status.live && process.stdout.isTTY && stream !== null);
		const options = captureOptions(parsed);
		refuseFewFiles();
		const wishes = processOptions(parsed);
		const helping = beginHelping(parsed, options, outputFiles, wishes);
		await using engine = createEngine({
			...options,
			prepared: helping,
			processes: wishes.processes ? ownerLookup(helping) : undefined,
			identify: identifyOptions(parsed),
			source: {kind: 'interface', name},
			top: top(parsed),
			interval: fleet !== null || status?.live ? REDRAW : showsProgress ? PLAIN_LINES : 0,
			recent: fleet !== null,
			alerts: alertRules(parsed),
			sketchSecret: fleet?.secret,
			outputs: [...outputs, ...ipfixOutputs(parsed)],
			outputInterval: number(parsed, 'interval', RANGES.outputInterval),
			receive: print,
		});
		await using serving = await startMetrics(engine, metrics);
		tellNotes(serving, status === null);
		// Ctrl-C ends a capture as its end: with the result. So does a reader that has enough.
		const interrupt = interruption(engine);
		// A disk that is full ends it now, not when somebody looks.
		engine.on('output-error', () => interrupt());
		sayWarnings(engine);
		const say = sayingKept(engine);
		sayAlerts(engine, parsed, status, format !== 'ndjson');
		let publication: Publication | null = null;
		try {
			await prepareFinal(files);
			await untilWritable(outputFiles);
			onInterrupt(interrupt);
			whenOutputCloses(() => interrupt());
			await engine.start();
			reserveFinal(files, true);
			publication = (await fleet?.begin(engine)) ?? null;
		} catch (error) {
			throw explained(error, engine.privileges);
		}

		if (engine.privileges?.warning) {
			complain(engine.privileges.warning);
		}
		const started = performance.now();
		engine.on('detail', detail => {
			status?.clear();
			complain(detailChangeText(detail));
		});
		if (showsProgress) {
			const line = new LiveText(started);
			engine.on('snapshot', snapshot => status.show(`${sanitize(name)}  ${line.next(snapshot, performance.now())}`));
		}

		const snapshot = await engine.ended;
		status?.clear();
		const isTold = (await publication?.end(snapshot)) ?? true;
		if (!isTold) {
			complain(UNTOLD);
		}
		if (prints && format !== 'ndjson') {
			await printResult(snapshot, format ?? 'table', files.table);
		}
		const final = await writeFinal(snapshot, files);
		if (status !== null && !(prints && format !== 'ndjson')) {
			summarise(snapshot, engine, performance.now() - started);
		}
		if (status !== null) {
			for (const {path} of final.written) {
				complain(`wrote ${path}`);
			}
		}
		if (engine.skipped > 0) {
			complain(`standard output was too slow: ${count(engine.skipped)} records left out of it`);
		}
		const failures = [...(snapshot.error === null ? [] : [snapshot.error]), ...final.problems];
		say(failures);
		return failures.length === 0 && isTold ? 0 : 1;
	},
};

/** What goes to standard output while the capture runs; one thing at most. */
function streamOutput(parsed: Parsed, written: OutputOptions | null): OutputOptions | null {
	const verbose = has(parsed, 'verbose');
	const format = text(parsed, 'format');
	if (written?.path === null && (verbose || format !== undefined)) {
		throw new UsageError('-w - takes standard output for itself: leave out -v and --format');
	}

	if (verbose && format === 'ndjson') {
		throw new UsageError('-v and --format ndjson both want standard output: choose one');
	}
	if (verbose) {
		return {content: 'packets', format: 'text', path: null};
	}
	return format === 'ndjson' ? {content: 'snapshots', path: null} : null;
}

function summarise(snapshot: Snapshot, engine: CaptureEngine, milliseconds: number): void {
	const {totals, drops} = snapshot;
	const time = elapsed(milliseconds / 1000);
	complain(`${count(totals.packets)} packets, ${bytes(totals.bytes)} in ${time}; ${dropsText(drops)}`);
	const leftOut = leftOutText(snapshot.detail);
	if (leftOut !== null) {
		complain(`the analysis fell behind for a while: ${leftOut}; all are in the totals`);
	}
	for (const file of engine.files) {
		complain(`wrote ${file.path}: ${content(file)}, ${bytes(file.bytes)}${lackText(file, snapshot, engine)}`);
	}
}

/** What a capture file lacks of what was counted, and of what came; empty for other files, and for one of several. */
function lackText(file: OutputFile, {totals, drops, repeated}: Snapshot, {options}: CaptureEngine): string {
	const isWhole = options.outputs?.some(output => output.content === 'capture' && output.rotation === undefined);
	if (!isWhole || !isCapture(file)) {
		return '';
	}
	const dropped = (drops.kernel ?? 0) + (drops.interface ?? 0) + (drops.queue ?? 0);
	const counted = totals.packets + (repeated?.leftOut.packets ?? 0) - file.packets;
	const lacks = [
		...(counted > 0 ? [`${count(counted)} that were counted`] : []),
		...(dropped > 0 ? [`${count(dropped)} that were dropped`] : []),
	];
	return lacks.length === 0 ? '' : `; without ${lacks.join(' and ')}`;
}
