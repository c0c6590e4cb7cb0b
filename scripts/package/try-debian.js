// The Debian package in a fresh Debian of each release: `node scripts/package/try-debian.js FILE.deb` as root, with debootstrap.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {run} from './run.js';

/** Each with what it calls libpcap. */
const RELEASES = {bookworm: 'libpcap0.8', trixie: 'libpcap0.8t64'};
const SCRIPT = fileURLToPath(new URL('./try-package.sh', import.meta.url));

/** @returns {[boolean | null, string]} whether it works everywhere, null where that cannot be tried; and in which words */
export function tryPackage(file) {
	if (process.getuid() !== 0 || spawnSync('debootstrap', ['--version']).error) {
		return [null, 'needs root and debootstrap'];
	}
	const words = [];
	for (const [release, libpcap] of Object.entries(RELEASES)) {
		const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-debian-'));
		try {
			// It becomes the root, which must be open to whom the program becomes there.
			fs.chmodSync(folder, 0o755);
			run('debootstrap', ['--variant=minbase', `--include=${libpcap}`, release, folder]);
			words.push(`${release}: ${tryIn(folder, file)}`);
		} catch (error) {
			return [false, `${release}: ${error.message}`];
		} finally {
			fs.rmSync(folder, {recursive: true, force: true});
		}
	}
	return [true, words.join('; ')];
}

/** In a namespace of its own for network and processes, so that nothing outlives it and `lo` is quiet. */
function tryIn(folder, file) {
	fs.copyFileSync(file, path.join(folder, 'package.deb'));
	fs.copyFileSync(SCRIPT, path.join(folder, 'try-package.sh'));
	const inside = `ip link set lo up && mount -t proc proc "$0/proc" && exec chroot "$0" sh /try-package.sh /package.deb`;
	return run('unshare', ['--net', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', inside, folder]).trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [good, words] = tryPackage(path.resolve(process.argv[2]));
	console.log(words);
	process.exitCode = good === false ? 1 : 0;
}
