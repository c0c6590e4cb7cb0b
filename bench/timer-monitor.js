// Loaded into the program by `--import`: how late the main thread's timers are. SIGUSR2 begins anew, the next one writes the
// latest so far to the descriptor that TIMER_MONITOR names, as a line of milliseconds.
import fs from 'node:fs';
import process from 'node:process';
import {isMainThread} from 'node:worker_threads';

const PERIOD = 5;

if (isMainThread) {
	// opened now: the program may be somebody else later, who could not
	const descriptor = fs.openSync(process.env.TIMER_MONITOR, 'a');
	let latest = 0;
	let isMeasuring = false;
	let due = performance.now() + PERIOD;
	const tick = () => {
		const now = performance.now();
		latest = Math.max(latest, now - due);
		due = now + PERIOD;
		setTimeout(tick, PERIOD).unref();
	};
	tick();
	process.on('SIGUSR2', () => {
		if (isMeasuring) {
			fs.writeSync(descriptor, `${latest.toFixed(1)}\n`);
		}
		isMeasuring = !isMeasuring;
		latest = 0;
	});
}
