/** Flags that ask who is behind an address. */
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {complain} from '../../cli/standard-streams.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, text} from '../../cli/values.js';
import type {CaptureEngine} from '../../engine/capture-engine.js';
import type {IdentifyOptions} from '../../engine/options.js';

export const IDENTIFY_OPTIONS: readonly OptionSpec[] = [
	{
		name: 'geoip',
		value: 'FILE',
		offers: 'files',
		multiple: true,
		help: 'country, city and network (AS) of addresses, from MaxMind DB files; may be given several times',
	},
	{
		name: 'names',
		short: 'N',
		value: 'LETTERS',
		help: 'as tshark -N: m MAC addresses and their vendors, n names of /etc/hosts, t ports of /etc/services',
	},
	{
		name: 'resolve',
		help: 'ask the resolver for names that no packet told, in the background: queries leave this machine',
	},
	{name: 'resolve-private', help: 'the same, for addresses of private networks as well'},
];

const LETTERS: Readonly<Record<string, 'vendors' | 'hosts' | 'services'>> = {m: 'vendors', n: 'hosts', t: 'services'};

/** What IDENTIFY_OPTIONS say; undefined when nobody asks. @throws UsageError */
export function identifyOptions(parsed: Parsed): IdentifyOptions | undefined {
	const letters = text(parsed, 'names');
	if (letters !== undefined && !/^[mnt]+$/.test(letters)) {
		throw new UsageError(`--names takes letters of m (MAC), n (hosts) and t (ports), not '${letters}'`);
	}
	const geoip = parsed.values.get('geoip');
	if (geoip?.includes('')) {
		throw new UsageError('--geoip takes the path of a MaxMind DB file');
	}
	const resolve = has(parsed, 'resolve-private') ? 'all' : has(parsed, 'resolve') ? 'public' : undefined;
	if (letters === undefined && geoip === undefined && resolve === undefined) {
		return undefined;
	}
	const names = Object.fromEntries([...(letters ?? '')].map(letter => [LETTERS[letter], true]));
	return {...names, ...(geoip && {geoip}), ...(resolve && {resolve})};
}

/** Each thing that cannot be had is a line. */
export function sayWarnings(engine: CaptureEngine): void {
	engine.on('warning', ({message}) => complain(message));
}
