/**
 * Metrics as text, in the format that Prometheus has always read (0.0.4) or as OpenMetrics 1.0.0. No timestamps: what is told is so now.
 * Sources: prometheus.io/docs/instrumenting/exposition_formats, and the OpenMetrics specification.
 */
import {sanitize} from '../../format/sanitize.js';
import type {Snapshot} from '../snapshot.js';
import {families} from './families.js';
import type {Family, Labels, Sample} from './family.js';

export type MetricsFormat = 'prometheus' | 'openmetrics';

export const CONTENT_TYPE: Readonly<Record<MetricsFormat, string>> = {
	prometheus: 'text/plain; version=0.0.4; charset=utf-8',
	openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/**
 * A snapshot's figures as Prometheus and its like read them; docs/prometheus.md lists the names.
 *
 * @param format `prometheus` is the classic text format
 * @param top rows of `endpoints.top` that are told with their addresses as labels; none by default
 */
export function metricsText(snapshot: Snapshot, format: MetricsFormat = 'prometheus', top = 0): string {
	const text = families(snapshot, top)
		.map(family => familyText(family, format))
		.join('');
	return format === 'openmetrics' ? `${text}# EOF\n` : text;
}

function familyText(family: Family, format: MetricsFormat): string {
	const {name, type, unit, help, samples} = family;
	const suffix = {counter: '_total', info: '_info', gauge: '', histogram: ''}[type];
	const isOpen = format === 'openmetrics';
	// In the classic format the family of a counter is called as its samples are, and there is no type `info`.
	const called = isOpen ? name : `${name}${suffix}`;
	const head = [
		`# HELP ${called} ${help}`,
		`# TYPE ${called} ${!isOpen && type === 'info' ? 'gauge' : type}`,
		...(isOpen && unit !== undefined ? [`# UNIT ${called} ${unit}`] : []),
	];
	return [...head, ...samples.map(sample => sampleText(`${name}${suffix}`, sample)), ''].join('\n');
}

function sampleText(name: string, {suffix = '', labels = {}, value}: Sample): string {
	return `${name}${suffix}${labelText(labels)} ${value}`;
}

function labelText(labels: Labels): string {
	const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`);
	return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
	return sanitize(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

/** What an `Accept` header asks for; the classic format when it asks for nothing that we have. */
export function negotiate(accept: string | undefined): MetricsFormat {
	let open = 0;
	let classic = 0;
	for (const part of (accept ?? '').split(',')) {
		const [type = '', ...parameters] = part.split(';').map(word => word.trim().toLowerCase());
		const value = (key: string) => parameters.find(word => word.startsWith(`${key}=`))?.slice(key.length + 1);
		const weight = Number(value('q') ?? 1);
		const version = value('version');
		if (type === 'application/openmetrics-text' && (version === undefined || version === '1.0.0')) {
			open = Math.max(open, weight);
		} else if (type === 'text/plain' && (version === undefined || version === '0.0.4')) {
			classic = Math.max(classic, weight);
		}
	}
	return open > 0 && open >= classic ? 'openmetrics' : 'prometheus';
}
