/** Exports that are killed while they write: `npm run soak -- exports`. */
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {Random} from '../../source/engine/capture/demo/random.js';

const OLD = 'what was there before\n';

export interface KilledExports {
	program: string;
	folder: string;
	/** Large enough that its export takes several writes. */
	capture: string;
	times: number;
	log?(line: string): void;
}

/**
 * Exports over an existing file, each killed when a random share of the bytes is written, from the first to after the
 * last. @returns what was wrong, one line each
 */
export async function killedExports({program, folder, capture, times, log}: KilledExports): Promise<string[]> {
	const target = path.join(folder, 'target.ndjson');
	const args = [program, 'export', capture, '--packets', '--quiet', '-o', target, '--force'];
	const {status, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8'});
	if (status !== 0) return [`the export itself failed: ${stderr}`];
	const whole = fs.readFileSync(target);
	const random = new Random(5);
	const wrong: string[] = [];
	const kept = {old: 0, new: 0};
	for (let time = 0; time < times; time++) {
		fs.writeFileSync(target, OLD);
		const share = time === 0 ? 0 : random.next() * 1.1;
		const child = spawn(process.execPath, args, {stdio: 'ignore'});
		const ended = new Promise(resolve => child.on('close', resolve));
		await killAt(child.pid!, folder, share * whole.length);
		await ended;
		const found = fs.readFileSync(target);
		if (found.equals(whole)) kept.new++;
		else if (found.equals(Buffer.from(OLD))) kept.old++;
		else wrong.push(`killed at ${(share * 100).toFixed(0)} %: the file has ${found.length} bytes, neither old nor new`);
		// what kill -9 leaves is hidden and nobody's but the user's
		for (const name of fs.readdirSync(folder).filter(each => each.endsWith('.tmp'))) {
			const file = path.join(folder, name);
			if (!name.startsWith('.') || (fs.statSync(file).mode & 0o077) !== 0) wrong.push(`left behind: ${name}`);
			fs.rmSync(file);
		}
	}

	log?.(`${times} exports killed: ${kept.old} left the old file, ${kept.new} the new one`);
	if (kept.old === 0) wrong.push('none was killed before its end: nothing was shown');
	return wrong;
}

/** Kills when the temporary has so many bytes, or lets it end when it never has. */
async function killAt(pid: number, folder: string, bytes: number): Promise<void> {
	for (;;) {
		const names = fs.readdirSync(folder).filter(each => each.endsWith('.tmp'));
		const sizes = names.map(name => fs.statSync(path.join(folder, name), {throwIfNoEntry: false})?.size ?? 0);
		if (sizes.some(size => size >= bytes)) break;
		if (!fs.existsSync(`/proc/${pid}/exe`) || isZombie(pid)) return;
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
