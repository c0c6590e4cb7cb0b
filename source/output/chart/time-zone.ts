/** Times on an axis, in UTC or any zone that the system's Intl knows. */

/** A zone at one moment; the whole picture uses its offset, and says it. */
export interface Clock {
	/** `UTC`, or `Europe/Berlin (UTC+02:00)`. */
	label: string;
	/** To add to UTC, seconds. */
	offset: number;
}

/** @returns the zone's canonical name, or null when there is no such zone */
export function knownTimeZone(name: string): string | null {
	try {
		return new Intl.DateTimeFormat('en-US', {timeZone: name}).resolvedOptions().timeZone;
	} catch {
		return null;
	}
}

/**
 * @param zone an IANA name, `UTC` included
 * @param moment epoch seconds; the zone's offset at that time
 * @throws RangeError when the zone is not known
 */
export function clockOf(zone: string, moment: number): Clock {
	const formatter = new Intl.DateTimeFormat('en-US', {timeZone: zone, timeZoneName: 'longOffset', year: 'numeric'});
	const date = new Date(moment * 1000);
	const named = Number.isNaN(date.getTime())
		? 'GMT'
		: formatter.formatToParts(date).find(({type}) => type === 'timeZoneName')!.value;
	const match = /^GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(named);
	if (match === null || zone === 'UTC') {
		return {label: zone === 'UTC' ? zone : `${zone} (UTC)`, offset: 0};
	}
	const [, sign, hours, minutes, seconds = '0'] = match;
	const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === '-' ? -1 : 1);
	return {label: `${zone} (UTC${sign}${hours}:${minutes})`, offset};
}

/** `2026-11-23 19:05:00`; what no calendar holds stays as seconds. @param exact the same as text, where a number need not hold it */
export function dateAndTime(moment: number, clock: Clock, exact?: string): string {
	const date = new Date((Math.floor(moment) + clock.offset) * 1000);
	const seconds = exact === undefined ? Math.floor(moment) : exact.split('.')[0];
	return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString().slice(0, 19).replace('T', ' ');
}

/** The part of a time that changes from one mark of an axis to the next: `19:05:07`, `19:05` or `11-23`. */
export function timeMark(moment: number, step: number, clock: Clock): string {
	const text = dateAndTime(moment, clock);
	if (!/^\d{4}-/.test(text)) {
		return text;
	}
	if (step % 86_400 === 0) {
		return text.slice(0, 10);
	}
	if (text.endsWith(' 00:00:00')) {
		return text.slice(5, 10);
	}
	return step % 60 === 0 ? text.slice(11, 16) : text.slice(11);
}

/** Where the marks stand: multiples of the step in local time, within the range. */
export function timeMarks(from: number, to: number, step: number, clock: Clock): number[] {
	const marks: number[] = [];
	let mark = Math.ceil((from + clock.offset) / step) * step - clock.offset;
	// So far from 1970 that a step is nothing, the next mark would be the same one for ever.
	while (mark <= to && mark !== marks.at(-1)) {
		marks.push(mark);
		mark += step;
	}

	return marks;
}
