/** Interfaces that change under a capture: it goes on, or says in words that it cannot. */
import fs from 'node:fs';
import {expect, it} from 'vitest';
import {Driver} from '../helpers/driver.js';
import {describeLive, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import {Program} from '../helpers/program.js';
import type {DriverCommand, DriverLine} from './capture-driver.js';

const long = process.env.NETANAL_SOAK !== undefined;
const MEASURED = 20_000;
const DOWN_BEFORE = 60_000;

describeLive('interfaces that change', 60_000, () => {
	const live = useLive({driver: 'capture-driver', packets: {known: 2000}});

	async function open(name: string) {
		const capture = new Driver<DriverLine, DriverCommand>(live.network, live.driver, {
			interface: name,
			filter: 'net 10.0.0.0/8',
		});
		await capture.first('opened');
		return capture;
	}

	/** Everything that is sent from now on is counted. */
	async function counts(capture: Driver<DriverLine, DriverCommand>, packets: number) {
		await live.network.replay(live.file.known, 0);
		await capture.first('counters', line => line.consumed === packets);
	}

	it('goes on when its addresses change', async () => {
		const capture = await open(INTERFACE);
		await counts(capture, live.known.known.packets);
		live.network.ipReceiver('address', 'add', '192.0.2.1/24', 'dev', INTERFACE);
		await counts(capture, 2 * live.known.known.packets);
		live.network.ipReceiver('address', 'del', '192.0.2.1/24', 'dev', INTERFACE);
		live.network.ipReceiver('link', 'set', INTERFACE, 'address', '02:00:00:00:00:77');
		await counts(capture, 3 * live.known.known.packets);
		capture.send({type: 'stop'});
		expect((await capture.first('end')).failure).toBeNull();
	});

	it('goes on on `any` while devices come and go', async () => {
		const capture = await open('any');
		await counts(capture, live.known.known.packets);
		for (let round = 1; round <= 3; round++) {
			live.network.ipReceiver('link', 'add', 'coming0', 'type', 'veth', 'peer', 'name', 'coming1');
			live.network.ipReceiver('link', 'set', 'coming0', 'up');
			live.network.ipReceiver('link', 'set', 'coming1', 'up');
			live.network.ipReceiver('link', 'set', INTERFACE, 'down');
			live.network.ipReceiver('link', 'set', INTERFACE, 'up');
			live.network.ipReceiver('link', 'delete', 'coming0');
			await counts(capture, (round + 1) * live.known.known.packets);
		}
		capture.send({type: 'stop'});
		expect((await capture.first('end')).failure).toBeNull();
	});

	// The short form counts wake-ups: test/engine/capture/live-loop.test.ts and test/engine/analysis/live-source.test.ts.
	if (long) {
		it.each([
			['capture', ['capture', INTERFACE, '--format', 'ndjson', '--interval', '60', '-q']],
			['the dashboard', [INTERFACE]],
		])(
			'%s takes no more than one hundredth of a processor while its interface is down',
			async (name, args) => {
				const program = new Program(args, {
					columns: 120,
					rows: 40,
					before: ['ip', 'netns', 'exec', live.network.receiver],
				});
				const wait = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));
				try {
					// What a start leaves to be collected and compiled is not what being down costs, nor are averages that run out.
					await wait(5000);
					live.network.ipReceiver('link', 'set', INTERFACE, 'down');
					await wait(DOWN_BEFORE);
					const before = processorTime(program.pid);
					await wait(MEASURED);
					const share = (processorTime(program.pid) - before) / MEASURED;
					console.log(`processor time of ${name} while down: ${(100 * share).toFixed(2)} %`);
					expect(share).toBeGreaterThan(0);
					expect(share).toBeLessThanOrEqual(0.01);
				} finally {
					program.kill();
				}
			},
			2 * (DOWN_BEFORE + MEASURED),
		);
	}

	it('the dashboard says from the beginning that an interface has no link', async () => {
		live.network.ipSender('link', 'set', INTERFACE, 'down');
		const program = new Program([INTERFACE], {
			columns: 120,
			rows: 40,
			before: ['ip', 'netns', 'exec', live.network.receiver],
		});
		try {
			await program.shows('○ no link');
		} finally {
			program.kill();
			live.network.ipSender('link', 'set', INTERFACE, 'up');
		}
	});

	it('the dashboard shows an interface that is down, up again, without a link, renamed, and removed', async () => {
		const program = new Program([INTERFACE], {
			columns: 120,
			rows: 40,
			before: ['ip', 'netns', 'exec', live.network.receiver],
		});
		try {
			await program.shows('capturing');
			// the log
			program.press('8');
			live.network.ipReceiver('link', 'set', INTERFACE, 'down');
			await program.shows('link down');
			live.network.ipReceiver('link', 'set', INTERFACE, 'up');
			await program.shows(`interface ${INTERFACE} is up`);
			await program.until('the mark gone', screen => !screen.includes('link down'));
			// the cable is pulled: the other end of the pair goes down
			live.network.ipSender('link', 'set', INTERFACE, 'down');
			await program.shows('○ no link');
			await program.shows(`interface ${INTERFACE} has no`);
			live.network.ipSender('link', 'set', INTERFACE, 'up');
			await program.until('the mark gone', screen => !screen.includes('○ no link'));
			live.network.ipReceiver('link', 'set', INTERFACE, 'down');
			live.network.ipReceiver('link', 'set', INTERFACE, 'name', 'renamed0');
			live.network.ipReceiver('link', 'set', 'renamed0', 'up');
			await program.shows(`${INTERFACE} is now renamed0`);
			await program.shows('renamed0 ● capturing');
			live.network.ipReceiver('link', 'delete', 'renamed0');
			await program.shows(`renamed0 was removed, the capture has ended`);
			program.press('q');
			await program.exit();
			expect(program.screen).toContain('after 1');
		} finally {
			program.kill();
		}
	});
});

/** Of all threads, milliseconds. @see proc_pid_schedstat(5) */
function processorTime(pid: number): number {
	const threads = fs.readdirSync(`/proc/${pid}/task`);
	const times = threads.map(thread =>
		Number(fs.readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
	);
	return times.reduce((sum, time) => sum + time, 0) / 1e6;
}
