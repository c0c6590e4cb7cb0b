/**
 * Runs inside a network namespace: a capture worker of `dist/`, and a consumer that counts what arrives in the queue. Lines
 * of JSON in (`CaptureCommand`s, and `consume` / `hold` for the consumer itself) and out (`DriverLine`s).
 *
 *   node capture-driver.js DIST '{"interface":"veth0"}'
 */
import readline from 'node:readline';
import {pathToFileURL} from 'node:url';
import {Worker} from 'node:worker_threads';
import type {CaptureCommand, CaptureData, CaptureReport} from '../../source/engine/capture/live-messages.js';
import type {FilterTarget} from '../../source/engine/filter/expression.js';
import {FilterCompiler} from '../../source/engine/filter/filter-compiler.js';
import {
	createQueue,
	type LiveCounters,
	type Message,
	MessageKind,
	QueueConsumer,
} from '../../source/engine/queue/batch-queue.js';

export interface DriverOptions extends Partial<Omit<CaptureData, 'queue'>> {
	interface: string;
	queueSize?: number;
	/** The consumer takes nothing until told to. */
	hold?: boolean;
	/** The consumer takes no more than one message in so many milliseconds. */
	pause?: number;
}

export interface Tally {
	epoch: number;
	filter: string;
	packets: number;
	/** On the network. */
	bytes: number;
	udp: number;
	tcp: number;
}

export type DriverLine =
	| CaptureReport
	/** What was consumed in all, and of that since the last change of the filter. */
	| {type: 'counters'; counters: LiveCounters; consumed: number; epoch: number; ofEpoch: number}
	| {type: 'end'; failure: {code: string; message: string} | null; tallies: Tally[]; counters: LiveCounters}
	| {type: 'exit'; code: number};

export type DriverCommand =
	| Exclude<CaptureCommand, {type: 'filter'}>
	/** Compiled as the engine does. */
	| {type: 'filter'; id: number; text: string}
	| {type: 'consume'}
	| {type: 'hold'};

const [dist, json] = process.argv.slice(2);
const {queueSize = 64 * 1024 * 1024, hold = false, pause = 0, ...options} = JSON.parse(json) as DriverOptions;
const queue = createQueue(queueSize);
const data: CaptureData = {
	filter: '',
	snaplen: 262_144,
	bufferSize: 64 * 1024 * 1024,
	promiscuous: true,
	dropCapabilities: false,
	...options,
	queue,
};
const worker = new Worker(new URL('capture-worker.js', pathToFileURL(`${dist}/`)), {workerData: data});
const consumer = new QueueConsumer(queue);
const tallies: Tally[] = [{epoch: 0, filter: data.filter, packets: 0, bytes: 0, udp: 0, tcp: 0}];
let consuming = !hold;
let consumed = 0;
let linkType = 1;
let target: FilterTarget | null = null;
const compiler = new FilterCompiler(() => new Worker(new URL('filter-worker.js', pathToFileURL(`${dist}/`))));

const say = (line: DriverLine) => process.stdout.write(`${JSON.stringify(line)}\n`);

worker.on('message', (report: CaptureReport) => {
	if (report.type === 'opened') {
		linkType = report.linkType;
		target = report;
	}
	say(report);
});
worker.on('exit', code => {
	consuming = true;
	while (take()) {}
	say({type: 'exit', code});
	process.exit();
});

readline.createInterface({input: process.stdin}).on('line', line => {
	const command = JSON.parse(line) as DriverCommand;
	if (command.type === 'consume') {
		consuming = true;
	} else if (command.type === 'hold') {
		consuming = false;
	} else if (command.type === 'filter') {
		void changeFilter(command.id, command.text);
	} else {
		worker.postMessage(command);
	}
});

setInterval(
	() => {
		for (let messages = 0; messages < (pause > 0 ? 1 : 1000) && take(); messages++) {}
	},
	Math.max(1, pause),
);
setInterval(() => {
	const {epoch, packets} = tallies[tallies.length - 1];
	say({type: 'counters', counters: consumer.counters(), consumed, epoch, ofEpoch: packets});
}, 50);

async function changeFilter(id: number, text: string): Promise<void> {
	const {program, error} = await compiler.compile(text, target!);
	if (error !== null) {
		say({type: 'filter-result', id, error, gap: 0});
	} else {
		worker.postMessage({type: 'filter', id, text, program} satisfies CaptureCommand);
	}
}

function take(): boolean {
	if (!consuming) {
		return false;
	}
	const message = consumer.take(0);
	if (message === null) {
		return false;
	}
	if (message.kind === MessageKind.packets) {
		count(message);
	} else if (message.kind === MessageKind.filter) {
		tallies.push({epoch: message.epoch, filter: text(message), packets: 0, bytes: 0, udp: 0, tcp: 0});
	} else {
		const failure = message.end > message.start ? JSON.parse(text(message)) : null;
		say({type: 'end', failure, tallies, counters: consumer.counters()});
	}
	consumer.release();
	return true;
}

function text(message: Message): string {
	return Buffer.from(message.bytes.subarray(message.start, message.end)).toString();
}

function count(message: Message): void {
	const tally = tallies[tallies.length - 1];
	if (message.epoch !== tally.epoch) {
		throw new Error(`packets of epoch ${message.epoch} among those of ${tally.epoch}`);
	}
	const view = new DataView(message.bytes.buffer, message.start, message.end - message.start);
	// The IP protocol's offset: behind Ethernet's or Linux cooked capture's header.
	const protocolAt = (linkType === 113 ? 16 : linkType === 276 ? 20 : 14) + 9;
	let records = 0;
	for (let at = 0; at < view.byteLength; records++) {
		const captured = view.getUint32(at + 8, true);
		tally.packets++;
		tally.bytes += view.getUint32(at + 12, true);
		const protocol = view.getUint8(at + 16 + protocolAt);
		if (protocol === 17) {
			tally.udp++;
		} else if (protocol === 6) {
			tally.tcp++;
		}
		at += 16 + captured;
	}
	if (records !== message.packets) {
		throw new Error(`${message.packets} packets announced, ${records} found`);
	}
	consumed += records;
}
