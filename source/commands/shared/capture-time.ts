/** `--from` and `--to`. */
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {UsageError} from '../../cli/usage-error.js';
import {text} from '../../cli/values.js';
import {SECOND} from '../../engine/decode/far-time.js';
import type {CaptureTime} from '../../engine/options.js';
import {RANGES} from '../../engine/ranges.js';

export const TIME_OPTIONS: readonly OptionSpec[] = [
	{name: 'from', value: 'TIME', help: 'only packets from then on: 2026-02-13T14:05:01Z, epoch seconds, or +SECONDS'},
	{name: 'to', value: 'TIME', help: 'only packets before then; +SECONDS counts from the first packet'},
];

const WAYS = '2026-02-13T14:05:01.5Z (UTC without a zone), epoch seconds, or +SECONDS from the first packet';

/** @throws UsageError */
export function captureTime(parsed: Parsed, name: 'from' | 'to'): CaptureTime | undefined {
	const given = text(parsed, name);
	if (given === undefined) {
		return undefined;
	}
	const time = parseTime(given);
	if (time === null) {
		throw new UsageError(`--${name} takes a time as ${WAYS}, not '${given}'`);
	}
	const parts = partsMeant(given);
	if (parts !== null) {
		const seconds = given.slice(0, -parts.digits);
		throw new UsageError(
			`--${name} takes seconds, and '${given}' would be ${parts.name} of today: --${name} ${seconds}, or ${given}.0 for that many seconds`,
		);
	}
	return time;
}

/** What a whole number of these times is of now: in seconds it lies tens of thousands of years ahead. */
const PARTS = [
	{name: 'milliseconds', digits: 3},
	{name: 'microseconds', digits: 6},
	{name: 'nanoseconds', digits: 9},
];
/** Digits of epoch seconds, from 2001 to 2286. */
const SECONDS_DIGITS = 10;

function partsMeant(given: string): (typeof PARTS)[number] | null {
	return (/^\d+$/.test(given) && PARTS.find(({digits}) => given.length === SECONDS_DIGITS + digits)) || null;
}

/** Those beyond are bigints. */
const FARTHEST = BigInt(RANGES.captureSeconds.max);

/** Exact to the nanosecond; null when it is no time. */
export function parseTime(given: string): CaptureTime | null {
	const number = /^(\+?)(\d{1,12})(?:\.(\d{1,9}))?$/.exec(given);
	if (number) {
		return {seconds: Number(number[2]), nanoseconds: fraction(number[3]), relative: number[1] === '+'};
	}
	const exact = /^(-?\d{1,20})(?:\.(\d{1,9}))?$/.exec(given);
	if (exact) {
		return sinceEpoch(exact[1], fraction(exact[2]));
	}

	const date = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(given);
	if (!date) {
		return null;
	}
	const [, day, minute = '00:00', second = '00', digits, zone = 'Z'] = date;
	const milliseconds = Date.parse(`${day}T${minute}:${second}${zone.toUpperCase().replace(/(\d\d)(\d\d)$/, '$1:$2')}`);
	if (Number.isNaN(milliseconds) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) {
		return null;
	}
	return {seconds: milliseconds / 1000, nanoseconds: fraction(digits), relative: false};
}

/** Before 1970 the fraction counts from the whole second before: −0.75 is a quarter after −1. */
function sinceEpoch(digits: string, nanoseconds: number): CaptureTime {
	const isBetween = digits.startsWith('-') && nanoseconds > 0;
	const exact = BigInt(digits) - (isBetween ? 1n : 0n);
	return {
		seconds: exact > FARTHEST || exact < -FARTHEST ? exact : Number(exact),
		nanoseconds: isBetween ? SECOND - nanoseconds : nanoseconds,
		relative: false,
	};
}

function fraction(digits = ''): number {
	return Number(digits.padEnd(9, '0'));
}
