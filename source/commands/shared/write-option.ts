/** `-w FILE` and its rotation, as tcpdump has them. */
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, number, text} from '../../cli/values.js';
import type {OutputOptions, Rotation} from '../../engine/options.js';
import {RANGES} from '../../engine/ranges.js';
import {refuseTaken} from '../../files/target.js';
import {refuseTwice} from './output-option.js';

export const ROTATION_OPTIONS: readonly OptionSpec[] = [
	{
		name: 'write',
		short: 'w',
		value: 'FILE',
		offers: 'files',
		help: 'write the packets: pcapng by that ending, else pcap; - is standard output',
	},
	{
		name: 'rotate-size',
		short: 'C',
		value: 'MB',
		help: 'begin a new file after so many million bytes; k, M and G are understood',
	},
	{name: 'rotate-seconds', short: 'G', value: 'SECONDS', help: 'begin a new file after so long, by the packets’ time'},
	{name: 'rotate-files', short: 'W', value: 'N', help: 'keep the newest N of these files'},
];

/** `-w`, `-C`, `-G`, `-W`. @throws UsageError; NetanalError for a file that exists */
export function writeOutput(parsed: Parsed): OutputOptions | null {
	const path = text(parsed, 'write');
	const rotation: Rotation = {
		bytes: rotationSize(parsed),
		seconds: number(parsed, 'rotate-seconds', RANGES.rotationSeconds),
		files: number(parsed, 'rotate-files', RANGES.rotationFiles),
	};
	const rotates = rotation.bytes !== undefined || rotation.seconds !== undefined;
	if (path === undefined) {
		if (rotates || rotation.files !== undefined) {
			throw new UsageError('-C, -G and -W need -w FILE');
		}
		return null;
	}

	if (rotation.files !== undefined && !rotates) {
		throw new UsageError('-W needs -C or -G: when is a new file begun?');
	}
	const format = /\.pcapng$/i.test(path) ? 'pcapng' : 'pcap';
	if (path === '-') {
		if (rotates) {
			throw new UsageError('-C and -G need a file: standard output cannot be rotated');
		}
		return {content: 'capture', format, path: null};
	}

	const force = has(parsed, 'force');
	if (!rotates) {
		refuseTwice([...(parsed.values.get('output') ?? []), path]);
		refuseTaken(path, {force});
	}

	return {content: 'capture', format, path, force, rotation: rotates ? rotation : undefined};
}

/** As tcpdump: a plain number counts millions of bytes. */
function rotationSize(parsed: Parsed): number | undefined {
	const given = text(parsed, 'rotate-size');
	if (given !== undefined && /^\d+$/.test(given)) {
		return number(parsed, 'rotate-size', RANGES.rotationMegabytes)! * 1e6;
	}
	return number(parsed, 'rotate-size', RANGES.rotationBytes, {scaled: true});
}
