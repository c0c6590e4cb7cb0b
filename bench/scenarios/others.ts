/** The other tools that read a capture file, as far as they are there. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {version} from '../measure.js';
import type {BenchOptions} from '../scenario.js';
import type {Contender} from '../side-by-side.js';

export interface Others {
	contenders: Contender[];
	/** What was found in which version, or that it is missing. */
	notes: string[];
}

/** `$` = the capture. The first is what ratios stand against. */
const FAST = [
	{tool: 'tcpdump -r -w /dev/null', command: ['tcpdump', '-r', '$', '-w', '/dev/null'], asks: ['tcpdump', '--version']},
	{tool: 'capinfos', command: ['capinfos', '$'], asks: ['capinfos', '--version']},
];

const SCAPY = [
	'import sys',
	'from scapy.all import PcapReader, IP',
	'seen = {}',
	'for packet in PcapReader(sys.argv[1]):',
	'    if IP in packet:',
	'        for address in (packet[IP].src, packet[IP].dst):',
	'            seen[address] = seen.get(address, 0) + len(packet)',
].join('\n');

const PCAP_PARSER = [
	"const parser = require('pcap-parser').parse(process.argv[1]);",
	"let bytes = 0; parser.on('packet', packet => { bytes += packet.header.originalLength; });",
	"parser.on('end', () => process.exit(0));",
].join(' ');

const SLOW = [
	{
		tool: 'tshark -q -z io,phs -z conv,ip',
		command: ['tshark', '-n', '-q', '-r', '$', '-z', 'io,phs', '-z', 'conv,ip'],
		asks: ['tshark', '--version'],
	},
	{
		tool: 'Scapy, endpoints counted',
		command: ['/usr/bin/python3', '-c', SCAPY, '$'],
		asks: ['/usr/bin/python3', '-c', 'import scapy; print("Scapy", scapy.VERSION)'],
	},
];

/** @param brief leave capinfos out, which takes ten times as long as the others */
export function fastOthers(file: string, options: BenchOptions, brief: boolean): Others {
	const others = installed(brief ? FAST.slice(0, 1) : FAST, file);
	const loop = compiledLoop(options);
	if (loop.program !== null) {
		others.contenders.push({tool: 'C loop on libpcap, endpoints', command: [loop.program, file]});
	}
	others.notes.push(loop.note);
	return others;
}

/** Those that take seconds for what others do in a moment. */
export function slowOthers(file: string, options: BenchOptions): Others {
	const others = installed(SLOW, file);
	const folder = pcapParser(options);
	if (folder === null) {
		others.notes.push('npm pcap-parser could not be installed');
	} else {
		const script = path.join(folder, 'read.cjs');
		fs.writeFileSync(script, PCAP_PARSER.replace('process.argv[1]', 'process.argv[2]'));
		others.contenders.push({tool: 'npm pcap-parser, reading alone', command: [process.execPath, script, file]});
		const {version: found} = JSON.parse(
			fs.readFileSync(path.join(folder, 'node_modules/pcap-parser/package.json'), 'utf8'),
		);
		others.notes.push(`pcap-parser ${found}`);
	}

	others.notes.push('npm cap is left out: it captures live and reads no files');
	return others;
}

function installed(tools: typeof FAST, file: string): Others {
	const contenders: Contender[] = [];
	const notes: string[] = [];
	for (const {tool, command, asks} of tools) {
		const found = version(asks);
		const there = found !== null && !found.startsWith('Traceback');
		if (there) {
			contenders.push({tool, command: command.map(word => (word === '$' ? file : word))});
		}
		notes.push(there ? found : `${tool.split(',')[0]} is not installed`);
	}

	return {contenders, notes};
}

/** `bench/c/loop.c`, compiled beside the captures. */
function compiledLoop({captures}: BenchOptions): {program: string | null; note: string} {
	const program = path.join(captures, 'loop');
	fs.mkdirSync(captures, {recursive: true});
	const {status, error, stderr} = spawnSync('gcc', ['-O2', '-o', program, 'bench/c/loop.c', '-lpcap'], {
		encoding: 'utf8',
	});
	if (status === 0) {
		return {program, note: version(['gcc', '--version']) ?? 'gcc'};
	}
	return {program: null, note: `no C loop: ${error ? 'gcc is not installed' : stderr.split('\n')[0]}`};
}

/** Installs it beside the captures; it is no dependency of ours. @returns the folder, null when npm cannot */
function pcapParser({captures, say}: BenchOptions): string | null {
	const folder = path.join(captures, 'pcap-parser');
	if (fs.existsSync(path.join(folder, 'node_modules/pcap-parser'))) {
		return folder;
	}
	say('installing pcap-parser beside the captures');
	fs.mkdirSync(folder, {recursive: true});
	fs.writeFileSync(path.join(folder, 'package.json'), '{"private": true}');
	const {status} = spawnSync('npm', ['install', '--silent', '--no-audit', '--no-fund', 'pcap-parser'], {cwd: folder});
	return status === 0 ? folder : null;
}
