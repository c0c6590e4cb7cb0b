/** `--ipfix [tcp:]HOST:PORT` and what belongs to it. */
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, number, text} from '../../cli/values.js';
import {FLOW_DEFAULTS, type FlowsOutput} from '../../engine/options.js';
import {RANGES} from '../../engine/ranges.js';
import {addressOf} from './address.js';

export const IPFIX_OPTIONS: readonly OptionSpec[] = [
	{
		name: 'ipfix',
		value: '[tcp:]HOST:PORT',
		help: 'tell a flow collector (IPFIX, RFC 7011) there of every flow, by UDP unless tcp: is said',
	},
	{
		name: 'ipfix-active',
		value: 'SECONDS',
		help: `between two records of a flow that goes on (default ${FLOW_DEFAULTS.activeTimeout})`,
	},
	{
		name: 'ipfix-inactive',
		value: 'SECONDS',
		help: `without a packet until a flow is over (default ${FLOW_DEFAULTS.inactiveTimeout})`,
	},
];

/** What IPFIX_OPTIONS say: an output, or none. @throws UsageError */
export function ipfixOutputs(parsed: Parsed): FlowsOutput[] {
	const given = text(parsed, 'ipfix');
	const activeTimeout = number(parsed, 'ipfix-active', RANGES.flowTimeout);
	const inactiveTimeout = number(parsed, 'ipfix-inactive', RANGES.flowTimeout);
	if (given === undefined) {
		const alone = ['ipfix-active', 'ipfix-inactive'].find(name => has(parsed, name));
		if (alone !== undefined) {
			throw new UsageError(`--${alone} needs --ipfix HOST:PORT`);
		}
		return [];
	}
	const [, scheme, where = ''] = /^(?:(tcp|udp):(?=.*:))?(.*)$/.exec(given) ?? [];
	const {host = '', port} = addressOf(where, 'ipfix', RANGES.port, 'required', given);
	return [{content: 'flows', host, port, transport: scheme === 'tcp' ? 'tcp' : 'udp', activeTimeout, inactiveTimeout}];
}
