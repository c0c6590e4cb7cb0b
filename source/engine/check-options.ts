/** Options at the door: a mistake is told at once, by the name of the option and what it takes, and never by a worker. */
import {parseRules} from './alerts/rule.js';
import {parseAddress} from './decode/address.js';
import {misuse} from './errors.js';
import {
	callback,
	checkFields,
	type Fields,
	fieldsOf,
	listed,
	listOf,
	number,
	objectOf,
	oneOf,
	promise,
	type Taken,
	takes,
	text,
	truth,
	variant,
} from './option-takes.js';
import type {EngineSource, OnlyPackets, OutputOptions, Rotation} from './options.js';
import {isInRange, RANGES, rangeText} from './ranges.js';
import type {EngineSettings} from './settings.js';

const top = takes(`${rangeText(RANGES.top)}, or 'all'`, value => value === 'all' || isInRange(value, RANGES.top));

const kind = oneOf('interface', 'file', 'stdin', 'demo');
const path = text('a path');
const SOURCE = variant('kind', {
	interface: fieldsOf({kind, name: text('the name of an interface')}, 'name'),
	file: fieldsOf({kind, path, others: listOf(path, 'a list of paths')}, 'path'),
	stdin: fieldsOf({kind}),
	demo: fieldsOf({kind, seed: number(RANGES.seed)}),
} satisfies Record<EngineSource['kind'], Taken>);
const OPEN_FILE = fieldsOf(
	{kind, path, others: listOf(path, 'a list of paths'), descriptor: number(RANGES.descriptor)},
	'path',
);

const ROTATION = fieldsOf({
	bytes: number(RANGES.rotationBytes),
	seconds: number(RANGES.rotationSeconds),
	files: number(RANGES.rotationFiles),
});

const port = number(RANGES.listenPort);
const address = takes('an IPv4 or IPv6 address', value => typeof value === 'string' && parseAddress(value) !== null);
const ONLY = fieldsOf(
	{address, peer: address, transport: oneOf('tcp', 'udp', 'sctp'), port, peerPort: port},
	'address',
);

const content = oneOf('capture', 'packets', 'snapshots', 'flows');
const target = {
	path: takes('a path, or null for `receive`', value => value === null || (typeof value === 'string' && value !== '')),
	force: truth,
	content,
};
const OUTPUT = variant('content', {
	capture: fieldsOf({...target, format: oneOf('pcap', 'pcapng'), rotation: ROTATION, only: ONLY}, 'path', 'format'),
	packets: fieldsOf(
		{...target, format: oneOf('text', 'json', 'ndjson', 'csv', 'parquet'), includePayload: truth},
		'path',
		'format',
	),
	snapshots: fieldsOf(target, 'path'),
	flows: fieldsOf(
		{
			content,
			host: text('a host'),
			port: number(RANGES.port),
			transport: oneOf('udp', 'tcp'),
			activeTimeout: number(RANGES.flowTimeout),
			inactiveTimeout: number(RANGES.flowTimeout),
		},
		'host',
		'port',
	),
} satisfies Record<OutputOptions['content'], Taken>);

const rows = number(RANGES.limits);
/** What 64 bits of seconds and an if_tsoffset make. */
const LATEST = 2n ** 64n + 2n ** 63n;
const wholeSeconds = takes(`${rangeText(RANGES.captureSeconds)}, or a bigint`, value =>
	typeof value === 'bigint' ? value <= LATEST && value >= -LATEST : isInRange(value, RANGES.captureSeconds),
);
const moment = fieldsOf(
	{seconds: wholeSeconds, nanoseconds: number(RANGES.captureNanoseconds), relative: truth},
	'seconds',
	'nanoseconds',
	'relative',
);

const IDENTIFY = fieldsOf({
	geoip: listOf(path, 'a list of paths'),
	vendors: truth,
	hosts: truth,
	services: truth,
	resolve: oneOf('public', 'all'),
});

const ALERTS: Taken = {
	text: 'a list of rules',
	check(value, name) {
		listOf(text('a rule'), 'a list of rules').check(value, name);
		const rules = parseRules(value as string[]);
		if (typeof rules === 'string') {
			throw misuse(`${name}: ${rules}`);
		}
	},
};

const COMMON: Fields = {
	source: SOURCE,
	identify: IDENTIFY,
	filter: takes('a BPF expression', value => typeof value === 'string'),
	count: number(RANGES.count),
	duration: number(RANGES.duration),
	interval: number(RANGES.interval),
	recent: truth,
	sketchSecret: text('a text'),
	alerts: ALERTS,
	once: truth,
	limits: fieldsOf({endpoints: rows, conversations: rows, flows: rows}),
	top,
	outputs: listOf(OUTPUT, 'a list of outputs'),
	outputInterval: number(RANGES.outputInterval),
	receive: callback,
};
const PRIVILEGES: Fields = {privileges: oneOf('drop', 'keep'), user: text('the name of a user')};
const READING: Fields = {
	...COMMON,
	...PRIVILEGES,
	from: moment,
	to: moment,
	inThread: truth,
	progressInterval: number(RANGES.progressInterval),
};

/** What the options of each kind of source are. */
export const OPTIONS: Readonly<Record<EngineSource['kind'], Fields>> = {
	interface: {
		...COMMON,
		...PRIVILEGES,
		snaplen: number(RANGES.snaplen),
		bufferSize: number(RANGES.bufferSize),
		queueSize: number(RANGES.queueSize),
		promiscuous: truth,
		prepared: promise,
	},
	file: READING,
	stdin: READING,
	demo: COMMON,
};

/** What only our own commands use. */
const INTERNAL: Fields = {
	opened: callback,
	sockets: takes('a maker of packet sockets', value => value === null || typeof value === 'object'),
	processes: promise,
	timeLine: number(RANGES.timeLine),
	rows: takes('what is wanted of the tables', value => typeof value === 'object' && value !== null),
};

/** @throws NetanalError INVALID_ARGUMENT that names the option and what it takes */
export function checkOptions(options: unknown): void {
	const {source} = objectOf(options, 'createEngine', 'an object with a source') as {source: EngineSource};
	SOURCE.check(source, 'source');
	check(options as object, OPTIONS[source.kind]);
}

/** The same with `EngineSettings`' further options. @returns without those that this kind of source does not take */
export function checkedSettings(settings: EngineSettings): EngineSettings {
	const source = {...SOURCE, check: (value: unknown, name: string) => checkOpenSource(value, name)};
	const fields = {...OPTIONS[settings.source.kind], ...INTERNAL, source};
	const isReading = settings.source.kind !== 'interface' && !settings.inThread;
	const taken = Object.entries(settings).filter(
		([option]) => Object.hasOwn(fields, option) && !(isReading && Object.hasOwn(PRIVILEGES, option)),
	);
	const checked = Object.fromEntries(taken) as unknown as EngineSettings;
	check(checked, fields);
	return checked;
}

function checkOpenSource(value: unknown, name: string): void {
	const isFile = typeof value === 'object' && value !== null && (value as EngineSource).kind === 'file';
	(isFile ? OPEN_FILE : SOURCE).check(value, name);
}

function check(options: object, fields: Fields): void {
	const given = options as Record<string, unknown>;
	for (const key of Object.keys(given)) {
		if (!Object.hasOwn(fields, key) && given[key] !== undefined) {
			const {kind} = given.source as EngineSource;
			throw misuse(`${key} is no option of a source of kind ${kind}: it takes ${listed(Object.keys(fields), 'and')}`);
		}
	}
	checkFields(given, fields, '');
	checkTogether(given);
}

/** What each option alone cannot tell. */
function checkTogether(given: {
	source?: unknown;
	outputs?: OutputOptions[];
	receive?: unknown;
	[option: string]: unknown;
}) {
	const streams = (given.outputs ?? []).filter(({path}) => path === null);
	if (streams.length > 1) {
		throw misuse('outputs takes one output without a path at most');
	}
	if (streams.length > 0 && given.receive === undefined) {
		throw misuse('receive takes the bytes of the output whose path is null, and is missing');
	}
	if ((given.outputs ?? []).filter(output => output.content === 'flows').length > 1) {
		throw misuse('outputs takes one output of flows at most');
	}
	for (const [i, output] of (given.outputs ?? []).entries()) {
		if (output.content === 'packets' && output.format === 'parquet' && output.path === null) {
			throw misuse(`outputs[${i}].path takes a path for Parquet`);
		}
		if (output.content === 'capture') {
			checkRotation(output.rotation, output.path, `outputs[${i}].`);
			checkOnly(output.only, `outputs[${i}].`);
		}
	}
	const {kind} = given.source as EngineSource;
	if (given.privileges === 'drop' && !given.inThread && (kind === 'file' || kind === 'stdin')) {
		throw misuse("privileges takes 'drop' for files only with inThread: true");
	}
	if (given.opened !== undefined && !given.inThread) {
		throw misuse('opened takes a function only with inThread: true');
	}
}

function checkRotation(
	rotation: Extract<OutputOptions, {content: 'capture'}>['rotation'],
	path: string | null,
	prefix: string,
) {
	if (rotation === undefined) {
		return;
	}
	if (path === null) {
		throw misuse(`${prefix}rotation takes an output with a path`);
	}
	if (rotation.bytes === undefined && rotation.seconds === undefined) {
		throw misuse(`${prefix}rotation takes bytes, seconds or both: when is a new file begun?`);
	}
}

function checkOnly(only: OnlyPackets | undefined, prefix: string) {
	if (only?.peerPort !== undefined && only.peer === undefined) {
		throw misuse(`${prefix}only.peerPort takes a peer`);
	}
}

/** Of `startWriting`. */
export function checkWriting(file: unknown, options: unknown): void {
	path.check(file, 'path');
	fieldsOf({force: truth, rotation: ROTATION, only: ONLY}).check(options, 'options');
	const {rotation, only} = options as {rotation?: Rotation; only?: OnlyPackets};
	checkRotation(rotation, String(file), '');
	checkOnly(only, '');
}

/** Of `setFilter` and `checkFilter`. */
export function checkFilterText(value: unknown): void {
	takes('a BPF expression', given => typeof given === 'string').check(value, 'text');
}

/** Of `setAlerts`. */
export function checkAlerts(value: unknown): void {
	ALERTS.check(value, 'rules');
}

/** Of `setOnce`. */
export function checkOnce(value: unknown): void {
	truth.check(value, 'isOnce');
}

/** Of `snapshot`. */
export function checkTop(value: unknown): void {
	top.check(value, 'top');
}

/** Of `snapshot`. */
export function checkSamples(value: unknown): void {
	number(RANGES.samples).check(value, 'samples');
}

const METRICS = fieldsOf(
	{
		host: text('an address or a name of this machine'),
		port: number(RANGES.listenPort),
		token: takes('letters, digits and -._~+/=', isToken),
		top: number(RANGES.metricsTop),
	},
	'port',
);

/** Of `serveMetrics`. */
export function checkMetrics(source: unknown, options: unknown): void {
	callback.check(objectOf(source, 'source', 'an engine').snapshot, 'source.snapshot');
	METRICS.check(options, 'options');
}

/** What a bearer token may be (RFC 6750, section 2.1). */
export function isToken(value: unknown): boolean {
	return typeof value === 'string' && /^[\w\-.~+/]+=*$/.test(value);
}
