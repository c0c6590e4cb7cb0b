/** Every way out of the dashboard, and what must be true after it: the terminal is as it was found. */
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {privateModes, state, TerminalTrial} from '../helpers/terminal-trial.js';

const [CTRL_C, CTRL_Z] = ['\u0003', '\u001a'];
/** Milliseconds in which a program must end that has lost its terminal. */
const ORPHAN_PATIENCE = 1000;
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

function check(trial: TerminalTrial, when: string): void {
	const leftovers = trial.leftovers();
	if (leftovers.length > 0) throw new Error(`${when}: ${leftovers.join('; ')}`);
}

function equal(what: string, found: unknown, wanted: unknown): void {
	if (found !== wanted) throw new Error(`${what} is ${String(found)}, not ${String(wanted)}`);
}

async function withTrial(
	{program, cwd}: Surroundings,
	options: {nodeFlags?: string[]; before?: string[]},
	go: (trial: TerminalTrial) => Promise<void>,
): Promise<void> {
	const trial = await TerminalTrial.start({program, cwd, args: ['--demo'], ...options}, SHOWN);
	try {
		// the screen is taken: what is not given back will be found
		equal('mode ?1049', privateModes(trial.output).get(1049), true);
		await go(trial);
	} finally {
		await trial.closed();
	}
}

/** Ends with this status, and the terminal is restored when it has. */
function ending(
	name: string,
	status: number | null,
	act: (trial: TerminalTrial) => void | Promise<void>,
	provocation?: string,
): WayOut {
	return {
		name,
		go: surroundings =>
			withTrial(surroundings, provoked(surroundings, provocation), async trial => {
				await act(trial);
				const found = await trial.status();
				if (status === null) equal(`a status above 0 (${found})`, found > 0, true);
				else equal('the status', found, status);
				check(trial, `after ${name}`);
			}),
	};
}

function provoked({provoke}: Surroundings, provocation?: string): {nodeFlags?: string[]; before?: string[]} {
	return provocation === undefined
		? {}
		: {before: ['env', `NETANAL_PROVOKE=${provocation}`], nodeFlags: [`--import=${pathToFileURL(provoke).href}`]};
}

const signal = (name: NodeJS.Signals) => (trial: TerminalTrial) => void process.kill(trial.pid, name);

/** The program ends within a second of its terminal, and nothing of it is left. */
function vanishing(name: string, before: string[]): WayOut {
	return {
		name,
		go: surroundings =>
			withTrial(surroundings, {before}, async trial => {
				const {processes} = trial;
				trial.vanish();
				const took = await trial.goneAfter(processes);
				if (took > ORPHAN_PATIENCE) throw new Error(`${name}: the program ended after ${took.toFixed(0)} ms`);
			}),
	};
}

export const WAYS_OUT: readonly WayOut[] = [
	ending('q', 0, trial => trial.press('q')),
	ending('Ctrl-C', 0, trial => trial.press(CTRL_C)),
	ending('SIGINT', 130, signal('SIGINT')),
	ending('SIGTERM', 143, signal('SIGTERM')),
	ending('SIGHUP', 129, signal('SIGHUP')),
	ending('Ctrl-Z and resume, then q', 0, async trial => {
		trial.press(CTRL_Z);
		await trial.until('a stopped process', () => state(trial.pid) === 'T');
		// What it wrote before it stopped may still be on its way to us.
		await trial.until('the main screen', () => privateModes(trial.output).get(1049) === false);
		check(trial, 'while stopped');
		const drawn = trial.output.length;
		process.kill(trial.pid, 'SIGCONT');
		await trial.until('the screen', () => /[1-9][\d,]* packets/.test(trial.screen) && trial.output.length > drawn);
		trial.press('q');
	}),
	ending('an uncaught exception', 70, signal('SIGUSR2'), 'exception'),
	ending('an unhandled rejection', 70, signal('SIGUSR2'), 'rejection'),
	ending(
		'the death of a worker, then q',
		null,
		async trial => {
			process.kill(trial.pid, 'SIGUSR2');
			await trial.until('word of the death', () => trial.screen.includes('worker died'));
			trial.press('q');
		},
		'worker death',
	),
	vanishing('a closed terminal', []),
	// in a session of its own it gets no SIGHUP: only reading and writing tell
	vanishing('a closed terminal without a signal', ['setsid', '--wait']),
];
