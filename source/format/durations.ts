import {UNKNOWN} from './numbers.js';

const two = (value: number) => String(value).padStart(2, '0');

/** Seconds as a stopwatch shows them: `0:07`, `12:34`, `1:02:03`, `2d 03:04:05`. */
export function elapsed(seconds: number | null): string {
	if (seconds === null || !Number.isFinite(seconds) || seconds < 0) {
		return UNKNOWN;
	}
	const whole = Math.floor(seconds);
	const days = Math.floor(whole / 86_400);
	const hours = Math.floor(whole / 3600) % 24;
	const minutes = Math.floor(whole / 60) % 60;
	const rest = `${two(minutes)}:${two(whole % 60)}`;
	if (days > 0) {
		return `${days}d ${two(hours)}:${rest}`;
	}
	return hours > 0 ? `${hours}:${rest}` : `${minutes}:${two(whole % 60)}`;
}

/** A span on an axis in one unit where it is whole: `45s`, `2m`, `1m30s`, `1h`. */
export function span(seconds: number): string {
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor(seconds / 60) % 60;
	const rest = Math.round(seconds % 60);
	return (
		[
			[hours, 'h'],
			[minutes, 'm'],
			[rest, 's'],
		]
			.filter(([value]) => value !== 0)
			.map(([value, unit]) => `${value}${unit}`)
			.join('') || '0s'
	);
}

/** How long nothing came, in one unit and at most three characters: `0s`, `99s`, `45m`, `36h`, `12d`. */
export function silence(seconds: number): string {
	const [size, unit] = (
		[
			[1, 's'],
			[60, 'm'],
			[3600, 'h'],
		] as const
	).find(([each]) => seconds < 100 * each) ?? [86_400, 'd'];
	return `${Math.min(999, Math.floor(seconds / size))}${unit}`;
}

/** A short time in at most eight cells: `0.062 ms`, `12.3 ms`, `1.25 s`. @param seconds null = not known */
export function milliseconds(seconds: number | null): string {
	if (seconds === null || !Number.isFinite(seconds)) {
		return UNKNOWN;
	}
	const value = seconds * 1000;
	if (value >= 999.95) {
		return `${seconds.toFixed(seconds < 99.5 ? 2 : 0)} s`;
	}
	return `${value.toFixed(value < 0.9995 ? 3 : 1)} ms`;
}

/** Local time for a file's name: `20260213-140501`. */
export function fileStamp(date: Date): string {
	const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
	return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}

/** Local time of day of a timestamp; what no calendar holds stays as seconds. */
export function clockTimeOf(stamp: string): string {
	const time = clockTime(Number(stamp));
	return time === UNKNOWN ? `${stamp} s` : time;
}

/** Local time of day: `14:05:01`. @param seconds of the epoch */
export function clockTime(seconds: number): string {
	const date = new Date(seconds * 1000);
	return Number.isNaN(date.getTime())
		? UNKNOWN
		: `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
