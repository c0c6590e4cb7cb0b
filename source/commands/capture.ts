/** `netanal-tui capture IFACE` */
import {createEngine} from '../engine/index.js';
import {formatJson, formatJsonLine} from '../output/json.js';
import {formatTable} from '../output/table.js';
import type {CommandSpec} from './command.js';
import {CAPTURE_OPTIONS, captureOptions, TOP} from './options.js';
import {complain, print} from './output.js';
import {operand, seconds, text, top} from './values.js';

const USAGE = 'capture [options] IFACE';

export const capture: CommandSpec = {
	name: 'capture',
	summary: 'Capture live traffic without the dashboard and print what was seen',
	usage: USAGE,
	options: [
		...CAPTURE_OPTIONS,
		{
			name: 'format',
			value: 'FORMAT',
			choices: ['table', 'json', 'ndjson'],
			help: 'what to print; ndjson is a snapshot per interval (default table)',
		},
		{name: 'interval', value: 'SECONDS', help: 'between the snapshots of ndjson (default 1)'},
		TOP,
	],
	examples: [
		['netanal-tui capture eth0 -a 10', 'ten seconds, then the tables'],
		['netanal-tui capture eth0 -c 1000 --format json', 'a thousand packets, for a program'],
		['netanal-tui capture any -f "udp port 53" --format ndjson', 'DNS, a line per second until Ctrl-C'],
	],
	async run(parsed) {
		const format = text(parsed, 'format') ?? 'table';
		const interval = seconds(parsed, 'interval') ?? 1;
		await using engine = createEngine({
			...captureOptions(parsed),
			source: {kind: 'interface', name: operand(parsed, 'IFACE', USAGE)},
			top: top(parsed),
			interval: format === 'ndjson' ? interval * 1000 : 0,
		});
		// Ctrl-C ends a capture as its end: with the result.
		const interrupt = () => void engine.stop();
		process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
		if (format === 'ndjson') engine.on('snapshot', snapshot => void print(formatJsonLine(snapshot)));
		await engine.start();
		const snapshot = await engine.ended;
		await print(
			format === 'table' ? formatTable(snapshot) : format === 'json' ? formatJson(snapshot) : formatJsonLine(snapshot),
		);
		if (snapshot.error === null) return 0;
		complain(snapshot.error.message);
		return 1;
	},
};
