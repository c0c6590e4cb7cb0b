/** A capture far larger than memory, through a pipe: the records of the mix again and again, so that it lies nowhere whole. */
import fs from 'node:fs';
import type {BenchOptions, BenchTable, Scenario} from '../scenario.js';
import {sideBySide} from '../side-by-side.js';
import {capture} from './analyze.js';

const PACKETS = 1_000_000;
const FILE_HEADER = 24;
const SHORT = 1e9;
const LONG = 10e9;

export const stream: Scenario = {
	name: 'stream',
	about: 'analyze - of 1 GB through a pipe beside tcpdump -r - (--slow: 10 GB)',
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const file = capture('mix', PACKETS, options);
		const {size} = fs.statSync(file);
		const times = Math.ceil((options.slow ? LONG : SHORT) / size);
		const input = `head -c ${FILE_HEADER} '${file}'; for i in {1..${times}}; do tail -c +${FILE_HEADER + 1} '${file}'; done`;
		const total = (times * size) / 1e9;
		const table = await sideBySide(
			`stream: ${total.toFixed(1)} GB through a pipe, ${times * PACKETS} packets`,
			[
				{
					tool: 'netanal-tui analyze -',
					command: [process.execPath, 'dist/cli.js', 'analyze', '-', '--format', 'json'],
					input,
				},
				{tool: 'tcpdump -r - -w /dev/null', command: ['tcpdump', '-r', '-', '-w', '/dev/null'], input},
			],
			times * PACKETS,
			options,
		);
		table.notes.push('each turn of the loop begins again with the time of the first packet');
		return [table];
	},
};
