/** Metric families, and how they are made. */
import type {Snapshot} from '../snapshot.js';

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
	/** Of a histogram: `_bucket`, `_count`, `_sum`. */
	suffix?: string;
	labels?: Labels;
	/** A text where a number would lose digits. */
	value: number | string;
}

export interface Family {
	/** Without the `_total` of a counter and the `_info` of an info. */
	name: string;
	type: 'counter' | 'gauge' | 'histogram' | 'info';
	/** The last part of the name, where that is a unit. */
	unit?: 'bytes' | 'seconds';
	help: string;
	samples: Sample[];
}

export function counter(name: string, help: string, samples: Sample[]): Family {
	return {name, type: 'counter', help, samples};
}

export function bytes(name: string, help: string, samples: Sample[]): Family {
	return {...counter(name, help, samples), unit: 'bytes'};
}

export function gauge(name: string, help: string, value: number | string | null): Family {
	return {name, type: 'gauge', help, samples: value === null ? [] : [{value}]};
}

/** A sample for each that is known, its key as the label. */
export function known(
	values: Readonly<Record<string, number | null | undefined>> | Snapshot['drops'],
	label: string,
): Sample[] {
	return Object.entries(values).flatMap(([key, value]) => (value == null ? [] : [{labels: {[label]: key}, value}]));
}
