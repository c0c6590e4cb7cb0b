/** The fleet's side: a process that listens as the dashboard does, and tells at a line on standard input what it took since the last. */
import fs from 'node:fs';
import {createInterface} from 'node:readline';
import {keepHeapSmall} from '../../source/cli/small-heap.js';
import {brokerOf} from '../../source/fleet/broker/broker-of.js';
import {brokerUrl} from '../../source/fleet/broker/url.js';
import {FleetEngine} from '../../source/fleet/fleet-engine.js';
import {Fleet} from '../../source/fleet/merge/fleet.js';

/** Milliseconds between two snapshots, and rows of each list, as the dashboard asks for them. */
const SCREEN = 500;
const ROWS = 50;

export interface Taken {
	/** Milliseconds of CPU since the last. */
	cpu: number;
	/** Of each merged snapshot since the last, milliseconds of CPU. */
	merges: number[];
	/** Bytes, the most there ever were. */
	resident: number;
	packets: number;
	/** Messages that were looked at since the last: those of each sensor that were overtaken are not. */
	messages: number;
	/** Milliseconds of CPU that looking at them took. */
	looking: number;
	/** Seconds by which figures of a sensor trail what it said last, at most. */
	oldest: number;
}

const [url] = process.argv.slice(2);
let merges: number[] = [];
const snapshot = Fleet.prototype.snapshot;
Fleet.prototype.snapshot = function (...parameters) {
	const before = process.cpuUsage();
	try {
		return snapshot.apply(this, parameters);
	} finally {
		merges.push(milliseconds(before));
	}
};
let messages = 0;
let looking = 0;
const hear = Fleet.prototype.hear;
Fleet.prototype.hear = function (...parameters) {
	const before = process.cpuUsage();
	hear.apply(this, parameters);
	looking += milliseconds(before);
	messages++;
};
keepHeapSmall();
const broker = {url: brokerUrl(url), credentials: {}, tls: {}, client: 'fleet'};
const engine = new FleetEngine(await brokerOf(broker.url), {broker, interval: SCREEN, top: ROWS});
const list = {column: 'bytes', descending: true, offset: 0, count: ROWS, pins: []};
engine.look({search: '', inside: [], isFolded: false, lists: {talkers: list, conversations: list, flows: list}});
let packets = 0;
let oldest = 0;
engine.on('snapshot', ({totals, fleet}) => {
	packets = totals.packets;
	for (const {lastHeard, countedAt} of fleet!.sensors) {
		oldest = Math.max(oldest, Number(lastHeard) - Number(countedAt));
	}
});
await engine.start();
console.log('{}');
let before = process.cpuUsage();
createInterface({input: process.stdin})
	.on('line', () => {
		const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(fs.readFileSync('/proc/self/status', 'utf8')) ?? [];
		const taken: Taken = {
			cpu: milliseconds(before),
			merges,
			resident: 1024 * Number(kilobytes),
			packets,
			messages,
			looking,
			oldest,
		};
		console.log(JSON.stringify(taken));
		before = process.cpuUsage();
		merges = [];
		messages = 0;
		looking = 0;
		oldest = 0;
	})
	.on('close', () => process.exit(0));

function milliseconds(since: NodeJS.CpuUsage): number {
	const {user, system} = process.cpuUsage(since);
	return (user + system) / 1000;
}
