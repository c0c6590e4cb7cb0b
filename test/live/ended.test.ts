/** Engines that have ended leave nothing behind: no descriptor, no thread, no memory. `npm run soak -- ended` is the long form. */
import {expect, it} from 'vitest';
import {DIST} from '../helpers/driver.js';
import {describeLive, useLive} from '../helpers/live.js';
import type {Held} from './ended-driver.js';

const isLong = process.env.NETANAL_SOAK === 'long';
/** What Node, glibc and V8 may keep: less than two engines hold while they run. */
const SPARE = 64 * 1024 * 1024;

describeLive('engines that were stopped', 3_600_000, () => {
	const live = useLive({driver: 'ended-driver', packets: {}});

	async function run(atOnce: number, rounds: number): Promise<{status: number | null; held: Held[]}> {
		const words = ['--expose-gc', live.driver, DIST, JSON.stringify({atOnce, rounds})];
		const child = live.network.spawn(live.network.receiver, process.execPath, words);
		let [output, errors] = ['', ''];
		child.stdout?.on('data', chunk => {
			output += chunk;
		});
		child.stderr?.on('data', chunk => {
			errors += chunk;
		});
		const status = await new Promise<number | null>(resolve => child.once('close', resolve));
		expect(errors).toBe('');
		return {
			status,
			held: output
				.split('\n')
				.filter(Boolean)
				.map(line => JSON.parse(line)),
		};
	}

	it.each(
		isLong
			? [
					[100, 1],
					[1, 1000],
				]
			: [[20, 1]],
	)(
		'%i at once, %i times: leave no thread, no descriptor and no memory, and the process ends by itself',
		async (atOnce, rounds) => {
			const {status, held} = await run(atOnce, rounds);
			const [before, running, after] = held;
			if (isLong) {
				console.log(process.version, held);
			}
			expect(status).toBe(0);
			expect(running.threads).toBeGreaterThanOrEqual(before.threads + 2 * atOnce);
			expect({descriptors: after.descriptors, threads: after.threads}).toEqual({
				descriptors: before.descriptors,
				threads: before.threads,
			});
			expect(after.memory).toBeLessThanOrEqual(before.memory + SPARE);
		},
	);
});
