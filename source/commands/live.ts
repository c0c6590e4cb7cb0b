/** `netanal-tui [IFACE]`: the dashboard. */
import type {EngineSource} from '../engine/options.js';
import {type CommandSpec, type Parsed, UsageError} from './command.js';
import {defaultInterface} from './default-interface.js';
import {CAPTURE_OPTIONS, captureOptions} from './options.js';
import {has} from './values.js';

export const live: CommandSpec = {
	name: '',
	summary: 'A terminal dashboard for live network traffic',
	usage: '[options] [IFACE]',
	options: [
		...CAPTURE_OPTIONS,
		{name: 'demo', help: 'show made-up traffic: needs neither root nor libpcap'},
		{name: 'version', short: 'V', help: 'print the version'},
	],
	examples: [
		['sudo netanal-tui', 'the interface of the default route'],
		['sudo netanal-tui eth0 -f "not port 22"', 'eth0 without SSH'],
		['netanal-tui --demo', 'a look at it'],
	],
	async run(parsed) {
		const source = sourceOf(parsed);
		const {dashboard} = await import('./dashboard.js');
		return dashboard({engine: {...captureOptions(parsed), source}});
	},
};

function sourceOf(parsed: Parsed): EngineSource {
	const [name, second] = parsed.operands;
	if (second !== undefined) throw new UsageError(`one interface at a time, but '${second}' is given too`);
	if (!has(parsed, 'demo')) return {kind: 'interface', name: name ?? defaultInterface()};
	if (name !== undefined) throw new UsageError(`--demo makes its own traffic; leave out '${name}'`);
	return {kind: 'demo'};
}
