/** The whole analysis of capture files of every kind beside tools that read them. */
import fs from 'node:fs';
import path from 'node:path';
import type {BenchOptions, BenchTable, Scenario} from '../scenario.js';
import {type Contender, sideBySide} from '../side-by-side.js';
import {type Kind, writeCapture} from '../traffic/generate.js';
import {fastOthers, slowOthers} from './others.js';

export const PACKETS: ReadonlyArray<readonly [Kind, number, string]> = [
	['mix', 1_000_000, 'what real flows carry, 500 hosts, 20,000 flows'],
	['opaque', 1_000_000, 'the same sizes, random bytes in every flow: the worst case for recognition'],
	['tls', 1_000_000, 'short TLS connections'],
	['ipv6', 1_000_000, 'the mix over IPv6'],
	['small', 3_000_000, '64-byte frames of 500 hosts'],
	['flows', 1_000_000, 'each packet a new flow'],
	['unknown', 1_000_000, 'each packet a new flow among 500 hosts, with a payload that no protocol says'],
	['spoofed', 3_000_000, 'each source once, but for 20 talkers'],
	['names', 1_000_000, 'each packet a DNS answer with another name and address'],
	['sni', 1_000_000, 'each packet a TLS hello of a new flow to a new server name'],
];

/** The slow tools get a tenth: the figure per packet is what counts. */
const SLOW_SHARE = 10;

export const analyze: Scenario = {
	name: 'analyze',
	about: 'analyze of every kind of capture beside tcpdump -r, capinfos, a C loop',
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const tables: BenchTable[] = [];
		for (const [kind, count, about] of PACKETS) {
			const packets = options.packets ?? count;
			const file = capture(kind, packets, options);
			const others = fastOthers(file, options, tables.length > 0);
			const title = `analyze ${kind}: ${about}; ${packets} packets, ${megabytes(file)} MB`;
			const table = await sideBySide(title, [ours(file), ...others.contenders], packets, options);
			if (tables.length === 0) {
				table.notes.push(`node ${process.version}`, ...others.notes);
			}
			tables.push(table);
		}

		return tables;
	},
};

export const slowTools: Scenario = {
	name: 'slow-tools',
	about: 'a tenth of the mix beside tshark -z io,phs -z conv,ip, Scapy and pcap-parser; by name or with --slow',
	run: async options => [await slow(options)],
};

async function slow(options: BenchOptions): Promise<BenchTable> {
	const packets = Math.ceil((options.packets ?? 1_000_000) / SLOW_SHARE);
	const file = capture('mix', packets, options);
	const others = slowOthers(file, options);
	const title = `analyze mix beside slower tools: ${packets} packets, ${megabytes(file)} MB`;
	const contenders = [ours(file), ...fastOthers(file, options, true).contenders.slice(0, 1), ...others.contenders];
	const table = await sideBySide(title, contenders, packets, options);
	table.notes.push(...others.notes);
	return table;
}

function ours(file: string): Contender {
	return {tool: 'netanal-tui analyze', command: [process.execPath, 'dist/cli.js', 'analyze', file, '--format', 'json']};
}

function megabytes(file: string): string {
	return (fs.statSync(file).size / 1e6).toFixed(0);
}

/** Writes the synthetic capture unless an earlier run has left it. @returns its path */
export function capture(kind: Kind, packets: number, options: BenchOptions): string {
	const {captures, seed} = options;
	const file = path.join(captures, `${kind}-${packets}-${seed}.pcap`);
	if (fs.existsSync(file)) {
		return file;
	}
	fs.mkdirSync(captures, {recursive: true});
	options.say(`writing ${file}`);
	const part = `${file}.part`;
	writeCapture(part, {kind, packets, seed});
	fs.renameSync(part, file);
	return file;
}
