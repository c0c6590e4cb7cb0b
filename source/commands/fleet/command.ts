/** `netanal-tui fleet URL` */
import type {CommandSpec} from '../../cli/command.js';
import {interruption, onInterrupt} from '../../cli/interruption.js';
import {keepHeapSmall} from '../../cli/small-heap.js';
import {complain, print, whenOutputCloses} from '../../cli/standard-streams.js';
import {QUIET, StatusLine} from '../../cli/status-line.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, number, text, top} from '../../cli/values.js';
import type {Snapshot} from '../../engine/index.js';
import {RANGES} from '../../engine/ranges.js';
import {brokerOf} from '../../fleet/broker/broker-of.js';
import {LiveText} from '../../output/progress.js';
import type {ThemeName} from '../../theme/palettes.js';
import {BROKER_OPTIONS, brokerOptions} from '../shared/broker-options.js';
import {TOP} from '../shared/capture-options.js';
import {IPFIX_OPTIONS, ipfixOutputs} from '../shared/ipfix-option.js';
import {prepareFinal, printResult, reserveFinal, writeFinal} from '../shared/last-snapshot.js';
import {ASCII, lackOfTerminal, NO_MOUSE, THEME} from '../shared/look-options.js';
import {METRICS_OPTIONS, metricsOptions, startMetrics, tellNotes} from '../shared/metrics-option.js';
import {FIGURES, FORCE, resultFiles, TABLE} from '../shared/output-option.js';
import {tellFlows} from './flow-export.js';
import {giveUpRoot} from './give-up-root.js';

/** Milliseconds between two snapshots for a screen, and rows of each list. */
const SCREEN = 500;
const ROWS = 50;

export const fleet: CommandSpec = {
	name: 'fleet',
	summary: 'Show what all sensors of a fleet count, put together',
	operand: {name: 'URL', forms: [{word: 'URL'}]},
	options: [
		{
			name: 'format',
			value: 'FORMAT',
			choices: ['table', 'json', 'ndjson', 'csv'],
			help: 'without a screen: what to print at the end; ndjson is a snapshot per interval',
		},
		TABLE,
		FIGURES,
		FORCE,
		{name: 'duration', short: 'a', value: 'SECONDS', help: 'stop after so long'},
		{name: 'interval', value: 'SECONDS', help: 'between the snapshots of ndjson (default 1)'},
		TOP,
		THEME,
		NO_MOUSE,
		ASCII,
		...BROKER_OPTIONS,
		...IPFIX_OPTIONS,
		...METRICS_OPTIONS,
		QUIET,
	],
	examples: [
		['netanal-tui fleet nats://broker', 'the dashboard, on all sensors'],
		['netanal-tui fleet nats://broker --format json -a 5', 'what they counted, after five seconds'],
		['netanal-tui fleet nats://broker --format ndjson', 'a line per second until Ctrl-C'],
	],
	async run(parsed) {
		const options = brokerOptions(parsed, parsed.operands[0], 'fleet');
		const format = text(parsed, 'format');
		const files = resultFiles(parsed);
		const [packets] = files.outputs;
		if (packets !== undefined) {
			throw new UsageError(
				`-o ${packets.path}: a fleet has figures and no packets: name it .json, .csv, .parquet, .svg or .png, or use --format ndjson`,
			);
		}
		const interval = number(parsed, 'interval', RANGES.messageInterval) ?? 1;
		const status = has(parsed, 'quiet') ? null : new StatusLine();
		const rows = top(parsed);
		const isOnScreen = format === undefined && files.final.length === 0;
		const lack = isOnScreen ? lackOfTerminal() : null;
		if (lack !== null) {
			throw new UsageError(`the dashboard needs a terminal, and ${lack}: choose a --format, or -o FILE`);
		}
		keepHeapSmall();
		const {FleetEngine} = await import('../../fleet/fleet-engine.js');
		await using engine = new FleetEngine(await brokerOf(options.url), {
			broker: options,
			interval: isOnScreen ? SCREEN : interval * 1000,
			top: rows === 'all' ? RANGES.top.max : (rows ?? (isOnScreen ? ROWS : undefined)),
			duration: number(parsed, 'duration', RANGES.duration),
		});
		await using _telling = await tellFlows(engine, ipfixOutputs(parsed), complain);
		await using serving = await startMetrics(engine, metricsOptions(parsed));
		if (isOnScreen) {
			const {fleetDashboard} = await import('./dashboard.js');
			return await fleetDashboard({
				engine,
				name: options.url.host,
				theme: text(parsed, 'theme') as ThemeName | undefined,
				ascii: has(parsed, 'ascii'),
				withoutMouse: has(parsed, 'no-mouse'),
				notes: serving.notes,
			});
		}
		tellNotes(serving, status === null);
		await prepareFinal(files);
		await giveUpRoot();
		const interrupt = interruption(engine);
		onInterrupt(interrupt);
		whenOutputCloses(() => interrupt());
		engine.on('interface', ({name, up}) =>
			complain(up ? `${name} is heard again` : `${name} is not heard: it is tried again`),
		);
		await engine.start();
		reserveFinal(files, true);
		const line = new LiveText(performance.now());
		engine.on('snapshot', snapshot => {
			if (format === 'ndjson') {
				void print(`${JSON.stringify(snapshot)}\n`);
			}
			if (status?.live) {
				status.show(`${sensorsText(snapshot)}  ${line.next(snapshot, performance.now())}`);
			}
		});
		const snapshot = await engine.ended;
		status?.clear();
		if (format !== undefined && format !== 'ndjson') {
			await printResult(snapshot, format, files.table);
		}
		const final = await writeFinal(snapshot, files);
		for (const {message} of final.problems) {
			complain(message);
		}
		return final.problems.length === 0 ? 0 : 1;
	},
};

/** `3 sensors, 1 stale`. */
function sensorsText({fleet}: Snapshot): string {
	const sensors = fleet?.sensors ?? [];
	const silent = sensors.filter(({state}) => state !== 'live').length;
	return `${sensors.length} sensors${silent === 0 ? '' : `, ${silent} not live`}`;
}
