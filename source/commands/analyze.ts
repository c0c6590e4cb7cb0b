/** `netanal-tui analyze FILE|-` */
import {createEngine} from '../engine/index.js';
import {formatJson} from '../output/json.js';
import {formatTable} from '../output/table.js';
import type {CommandSpec} from './command.js';
import {TOP} from './options.js';
import {complain, print} from './output.js';
import {operand, text, top} from './values.js';

const USAGE = 'analyze [options] FILE|-';

export const analyze: CommandSpec = {
	name: 'analyze',
	summary: 'Analyse a capture file or standard input (pcap or pcapng)',
	usage: USAGE,
	options: [{name: 'format', value: 'FORMAT', choices: ['table', 'json'], help: 'what to print (default table)'}, TOP],
	examples: [
		['netanal-tui analyze capture.pcapng', 'tables of what is in it'],
		['netanal-tui analyze capture.pcap --format json --top all', 'everything, for a program'],
		['tcpdump -w - -c 1000 | netanal-tui analyze -', 'from standard input'],
	],
	async run(parsed) {
		const name = operand(parsed, 'FILE', USAGE);
		await using engine = createEngine({
			source: name === '-' ? {kind: 'stdin'} : {kind: 'file', path: name},
			top: top(parsed),
			interval: 0,
			inThread: true,
		});
		const interrupt = () => void engine.stop();
		process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
		await engine.start();
		const snapshot = await engine.ended;
		await print(text(parsed, 'format') === 'json' ? formatJson(snapshot) : formatTable(snapshot));
		if (snapshot.error === null) return 0;
		complain(snapshot.error.message);
		return 1;
	},
};
