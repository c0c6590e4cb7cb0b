/** Whatever the interleaving, every packet is accounted for. `NETANAL_SIMULATIONS` runs more of them. */
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {type Outcome, simulate} from './simulated-capture.js';

const RUNS = Number(process.env.NETANAL_SIMULATIONS ?? 200);

beforeEach(() => {
	// Rests of the loop; its clock goes on with every look at it.
	vi.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
});
afterEach(() => vi.restoreAllMocks());

it(
	`accounts for every packet of ${RUNS} captures that the dice make up`,
	async () => {
		const met = new Set<string>();
		for (let seed = 1; seed <= RUNS; seed++) {
			const problem = await problemOf(seed, met);
			if (problem !== null) {
				throw new Error(`seed ${seed}: ${problem}`);
			}
		}
		expect([...met].sort()).toEqual([
			'a call that fails',
			'a filter change before packets that wait',
			'filters that wait at the end',
			'kernel drops',
			'no stats',
			'packets that wait at the end',
			'queue drops',
			'the count',
		]);
	},
	Math.max(120_000, 1000 * RUNS),
);

/** What is wrong with a capture, or null. */
async function problemOf(seed: number, met: Set<string>): Promise<string | null> {
	let outcome: Outcome;
	try {
		outcome = await simulate(seed);
	} catch (error) {
		return (error as Error).message;
	}
	for (const one of outcome.met) {
		met.add(one);
	}
	const {counters, consumed, told, ends, count, answers, truth} = outcome;
	if (ends !== 1) {
		return `${ends} ends`;
	}
	if (outcome.unlimited > 0) {
		return 'libpcap was asked for any number of packets';
	}
	if (consumed > count) {
		return `${consumed} packets, of ${count} asked for`;
	}
	if (consumed + counters.queueDrops !== counters.dispatched) {
		return 'not all that was handed over came or was dropped';
	}
	for (const key of outcome.isBlind ? [] : (['received', 'kernelDrops', 'discarded'] as const)) {
		if (counters[key] !== truth[key]) {
			return `${counters[key]} ${key}, and it were ${truth[key]}`;
		}
	}
	const lost = counters.kernelDrops! + counters.queueDrops + counters.discarded;
	if (!outcome.isBlind && counters.received !== consumed + lost) {
		return 'received is not what came and what was lost';
	}
	if ([...answers.values()].some(times => times > 1)) {
		return 'a filter change was answered twice';
	}
	for (const [at, now] of told.entries()) {
		const before = told[at - 1] ?? now;
		for (const key of ['received', 'kernelDrops', 'queueDrops', 'dispatched'] as const) {
			if (now[key]! < before[key]!) {
				return `${key} fell from ${before[key]} to ${now[key]}`;
			}
		}
	}
	return null;
}
