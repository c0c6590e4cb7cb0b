/**
 * Runs inside a network namespace: the library of `dist/` as a program uses it. Lines of JSON in (`EngineCommand`s) and out
 * (`EngineLine`s).
 *
 *   node engine-driver.js DIST '{"source":{"kind":"interface","name":"veth0"}}'
 */
import {execFileSync} from 'node:child_process';
import readline from 'node:readline';
import {pathToFileURL} from 'node:url';
import type * as Engine from '../../source/engine/index.js';

type Snapshot = Engine.Snapshot;

export type EngineLine =
	| {type: 'started'}
	| {type: 'failed'; code: string; message: string}
	| {type: 'snapshot'; snapshot: Snapshot}
	| {type: 'filter'; filter: string | null; epoch: number}
	| ({type: 'privileges'} & Engine.Privileges)
	| {type: 'interface'; name: string; up: boolean}
	| {type: 'answer'; id: number; code: string | null; message: string | null}
	| {type: 'ran'; output: string}
	| {type: 'end'; snapshot: Snapshot};

export type EngineCommand =
	| {type: 'filter'; id: number; text: string}
	| {type: 'check'; id: number; text: string}
	| {type: 'snapshot'}
	/** What was started with `held` may give its privileges up. */
	| {type: 'release'}
	/** Starts a program. */
	| {type: 'run'; file: string; args: string[]}
	| {type: 'stop'};

const [dist, json] = process.argv.slice(2);
const {createEngine} = (await import(new URL('engine.js', pathToFileURL(`${dist}/`)).href)) as typeof Engine;
const say = (line: EngineLine) => process.stdout.write(`${JSON.stringify(line)}\n`);
const fail = (error: {code?: string; message: string}) => ({code: error.code ?? '', message: error.message});

const {held = false, ...options} = JSON.parse(json);
let release = () => {};
const prepared = new Promise<void>(resolve => {
	if (held) {
		release = resolve;
	} else {
		resolve();
	}
});
const engine = createEngine({...options, prepared});
engine.on('privileges', privileges => say({type: 'privileges', ...privileges}));
engine.on('snapshot', snapshot => say({type: 'snapshot', snapshot}));
engine.on('filter', change => say({type: 'filter', ...change}));
engine.on('interface', change => say({type: 'interface', ...change}));

const input = readline.createInterface({input: process.stdin}).on('line', line => {
	void obey(JSON.parse(line) as EngineCommand);
});

try {
	await engine.start();
	say({type: 'started'});
	say({type: 'end', snapshot: await engine.ended});
} catch (error) {
	say({type: 'failed', ...fail(error as Error)});
}
await engine[Symbol.asyncDispose]();
input.close();

async function obey(command: EngineCommand): Promise<void> {
	switch (command.type) {
		case 'filter':
			try {
				await engine.setFilter(command.text);
				say({type: 'answer', id: command.id, code: null, message: null});
			} catch (error) {
				say({type: 'answer', id: command.id, ...fail(error as Error)});
			}
			return;
		case 'check': {
			const error = await engine.checkFilter(command.text);
			say({type: 'answer', id: command.id, code: null, message: error?.message ?? null});
			return;
		}
		case 'snapshot':
			say({type: 'snapshot', snapshot: await engine.snapshot()});
			return;
		case 'release':
			release();
			return;
		case 'run':
			say({type: 'ran', output: execFileSync(command.file, command.args, {encoding: 'utf8'})});
			return;
		case 'stop':
			await engine.stop();
	}
}
