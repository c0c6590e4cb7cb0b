/** Runs other programs and measures them: wall clock, CPU and peak resident memory of the whole process. */
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';

export interface Measurement {
	/** Milliseconds from start to end of the process. */
	wall: number;
	/** Milliseconds of user and system time, all threads. */
	cpu: number;
	/** Peak resident memory in bytes, sampled every few milliseconds from Linux' high-water mark; 0 = over too soon. */
	peak: number;
}

const SAMPLE_EVERY = 5;

/**
 * Runs a command with its output thrown away.
 * @param input shell words whose output is its standard input; not measured
 * @throws Error with the command's words when its exit status is not 0
 */
export async function measure(command: readonly string[], input?: string): Promise<Measurement> {
	// bash's time is the only clock that is everywhere and knows the CPU time of a child.
	const from = input === undefined ? '' : `< <(${input})`;
	const script = `TIMEFORMAT="@%3R %3U %3S"; exec 3>&2; time "$@" >/dev/null 2>&3 ${from}`;
	const child = spawn('bash', ['-c', script, 'bash', ...command], {
		stdio: ['ignore', 'ignore', 'pipe'],
		env: environment(),
	});
	let words = '';
	child.stderr.setEncoding('utf8').on('data', chunk => {
		words += chunk;
	});
	let peak = 0;
	const sampler = setInterval(() => {
		peak = Math.max(peak, highWaterMark(child.pid ?? 0, command[0]));
	}, SAMPLE_EVERY);
	const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
	clearInterval(sampler);
	const times = /@([\d.]+) ([\d.]+) ([\d.]+)\n$/.exec(words);
	if (status !== 0 || !times) {
		throw new Error(`${command.join(' ')} failed with status ${status}: ${words.trim()}`);
	}
	return {wall: 1000 * Number(times[1]), cpu: 1000 * (Number(times[2]) + Number(times[3])), peak};
}

/** First line of what a tool says about its version, or null when it is not installed. */
export function version(command: readonly string[]): string | null {
	const {error, stdout, stderr} = spawnSync(command[0], command.slice(1), {encoding: 'utf8'});
	return error ? null : (stdout || stderr).split('\n')[0].trim();
}

/** The same locale and no colour for everyone. */
function environment(): NodeJS.ProcessEnv {
	return {...process.env, LC_ALL: 'C', NO_COLOR: '1'};
}

/** Of the shell's child that runs `program`. */
function highWaterMark(shell: number, program: string): number {
	let peak = 0;
	try {
		for (const pid of fs.readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ')) {
			if (!fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(`${program}\0`)) {
				continue;
			}
			const found = /^VmHWM:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
			if (found) {
				peak = Math.max(peak, 1024 * Number(found[1]));
			}
		}
	} catch {
		// The process ended between two looks: what was seen so far stands.
	}

	return peak;
}
