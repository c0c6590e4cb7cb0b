/** What each number may be that the library or the command line takes: the one table that checks, help and docs/api.md go by. */

export interface Range {
	readonly min: number;
	readonly max: number;
	/** Of seconds there are fractions, of all else whole numbers. */
	readonly unit?: 'seconds';
}

const YEAR = 31_536_000;

export const RANGES = {
	/** Bytes. 262,144 is libpcap's own limit. */
	snaplen: {min: 1, max: 262_144},
	/** Bytes; libpcap takes a signed 32-bit number. */
	bufferSize: {min: 4096, max: 2 ** 31 - 1},
	/** Bytes. Less would not hold four of the largest packets. */
	queueSize: {min: 2 ** 20, max: 2 ** 30},
	/** Packets. */
	count: {min: 1, max: Number.MAX_SAFE_INTEGER},
	/** Seconds; a year at most. */
	duration: {min: 0.001, max: YEAR, unit: 'seconds'},
	/** Milliseconds, 0 = never; a day at most. */
	interval: {min: 0, max: 86_400_000},
	/** As `interval`. */
	progressInterval: {min: 0, max: 86_400_000},
	/** Snapshots. */
	timeLine: {min: 0, max: 100_000},
	/** Rows, or `all`. */
	top: {min: 0, max: 10_000_000},
	/** Bandwidth samples. */
	samples: {min: 0, max: 86_400},
	/** Port that is listened on; 0 takes a free one. */
	listenPort: {min: 0, max: 65_535},
	/** Port that is sent to. */
	port: {min: 1, max: 65_535},
	/** Seconds of a flow. */
	flowTimeout: {min: 1, max: 86_400, unit: 'seconds'},
	/** Endpoints among the metrics: four series each, of 2,000 in all at most. */
	metricsTop: {min: 0, max: 200},
	/** Rows of a table: giving up half of less would lose too much, more rows have no number. */
	limits: {min: 1024, max: 16_777_216},
	/** Seconds. */
	outputInterval: {min: 0.001, max: YEAR, unit: 'seconds'},
	/** Seconds between the messages of a sensor; a fleet takes one that is silent for three of them for lost. */
	messageInterval: {min: 0.5, max: 3600, unit: 'seconds'},
	/** Rows of each list in a message of a sensor. */
	messageTop: {min: 1, max: 500},
	/** Bytes of a file before the next is begun. */
	rotationBytes: {min: 4096, max: 2 ** 40},
	/** The same as a number of millions, as tcpdump takes it. */
	rotationMegabytes: {min: 1, max: 1_000_000},
	/** Seconds of a file before the next is begun. */
	rotationSeconds: {min: 0.001, max: YEAR, unit: 'seconds'},
	/** Files that are kept. */
	rotationFiles: {min: 1, max: 1_000_000},
	/** Epoch seconds, or seconds since the first packet. */
	captureSeconds: {min: -1e12, max: 1e12},
	captureNanoseconds: {min: 0, max: 999_999_999},
	seed: {min: 0, max: 2 ** 32 - 1},
	descriptor: {min: 0, max: 2 ** 31 - 1},
	/** Minutes that the dashboard can look back. */
	history: {min: 1, max: 60},
} as const satisfies Record<string, Range>;

export function isInRange(value: unknown, {min, max, unit}: Range): value is number {
	return typeof value === 'number' && value >= min && value <= max && (unit === 'seconds' || Number.isInteger(value));
}

/** `a whole number from 1 to 262144`, `seconds from 0.001 to 31536000`. */
export function rangeText({min, max, unit}: Range): string {
	return `${unit ?? 'a whole number'} from ${min} to ${max}`;
}
