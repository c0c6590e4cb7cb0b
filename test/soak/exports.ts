/** Exports that are killed while they write: `npm run soak -- exports`. */
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {Random} from '../../source/engine/capture/demo/random.js';

const OLD = 'what was there before\n';

/** What is written, and the words that write it. */
export const KINDS: readonly (readonly [string, readonly string[]])[] = [
	['packets.ndjson', ['export', '--packets', '--quiet', '--force']],
	['packets.csv', ['export', '--packets', '--quiet', '--force']],
	['statistics.json', ['export', '--top', 'all', '--quiet', '--force']],
	['flows.csv', ['export', '--table', 'flows', '--top', 'all', '--quiet', '--force']],
	['cut.pcap', ['export', '--quiet', '--force']],
	['cut.pcapng', ['export', '--quiet', '--force']],
	['report.svg', ['chart', '--force']],
	['report.png', ['chart', '--force']],
];

export interface KilledExports {
	program: string;
	folder: string;
	/** One of `KINDS`. */
	kind: (typeof KINDS)[number];
	/** Large enough that its export takes several writes. */
	capture: string;
	times: number;
	log?(line: string): void;
}

/**
 * Exports over an existing file, each killed when a random share of the bytes is written, from the first to after the
 * last. @returns what was wrong, one line each
 */
export async function killedExports({program, folder, kind, capture, times, log}: KilledExports): Promise<string[]> {
	const [name, [command, ...flags]] = kind;
	const target = path.join(folder, name);
	const args = [program, command, capture, ...flags, '-o', target];
	const started = performance.now();
	const {status, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8'});
	if (status !== 0) {
		return [`${name}: the export itself failed: ${stderr}`];
	}
	/** Some are written in one piece: then it is the time that is random. */
	const duration = performance.now() - started;
	const whole = fs.readFileSync(target);
	const random = new Random(5);
	const wrong: string[] = [];
	const kept = {old: 0, new: 0};
	for (let time = 0; time < times; time++) {
		fs.writeFileSync(target, OLD);
		const share = time === 0 ? 0 : random.next() * 1.1;
		const child = spawn(process.execPath, args, {stdio: 'ignore'});
		const ended = new Promise(resolve => child.on('close', resolve));
		const lateness = time % 2 === 0 ? 0 : share * duration;
		await killAt(child.pid!, folder, time % 2 === 0 ? share * whole.length : 0, lateness);
		await ended;
		const found = fs.readFileSync(target);
		if (found.equals(whole)) {
			kept.new++;
		} else if (found.equals(Buffer.from(OLD))) {
			kept.old++;
		} else {
			wrong.push(`${name}, killed at ${(share * 100).toFixed(0)} %: ${found.length} bytes, neither old nor new`);
		}
		// what kill -9 leaves is hidden and nobody's but the user's
		for (const name of fs.readdirSync(folder).filter(each => each.endsWith('.tmp'))) {
			const file = path.join(folder, name);
			if (!name.startsWith('.') || (fs.statSync(file).mode & 0o077) !== 0) {
				wrong.push(`left behind: ${name}`);
			}
			fs.rmSync(file);
		}
	}

	log?.(`${name}: ${times} exports killed: ${kept.old} left the old file, ${kept.new} the new one`);
	if (kept.old === 0) {
		wrong.push(`${name}: none was killed before its end: nothing was shown`);
	}
	return wrong;
}

/** Kills when the temporary has had so many bytes for so many milliseconds, or lets it end when it never has. */
async function killAt(pid: number, folder: string, bytes: number, lateness: number): Promise<void> {
	let last = performance.now();
	for (;;) {
		const names = fs.readdirSync(folder).filter(each => each.endsWith('.tmp'));
		const sizes = names.map(name => fs.statSync(path.join(folder, name), {throwIfNoEntry: false})?.size ?? 0);
		if (sizes.some(size => size >= bytes)) {
			if (lateness <= 0) {
				break;
			}
			lateness -= performance.now() - last;
		}

		last = performance.now();
		if (!fs.existsSync(`/proc/${pid}/exe`) || isZombie(pid)) {
			return;
		}
		await new Promise(resolve => {
			setTimeout(resolve, 1);
		});
	}

	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// it was faster
	}
}

function isZombie(pid: number): boolean {
	try {
		return / Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'));
	} catch {
		return true;
	}
}
