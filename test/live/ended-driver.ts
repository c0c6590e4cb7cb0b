/**
 * Runs inside a network namespace: starts engines on `lo` and stops them, and tells in lines of JSON what the process holds before,
 * meanwhile and after, when all is back or has had its time. Nothing keeps it alive then but what was left behind.
 *
 *   node --expose-gc ended-driver.mjs DIST '{"atOnce":20,"rounds":1}'
 */
import fs from 'node:fs';
import {pathToFileURL} from 'node:url';
import type * as Engine from '../../source/engine/index.js';

export interface Held {
	when: 'before' | 'running' | 'after';
	descriptors: number;
	threads: number;
	/** Resident bytes. */
	memory: number;
}

const SIZE = 1024 * 1024;
/** What Node, glibc and V8 may keep for themselves, bytes: less than two engines have while they run. */
const SPARE = 64 * SIZE;
/** Milliseconds: V8 of Node 24 keeps the pages of ended threads for eight seconds. */
const MOST = 60_000;
const POLL = 500;

const [dist, json] = process.argv.slice(2);
const {createEngine} = (await import(new URL('engine.js', pathToFileURL(`${dist}/`)).href)) as typeof Engine;
const {atOnce, rounds} = JSON.parse(json) as {atOnce: number; rounds: number};

function held(when: Held['when']): Held {
	const status = fs.readFileSync('/proc/self/status', 'utf8');
	return {
		when,
		// less the one for reading the folder
		descriptors: fs.readdirSync('/proc/self/fd').length - 1,
		threads: Number(/^Threads:\s+(\d+)/m.exec(status)?.[1]),
		memory: 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]),
	};
}

function tell(told: Held): Held {
	fs.writeSync(1, `${JSON.stringify(told)}\n`);
	return told;
}

/** When it is as it was before, or will not be. */
async function settled(before: Held): Promise<Held> {
	const start = performance.now();
	for (;;) {
		// What is garbage only is collected when the next engine needs it, or here.
		globalThis.gc?.();
		const now = held('after');
		const isBack =
			now.descriptors <= before.descriptors && now.threads <= before.threads && now.memory <= before.memory + SPARE;
		if (isBack || performance.now() - start > MOST) {
			return now;
		}
		await new Promise(resolve => setTimeout(resolve, POLL));
	}
}

async function round(count: number, meanwhile = () => {}): Promise<void> {
	const source = {kind: 'interface', name: 'lo'} as const;
	const engines = Array.from({length: count}, () => createEngine({source, queueSize: SIZE, bufferSize: SIZE}));
	await Promise.all(engines.map(engine => engine.start()));
	meanwhile();
	await Promise.all(engines.map(engine => engine.stop()));
}

// What is loaded once stays: koffi, libpcap, Node's own threads, those that files are read by among them.
await fs.promises.stat('.');
await round(1);
globalThis.gc?.();
const before = tell(held('before'));
for (let done = 0; done < rounds; done++) {
	await round(atOnce, done === 0 ? () => tell(held('running')) : undefined);
}
tell(await settled(before));
