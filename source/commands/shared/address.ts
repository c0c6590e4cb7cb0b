/** Options that say where on a network: `HOST:PORT`. */
import type {Parsed} from '../../cli/command.js';
import {UsageError} from '../../cli/usage-error.js';
import {text} from '../../cli/values.js';
import {isInRange, type Range, rangeText} from '../../engine/ranges.js';

/** `192.0.2.1:80`, `[2001:db8::1]:80`, `host:80`, `80`. */
const FORM = /^(?:\[([\w:.%]+)\]:|([^:[\]\s/]+):)?(\d{1,5})$/;

/** Of an option. @param host whether it can be left out @throws UsageError */
export function address(
	parsed: Parsed,
	name: string,
	ports: Range,
	host: 'optional' | 'required',
): {host?: string; port: number} | undefined {
	const given = text(parsed, name);
	return given === undefined ? undefined : addressOf(given, name, ports, host);
}

/** @param whole what was typed, where `given` is a part of it @throws UsageError that names the option */
export function addressOf(
	given: string,
	name: string,
	ports: Range,
	host: 'optional' | 'required',
	whole = given,
): {host?: string; port: number} {
	const [, six, other, digits] = FORM.exec(given) ?? [];
	const port = digits === undefined ? Number.NaN : Number(digits);
	const named = six ?? other;
	if (!isInRange(port, ports) || (host === 'required' && named === undefined)) {
		const form = host === 'required' ? 'HOST:PORT' : 'PORT or HOST:PORT';
		throw new UsageError(
			`--${name} takes ${form}, an IPv6 address in [brackets] and a port that is ${rangeText(ports)}, not '${whole}'`,
		);
	}
	return {...(named === undefined ? {} : {host: named}), port};
}
