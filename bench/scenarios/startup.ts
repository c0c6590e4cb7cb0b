/** From the start of the process to its end, where nothing takes long: what importing costs. */
import os from 'node:os';
import {version} from '../measure.js';
import type {BenchOptions, BenchTable, Scenario} from '../scenario.js';
import {sideBySide} from '../side-by-side.js';
import {capture} from './analyze.js';

const PACKETS = 100;

export const startup: Scenario = {
	name: 'startup',
	about: 'whole process of small commands, beside an empty node and tcpdump -r of the same 100 packets',
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const file = capture('mix', PACKETS, options);
		const cli = [process.execPath, 'dist/cli.js'];
		const contenders = [
			{tool: 'netanal-tui --version', command: [...cli, '--version']},
			{tool: 'node, doing nothing', command: [process.execPath, '--eval', '0']},
			{tool: 'netanal-tui --help', command: [...cli, '--help']},
			{tool: 'netanal-tui analyze, table', command: [...cli, 'analyze', file]},
			{tool: 'netanal-tui analyze, JSON', command: [...cli, 'analyze', file, '--format', 'json']},
		];
		const tcpdump = version(['tcpdump', '--version']);
		if (tcpdump) {
			contenders.push({tool: 'tcpdump -r', command: ['tcpdump', '-r', file, '-w', '/dev/null']});
		}
		const table = await sideBySide('startup', contenders, null, options);
		table.notes.push(
			`load ${os.loadavg()[0].toFixed(1)}`,
			`node ${process.version}`,
			tcpdump ?? 'tcpdump is not installed',
		);
		return [table];
	},
};
