/** `netanal-tui filter EXPR`: what libpcap makes of a capture filter, and what it keeps of a file. */
import type {CommandSpec} from '../../cli/command.js';
import {QUIET} from '../../cli/status-line.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, text} from '../../cli/values.js';

export const filter: CommandSpec = {
	name: 'filter',
	summary: 'Check a capture filter, show its program, count what it keeps of a file',
	operand: {name: 'EXPR', forms: [{word: 'EXPR', multiple: true}]},
	options: [
		{
			name: 'read',
			short: 'r',
			value: 'FILE',
			offers: 'files',
			isCapture: true,
			help: 'say how many packets of this capture it keeps; - is standard input',
		},
		{name: 'dump', short: 'd', help: 'print the compiled program, as tcpdump -d does'},
		{name: 'linktype', short: 'y', value: 'NAME', help: "what to compile for (default EN10MB, with --read the file's)"},
		QUIET,
	],
	examples: [
		["netanal-tui filter 'tcp port 443 and not host 192.0.2.1'", 'is it right?'],
		['netanal-tui filter -d udp port 53', 'its program'],
		["netanal-tui filter 'icmp or arp' -r capture.pcapng", 'how many packets it keeps'],
	],
	async run(parsed) {
		const file = text(parsed, 'read');
		const linkType = text(parsed, 'linktype');
		if (file !== undefined && linkType !== undefined) {
			throw new UsageError('--linktype goes without --read: a capture says itself what its packets are');
		}

		const {checkFilter} = await import('./check.js');
		return checkFilter(parsed.operands.join(' '), {file, linkType, dump: has(parsed, 'dump')});
	},
};
