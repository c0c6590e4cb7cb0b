/** The whole analysis of a capture file beside tools that read it. */
import fs from 'node:fs';
import path from 'node:path';
import {version} from '../measure.js';
import type {BenchOptions, BenchTable, Scenario} from '../scenario.js';
import {type Contender, sideBySide} from '../side-by-side.js';
import {type Kind, writeCapture} from '../traffic/generate.js';

const PACKETS = 1_000_000;

export const analyze: Scenario = {
	name: 'analyze',
	about: 'analyze of a 1 M-packet mix of 500 hosts, beside tcpdump -r -w /dev/null and capinfos (--slow: tshark)',
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const packets = options.packets ?? PACKETS;
		const file = capture('mix', packets, options);
		const contenders: Contender[] = [
			{tool: 'netanal-tui analyze', command: [process.execPath, 'dist/cli.js', 'analyze', file, '--format', 'json']},
		];
		const versions: string[] = [`node ${process.version}`];
		for (const {tool, command, asks, slow} of others(file)) {
			if (slow && !options.slow) continue;
			const found = version(asks);
			if (found) contenders.push({tool, command});
			versions.push(found ?? `${asks[0]} is not installed`);
		}

		const megabytes = (fs.statSync(file).size / 1e6).toFixed(0);
		const table = await sideBySide(`analyze: ${packets} packets, ${megabytes} MB`, contenders, packets, options);
		table.notes.push(...versions);
		return [table];
	},
};

function others(file: string): {tool: string; command: string[]; asks: string[]; slow: boolean}[] {
	return [
		{
			tool: 'tcpdump -r -w /dev/null',
			command: ['tcpdump', '-r', file, '-w', '/dev/null'],
			asks: ['tcpdump', '--version'],
			slow: false,
		},
		{tool: 'capinfos', command: ['capinfos', file], asks: ['capinfos', '--version'], slow: false},
		{
			tool: 'tshark -q -z io,phs -z conv,ip',
			command: ['tshark', '-n', '-q', '-r', file, '-z', 'io,phs', '-z', 'conv,ip'],
			asks: ['tshark', '--version'],
			slow: true,
		},
	];
}

/** Writes the synthetic capture unless an earlier run has left it. @returns its path */
export function capture(kind: Kind, packets: number, options: BenchOptions): string {
	const {captures, seed} = options;
	const file = path.join(captures, `${kind}-${packets}-${seed}.pcap`);
	if (fs.existsSync(file)) return file;
	fs.mkdirSync(captures, {recursive: true});
	options.say(`writing ${file}`);
	const part = `${file}.part`;
	writeCapture(part, {kind, packets, seed});
	fs.renameSync(part, file);
	return file;
}
