/** `--metrics [HOST:]PORT` and what belongs to it. */
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {complain} from '../../cli/standard-streams.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, number, text} from '../../cli/values.js';
import {isToken} from '../../engine/check-options.js';
import type {MetricsOptions, MetricsSource} from '../../engine/metrics/options.js';
import {RANGES} from '../../engine/ranges.js';
import {address} from './address.js';
import {smallFile} from './small-file.js';

export const METRICS_OPTIONS: readonly OptionSpec[] = [
	{
		name: 'metrics',
		value: '[HOST:]PORT',
		help: 'serve metrics for Prometheus at /metrics there, to this machine alone unless HOST says more; port 0 takes a free one',
	},
	{
		name: 'metrics-token',
		value: 'FILE',
		offers: 'files',
		help: 'only to who knows the bearer token that is in FILE',
	},
	{
		name: 'metrics-top',
		value: 'N',
		help: `with the N endpoints with the most bytes, their addresses as labels (default 0, at most ${RANGES.metricsTop.max})`,
	},
];

/** What METRICS_OPTIONS say; null when no metrics are wanted. @throws UsageError; NetanalError for the file of the token */
export function metricsOptions(parsed: Parsed): MetricsOptions | null {
	const given = address(parsed, 'metrics', RANGES.listenPort, 'optional');
	const top = number(parsed, 'metrics-top', RANGES.metricsTop);
	if (given === undefined) {
		if (top !== undefined || has(parsed, 'metrics-token')) {
			throw new UsageError(`--metrics-${top === undefined ? 'token' : 'top'} needs --metrics PORT`);
		}
		return null;
	}
	return {...given, top, token: token(text(parsed, 'metrics-token'))};
}

function token(file: string | undefined): string | undefined {
	if (file === undefined) {
		return undefined;
	}
	const content = smallFile(file, 'file with a token').trim();
	if (!isToken(content)) {
		throw new UsageError(`${file} holds no token: one line of letters, digits and -._~+/= is wanted`);
	}
	return content;
}

/** What is served, while it is. */
interface Serving extends AsyncDisposable {
	/** Where it is, and who can read it. */
	readonly notes: readonly {level: 'info' | 'bad'; text: string}[];
}

const NOTHING: Serving = {notes: [], async [Symbol.asyncDispose]() {}};

/** Begins before the source is opened: root may be given up then, and ports below 1024 with it. @throws NetanalError */
export async function startMetrics(source: MetricsSource, options: MetricsOptions | null): Promise<Serving> {
	if (options === null) {
		return NOTHING;
	}
	const {MetricsServer, isLoopback} = await import('../../engine/metrics/server.js');
	const server = await MetricsServer.listen(source, options);
	const {host, token} = options;
	const isOpen = host !== undefined && !isLoopback(host);
	const readers = token === undefined ? 'who reaches that port can read them' : 'the token is sent in the clear';
	return {
		notes: [
			{level: 'info', text: `metrics are at ${server.url}`},
			...(isOpen
				? [{level: 'bad', text: `metrics leave this machine, and without encryption: ${readers}`} as const]
				: []),
		],
		[Symbol.asyncDispose]: () => server.close(),
	};
}

/** On standard error: of a quiet command only warnings. */
export function tellNotes({notes}: Pick<Serving, 'notes'>, isQuiet: boolean): void {
	for (const {text} of notes.filter(({level}) => level === 'bad' || !isQuiet)) {
		complain(text);
	}
}
