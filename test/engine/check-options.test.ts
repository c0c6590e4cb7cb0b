/** Options at the door: nothing is started, opened or loaded here. */
import {expect, it} from 'vitest';
import {createEngine, type EngineOptions, NetanalError, RANGES, type Range} from '../../source/engine/index.js';
import {createEngine as createOurs} from '../../source/engine/internal.js';

const live = {source: {kind: 'interface', name: 'eth0'}};
const file = {source: {kind: 'file', path: 'a.pcap'}};
const demo = {source: {kind: 'demo'}};
const capture = {content: 'capture', format: 'pcap', path: 'a.pcap'};

function refusal(options: unknown): string {
	try {
		createEngine(options as EngineOptions);
	} catch (error) {
		expect(error).toBeInstanceOf(NetanalError);
		expect((error as NetanalError).code).toBe('INVALID_ARGUMENT');
		return (error as Error).message;
	}
	throw new Error('nothing was refused');
}

it.each([
	[undefined, 'createEngine takes an object with a source, not undefined'],
	[null, 'createEngine takes an object with a source, not null'],
	['eth0', 'createEngine takes an object with a source, not "eth0"'],
	[{}, "source takes an object whose kind is 'interface', 'file', 'stdin' or 'demo', not undefined"],
	[{source: 'eth0'}, "source takes an object whose kind is 'interface', 'file', 'stdin' or 'demo', not \"eth0\""],
	[{source: {kind: 'ifc'}}, "source.kind takes 'interface', 'file', 'stdin' or 'demo', not \"ifc\""],
	[{source: {kind: 'toString'}}, "source.kind takes 'interface', 'file', 'stdin' or 'demo', not \"toString\""],
	[{source: {kind: 'file'}}, 'source.path takes a path, not undefined'],
	[{source: {kind: 'file', path: ''}}, 'source.path takes a path, not ""'],
	[{source: {kind: 'file', path: 'a', others: ['b', 3]}}, 'source.others[1] takes a path, not 3'],
	[
		{source: {kind: 'file', path: 'a', descriptor: 3}},
		'source.descriptor is unknown: source takes an object with kind, path and others',
	],
	[{source: {kind: 'interface'}}, 'source.name takes the name of an interface, not undefined'],
	[{...live, top: -3}, "top takes a whole number from 0 to 10000000, or 'all', not -3"],
	[{...live, top: 'x'}, 'top takes a whole number from 0 to 10000000, or \'all\', not "x"'],
	[{...live, limits: {flows: 3}}, 'limits.flows takes a whole number from 1024 to 16777216, not 3'],
	[
		{...live, limits: {flow: 2048}},
		'limits.flow is unknown: limits takes an object with endpoints, conversations and flows',
	],
	[{...live, limits: null}, 'limits takes an object with endpoints, conversations and flows, not null'],
	[
		{...demo, fliter: 'tcp'},
		'fliter is no option of a source of kind demo: it takes source, identify, filter, count, duration, interval, recent, sketchSecret, alerts, once, limits, top, outputs, outputInterval and receive',
	],
	[{...live, filter: /tcp/}, 'filter takes a BPF expression, not an object'],
	[{...live, promiscuous: 'no'}, 'promiscuous takes true or false, not "no"'],
	[{...live, privileges: 'x'.repeat(99)}, `privileges takes 'drop' or 'keep', not "${'x'.repeat(40)}…"`],
	[{...file, privileges: 'drop'}, "privileges takes 'drop' for files only with inThread: true"],
	[{...file, from: {seconds: 1}}, 'from.nanoseconds takes a whole number from 0 to 999999999, not undefined'],
	[{...live, receive: 3}, 'receive takes a function, not 3'],
	[{...live, prepared: 3}, 'prepared takes a promise, not 3'],
	[{...live, outputs: capture}, 'outputs takes a list of outputs, not an object'],
	[
		{...live, outputs: [{path: 'a'}]},
		"outputs[0].content takes 'capture', 'packets', 'snapshots' or 'flows', not undefined",
	],
	[
		{...live, outputs: [capture, {...capture, format: 'csv'}]},
		"outputs[1].format takes 'pcap' or 'pcapng', not \"csv\"",
	],
	[{...live, outputs: [{content: 'snapshots'}]}, 'outputs[0].path takes a path, or null for `receive`, not undefined'],
	[
		{...live, outputs: [{content: 'snapshots', path: null}]},
		'receive takes the bytes of the output whose path is null, and is missing',
	],
	[
		{
			...live,
			receive() {},
			outputs: [
				{content: 'snapshots', path: null},
				{...capture, path: null},
			],
		},
		'outputs takes one output without a path at most',
	],
	[
		{...live, receive() {}, outputs: [{...capture, path: null, rotation: {bytes: 5000}}]},
		'outputs[0].rotation takes an output with a path',
	],
	[
		{...live, outputs: [{...capture, only: {}}]},
		'outputs[0].only.address takes an IPv4 or IPv6 address, not undefined',
	],
	[
		{...live, outputs: [{...capture, only: {address: 'eth0'}}]},
		'outputs[0].only.address takes an IPv4 or IPv6 address, not "eth0"',
	],
	[
		{...live, outputs: [{...capture, only: {address: '192.0.2.1', peerPort: 53}}]},
		'outputs[0].only.peerPort takes a peer',
	],
	[
		{...live, outputs: [{...capture, rotation: {files: 2}}]},
		'outputs[0].rotation takes bytes, seconds or both: when is a new file begun?',
	],
])('refuses %j', (options, message) => {
	expect(refusal(options)).toBe(message);
});

/** Where a number of the table of ranges is given. */
const PLACES: [range: keyof typeof RANGES, name: string, options: (value: unknown) => unknown][] = [
	['snaplen', 'snaplen', snaplen => ({...live, snaplen})],
	['bufferSize', 'bufferSize', bufferSize => ({...live, bufferSize})],
	['queueSize', 'queueSize', queueSize => ({...live, queueSize})],
	['count', 'count', count => ({...demo, count})],
	['duration', 'duration', duration => ({...demo, duration})],
	['interval', 'interval', interval => ({...demo, interval})],
	['progressInterval', 'progressInterval', progressInterval => ({...file, progressInterval})],
	['top', 'top', top => ({...demo, top})],
	['limits', 'limits.endpoints', endpoints => ({...demo, limits: {endpoints}})],
	['limits', 'limits.conversations', conversations => ({...demo, limits: {conversations}})],
	['outputInterval', 'outputInterval', outputInterval => ({...demo, outputInterval})],
	['rotationBytes', 'outputs[0].rotation.bytes', bytes => ({...live, outputs: [{...capture, rotation: {bytes}}]})],
	[
		'rotationSeconds',
		'outputs[0].rotation.seconds',
		seconds => ({...live, outputs: [{...capture, rotation: {seconds}}]}),
	],
	[
		'rotationFiles',
		'outputs[0].rotation.files',
		files => ({...live, outputs: [{...capture, rotation: {bytes: 5000, files}}]}),
	],
	['captureSeconds', 'to.seconds', seconds => ({...file, to: {seconds, nanoseconds: 0, relative: false}})],
	['captureNanoseconds', 'to.nanoseconds', nanoseconds => ({...file, to: {seconds: 0, nanoseconds, relative: false}})],
	['seed', 'source.seed', seed => ({source: {kind: 'demo', seed}})],
];

it.each(PLACES)('takes what the range of %s says as %s, and nothing beyond it', (name, option, options) => {
	const range: Range = RANGES[name];
	for (const value of [range.min, range.max]) {
		createEngine(options(value) as EngineOptions);
	}
	const fraction = range.unit === 'seconds' ? [] : [range.min + 0.5];
	for (const value of [range.min - 1, range.max * 2 + 1, Number.NaN, Infinity, '5', null, ...fraction]) {
		expect(refusal(options(value))).toContain(`${option} takes `);
		expect(refusal(options(value))).toContain(`from ${range.min} to ${range.max}`);
	}
});

it('takes seconds that a number does not hold as a bigint', () => {
	const from = (seconds: bigint) => ({...file, from: {seconds, nanoseconds: 0, relative: false}});
	expect(createEngine(from(2n ** 64n) as EngineOptions).state).toBe('idle');
	expect(refusal(from(2n ** 65n))).toContain(
		'from.seconds takes a whole number from -1000000000000 to 1000000000000, or a bigint',
	);
});

it('takes what is absent, or undefined, for absent', () => {
	const options = {...live, filter: undefined, limits: {flows: undefined}, top: undefined, snaplen: undefined};
	expect(createEngine(options as EngineOptions).state).toBe('idle');
});

it('refuses options of another kind of source, in the types as well', () => {
	// @ts-expect-error
	const ofLive = () => createEngine({source: {kind: 'file', path: 'a.pcap'}, snaplen: 64});
	// @ts-expect-error
	const ofFile = () => createEngine({source: {kind: 'demo'}, inThread: true});
	// @ts-expect-error
	const ofOurs = () => createEngine({source: {kind: 'file', path: 'a.pcap'}, timeLine: 10});
	for (const misuse of [ofLive, ofFile, ofOurs]) {
		expect(misuse).toThrow(NetanalError);
	}
});

it('lets our own commands give every option, and leaves out what the source does not take', () => {
	const settings = {snaplen: 64, privileges: 'drop', timeLine: 10, from: undefined} as const;
	const source = {kind: 'file', path: 'a.pcap', descriptor: 9} as const;
	expect(createOurs({...settings, source}).options).toEqual({source, timeLine: 10, from: undefined});
	expect(() => createOurs({...settings, source, timeLine: -1})).toThrow('timeLine takes a whole number from 0');
	expect(() => createOurs({...settings, source: {...source, descriptor: -1}})).toThrow('source.descriptor takes');
});

it('refuses calls that its state does not allow as the same kind of mistake', async () => {
	const engine = createEngine({source: {kind: 'demo'}});
	const refused = {name: 'NetanalError', code: 'INVALID_ARGUMENT'};
	await expect(engine.stop()).rejects.toMatchObject(refused);
	await expect(engine.snapshot()).rejects.toMatchObject(refused);
	await expect(engine.startWriting('a.pcap')).rejects.toMatchObject(refused);
	await expect(engine.checkFilter(3 as unknown as string)).rejects.toMatchObject(refused);
	await expect(engine.setFilter(3 as unknown as string)).rejects.toMatchObject(refused);
});
