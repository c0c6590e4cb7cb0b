/** Every way out of the dashboard, and what must be true after it: the terminal is as it was found. */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {isOver, state} from '../helpers/processes.js';
import {Program} from '../helpers/program.js';
import {privateModes} from '../helpers/terminal-state.js';

const [CTRL_C, CTRL_Z] = ['\u0003', '\u001a'];
/** Milliseconds in which a program must end that has lost its terminal. */
const ORPHAN_PATIENCE = 1000;
/** The same where the terminal is there and takes nothing: it is given time for the last frame and for the codes that restore it. */
const STALLED_PATIENCE = 2000;
const SHOWN = /[1-9][\d,]* packets/;

export interface Surroundings {
	/** The program's file. */
	program: string;
	/** test/soak/provoke.mjs. */
	provoke: string;
	cwd: string;
}

export interface WayOut {
	name: string;
	/** @throws Error that says what was not restored */
	go(surroundings: Surroundings): Promise<void>;
}

async function check(trial: Program, when: string): Promise<void> {
	const leftovers = await trial.leftovers();
	if (leftovers.length > 0) {
		throw new Error(`${when}: ${leftovers.join('; ')}`);
	}
}

function equal(what: string, found: unknown, wanted: unknown): void {
	if (found !== wanted) {
		throw new Error(`${what} is ${String(found)}, not ${String(wanted)}`);
	}
}

async function withTrial(
	{program, cwd}: Surroundings,
	options: {nodeFlags?: string[]; before?: string[]; jobs?: boolean},
	go: (trial: Program) => Promise<void>,
): Promise<void> {
	const trial = await Program.started(
		['--demo'],
		{program, cwd, columns: 100, rows: 30, env: {HOME: cwd}, ...options},
		SHOWN,
	);
	try {
		// the screen is taken: what is not given back will be found
		equal('mode ?1049', privateModes(trial.output).get(1049), true);
		equal('mode ?1000', privateModes(trial.output).get(1000), true);
		await go(trial);
	} finally {
		await trial.closed();
	}
}

/** Ends with this status, and the terminal is restored when it has. */
function ending(
	name: string,
	status: number | null,
	act: (trial: Program) => void | Promise<void>,
	{provocation, jobs}: {provocation?: string; jobs?: boolean} = {},
): WayOut {
	return {
		name,
		go: surroundings =>
			withTrial(surroundings, {...provoked(surroundings, provocation), jobs}, async trial => {
				await act(trial);
				const found = await trial.exit();
				if (status === null) {
					equal(`a status above 0 (${found})`, found > 0, true);
				} else {
					equal('the status', found, status);
				}
				await check(trial, `after ${name}`);
			}),
	};
}

function provoked({provoke}: Surroundings, provocation?: string): {nodeFlags?: string[]; before?: string[]} {
	return provocation === undefined
		? {}
		: {before: ['env', `NETANAL_PROVOKE=${provocation}`], nodeFlags: [`--import=${pathToFileURL(provoke).href}`]};
}

const signal = (name: NodeJS.Signals) => (trial: Program) => void process.kill(trial.pid, name);

/** The program ends within a second of its terminal, by itself and not by a signal, and nothing of it is left. */
function vanishing(name: string, before: string[]): WayOut {
	return {
		name,
		async go(surroundings) {
			const file = path.join(surroundings.cwd, 'status');
			// a shell that outlives the terminal tells how it went
			const telling = ['sh', '-c', `trap '' HUP; "$@"; echo $? > '${file}'`, 'sh'];
			await withTrial(surroundings, {before: [...before, ...telling]}, async trial => {
				const {processes} = trial;
				trial.vanish();
				const took = await trial.goneAfter(processes);
				if (took > ORPHAN_PATIENCE) {
					throw new Error(`${name}: the program ended after ${took.toFixed(0)} ms`);
				}
				equal('the status', Number(fs.readFileSync(file, 'utf8')), 129);
			});
		},
	};
}

/** A terminal that takes nothing keeps nobody from ending the program, and gets its settings back. */
function stalling(name: string, act: (trial: Program) => void): WayOut {
	return {
		name,
		go: surroundings =>
			withTrial(surroundings, {}, async trial => {
				await trial.stall();
				act(trial);
				const took = await trial.goneAfter([trial.pid]);
				if (took > STALLED_PATIENCE) {
					throw new Error(`${name}: the program ended after ${took.toFixed(0)} ms`);
				}
				equal('that the settings are restored', trial.areSettingsRestored, true);
			}),
	};
}

async function stopped(trial: Program): Promise<void> {
	await trial.until('a stopped process', () => state(trial.pid) === 'T' && trial.shellIsInFront);
	// What it wrote before it stopped may still be on its way to us.
	await trial.until('the main screen', () => privateModes(trial.output).get(1049) === false);
	await check(trial, 'while stopped');
}

async function resumed(trial: Program): Promise<void> {
	const drawn = trial.output.length;
	await trial.foreground();
	await trial.until('the screen', () => SHOWN.test(trial.screen) && trial.output.length > drawn);
}

/** Continued and not in front: it ends when it is told to, without having touched the terminal. */
function inBackground(name: string, act: (trial: Program) => void | Promise<void>): WayOut {
	return {
		name,
		go: surroundings =>
			withTrial(surroundings, {jobs: true}, async trial => {
				trial.press(CTRL_Z);
				await stopped(trial);
				const written = trial.output.length;
				await act(trial);
				await trial.until('the end of the program', () => isOver(trial.pid));
				await check(trial, `after ${name}`);
				equal('that the screen was taken', trial.output.slice(written).includes('\u001b[?1049h'), false);
			}),
	};
}

export const WAYS_OUT: readonly WayOut[] = [
	ending('q', 0, trial => trial.press('q')),
	ending('Ctrl-C', 0, trial => trial.press(CTRL_C)),
	ending('SIGINT', 130, signal('SIGINT')),
	ending('SIGTERM', 143, signal('SIGTERM')),
	ending('SIGHUP', 129, signal('SIGHUP')),
	ending('SIGQUIT', 131, signal('SIGQUIT')),
	ending('SIGUSR1, which opens no debugger, then q', 0, async trial => {
		process.kill(trial.pid, 'SIGUSR1');
		const drawn = trial.output.length;
		await trial.until('more frames', () => trial.output.length > drawn + 1000);
		trial.press('q');
		await trial.exit();
		equal('a debugger', trial.output.includes('Debugger'), false);
	}),
	ending('q, then SIGINT while it ends', 0, async trial => {
		trial.press('q');
		await trial.until('the main screen', () => privateModes(trial.output).get(1049) === false);
		try {
			process.kill(trial.pid, 'SIGINT');
		} catch {
			// it has ended already
		}
	}),
	ending('SIGHUP, then SIGTERM while a file is written', 129, async trial => {
		trial.press('w');
		await trial.until('word of the file', () => trial.screen.includes('writing packets to'));
		process.kill(trial.pid, 'SIGHUP');
		await trial.until('the main screen', () => privateModes(trial.output).get(1049) === false);
		try {
			process.kill(trial.pid, 'SIGTERM');
		} catch {
			// it has ended already
		}
		await trial.exit();
		equal('unfinished files', fs.readdirSync(trial.cwd).filter(name => name.endsWith('.tmp')).length, 0);
	}),
	ending('Ctrl-Z where no shell could continue it, then q', 0, async trial => {
		trial.press(CTRL_Z);
		await trial.until('word of it', () => trial.screen.includes('not stopped: no shell'));
		trial.press('q');
	}),
	ending(
		'SIGSTOP and resume, then q',
		0,
		async trial => {
			process.kill(trial.pid, 'SIGSTOP');
			await trial.until('a stopped process', () => state(trial.pid) === 'T' && trial.shellIsInFront);
			// what the shell does, and something on the screen that is not ours
			trial.makeSane();
			trial.terminal.write('\u001b[Hnot ours');
			await resumed(trial);
			await trial.until('a whole screen', () => trial.screen.startsWith(' netanal-tui '));
			trial.press('q');
		},
		{jobs: true},
	),
	inBackground('Ctrl-Z, then SIGTERM and SIGCONT, as `kill %1` sends them', trial => {
		process.kill(trial.pid, 'SIGTERM');
		process.kill(trial.pid, 'SIGCONT');
	}),
	inBackground('Ctrl-Z, then SIGCONT as from `bg`, then SIGTERM', async trial => {
		process.kill(trial.pid, 'SIGCONT');
		await trial.until('a process that runs', () => state(trial.pid) !== 'T');
		process.kill(trial.pid, 'SIGTERM');
	}),
	ending(
		'Ctrl-Z and resume, then q',
		0,
		async trial => {
			trial.press(CTRL_Z);
			await stopped(trial);
			await resumed(trial);
			trial.press('q');
		},
		{jobs: true},
	),
	ending('an uncaught exception', 70, signal('SIGUSR2'), {provocation: 'exception'}),
	ending('an unhandled rejection', 70, signal('SIGUSR2'), {provocation: 'rejection'}),
	ending(
		'the death of a worker, then q',
		null,
		async trial => {
			process.kill(trial.pid, 'SIGUSR2');
			await trial.until('word of the death', () => trial.screen.includes('worker died'));
			trial.press('q');
		},
		{provocation: 'worker death'},
	),
	stalling('SIGTERM with a stalled terminal', signal('SIGTERM')),
	stalling('q with a stalled terminal', trial => trial.press('q')),
	vanishing('a closed terminal', []),
	// in a session of its own it gets no SIGHUP: only reading and writing tell
	vanishing('a closed terminal without a signal', ['setsid', '--wait']),
];
