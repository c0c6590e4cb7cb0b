/**
 * Runs inside a network namespace: starts engines on `lo` and stops them, and tells in lines of JSON what the process holds before,
 * meanwhile and after. Nothing keeps it alive but what was left behind.
 *
 *   node ended-driver.mjs DIST '{"atOnce":20,"rounds":1}'
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

const [dist, json] = process.argv.slice(2);
const {createEngine} = (await import(new URL('engine.js', pathToFileURL(`${dist}/`)).href)) as typeof Engine;
const {atOnce, rounds} = JSON.parse(json) as {atOnce: number; rounds: number};

function tell(when: Held['when']): void {
	const status = fs.readFileSync('/proc/self/status', 'utf8');
	const held: Held = {
		when,
		// less the one for reading the folder
		descriptors: fs.readdirSync('/proc/self/fd').length - 1,
		threads: Number(/^Threads:\s+(\d+)/m.exec(status)?.[1]),
		memory: 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]),
	};
	fs.writeSync(1, `${JSON.stringify(held)}\n`);
}

async function round(count: number, meanwhile = () => {}): Promise<void> {
	const source = {kind: 'interface', name: 'lo'} as const;
	const engines = Array.from({length: count}, () => createEngine({source, queueSize: SIZE, bufferSize: SIZE}));
	await Promise.all(engines.map(engine => engine.start()));
	meanwhile();
	await Promise.all(engines.map(engine => engine.stop()));
}

// What is loaded once stays: koffi, libpcap, Node's own threads.
await round(atOnce);
tell('before');
for (let done = 0; done < rounds; done++) {
	await round(atOnce, done === 0 ? () => tell('running') : undefined);
}
tell('after');
