/** `netanal-tui [IFACE]`: the dashboard. */
import fs from 'node:fs';
import {type CommandSpec, FILE, INTERFACE, type Parsed, STANDARD_INPUT} from '../../cli/command.js';
import {QUIET} from '../../cli/status-line.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, number, text} from '../../cli/values.js';
import type {EngineSource} from '../../engine/options.js';
import {RANGES} from '../../engine/ranges.js';
import {pathOf} from '../../format/raw-name.js';
import {defaultInterface} from '../../host/default-interface.js';
import {isInterface} from '../../host/openable.js';
import type {ThemeName} from '../../theme/palettes.js';
import {ALERT_OPTIONS, alertRules, notification} from '../shared/alert-options.js';
import {publishing, SENSOR_OPTIONS, TO} from '../shared/broker-options.js';
import {CAPTURE_OPTIONS, captureOptions, PROCESS_OPTIONS, processOptions} from '../shared/capture-options.js';
import {IDENTIFY_OPTIONS, identifyOptions} from '../shared/identify-option.js';
import {IPFIX_OPTIONS, ipfixOutputs} from '../shared/ipfix-option.js';
import {ASCII, NO_MOUSE, THEME} from '../shared/look-options.js';
import {METRICS_OPTIONS, metricsOptions} from '../shared/metrics-option.js';

/** As `MOST_SECONDS` of the dashboard, which is not loaded until it is known what is asked for. */
const MOST_MINUTES = RANGES.history.max;

export const dashboardCommand: CommandSpec = {
	name: '',
	summary: 'A terminal dashboard for live network traffic and capture files',
	operand: {name: 'source', forms: [INTERFACE, FILE, STANDARD_INPUT], optional: true},
	options: [
		...CAPTURE_OPTIONS,
		TO,
		...SENSOR_OPTIONS,
		{name: 'demo', help: 'show made-up traffic: needs neither root nor libpcap'},
		THEME,
		ASCII,
		NO_MOUSE,
		{
			name: 'history',
			value: 'MINUTES',
			help: `how far back one can look, 1 to ${MOST_MINUTES} (default ${MOST_MINUTES}); less takes less memory`,
		},
		...PROCESS_OPTIONS,
		...IDENTIFY_OPTIONS,
		...IPFIX_OPTIONS,
		...METRICS_OPTIONS,
		...ALERT_OPTIONS,
		QUIET,
		{name: 'version', short: 'V', help: 'print the version'},
	],
	examples: [
		['sudo netanal-tui', 'the interface of the default route'],
		['sudo netanal-tui eth0 -f "not port 22"', 'eth0 without SSH'],
		['netanal-tui capture.pcapng', 'a file, to be played and looked through'],
		['ssh host tcpdump -w - | netanal-tui -', 'live, from another host'],
		['netanal-tui --demo', 'a look at it'],
	],
	async run(parsed) {
		const source = sourceOf(parsed);
		const history = number(parsed, 'history', RANGES.history) ?? MOST_MINUTES;
		const publish = await publishing(parsed);
		const {dashboard} = await import('./dashboard.js');
		return dashboard({
			engine: {
				...captureOptions(parsed),
				source,
				identify: identifyOptions(parsed),
				outputs: ipfixOutputs(parsed),
				sketchSecret: publish?.secret,
				// a fleet's rows tell what they did lately
				recent: publish !== null,
			},
			theme: text(parsed, 'theme') as ThemeName | undefined,
			ascii: has(parsed, 'ascii'),
			withoutMouse: has(parsed, 'no-mouse'),
			history: 60 * history,
			...processOptions(parsed),
			metrics: metricsOptions(parsed),
			alerts: alertRules(parsed),
			notify: notification(parsed),
			publish,
		});
	},
};

function sourceOf(parsed: Parsed): EngineSource {
	const name = parsed.operands.at(0);
	if (has(parsed, 'demo')) {
		if (name !== undefined) {
			throw new UsageError(`--demo makes its own traffic; leave out '${name}'`);
		}
		return {kind: 'demo'};
	}

	if (name === '-') {
		return {kind: 'stdin'};
	}
	if (name !== undefined && isFile(name)) {
		return {kind: 'file', path: name};
	}
	return {kind: 'interface', name: name ?? defaultInterface()};
}

/** What is a file and no interface; a path or a capture's ending is one also where there is nothing. */
function isFile(name: string): boolean {
	if (/[/\\]/.test(name) || /\.(pcap|pcapng|cap|ntar)(\.\w+)?$/i.test(name)) {
		return !isInterface(name);
	}
	return fs.existsSync(pathOf(name)) && !isInterface(name);
}
