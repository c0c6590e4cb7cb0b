/** Rates from the differences of successive snapshots, smoothed so that they can be read and sorted by. */
import type {Snapshot, SnapshotDrops} from '../../engine/snapshot.js';

/** Milliseconds: snapshots nearer than this say nothing about a rate (a program that was held up gets several at once). */
const SHORTEST = 200;
/** Time constants in seconds: what is shown follows quickly, what is sorted by does not twitch. */
const SHOWN = 1;
const SORTED = 3;

/** Per second; null = not known yet. */
export interface EndpointRate {
	sent: number | null;
	received: number | null;
	/** Both directions, slowly. */
	sorting: number;
}

export interface Rates {
	/** Milliseconds at which the differences were taken last. */
	at: number;
	baseline: Snapshot | null;
	bytes: number | null;
	packets: number | null;
	drops: SnapshotDrops;
	endpoints: ReadonlyMap<string, EndpointRate>;
}

export const NO_RATES: Rates = {
	at: 0,
	baseline: null,
	bytes: null,
	packets: null,
	drops: {kernel: null, interface: null, queue: null},
	endpoints: new Map(),
};

/** Exponential smoothing that forgets by time, not by sample, so that uneven intervals do no harm. */
function smooth(previous: number | null, value: number, seconds: number, constant: number): number {
	const weight = previous === null ? 1 : 1 - Math.exp(-seconds / constant);
	const next = (previous ?? 0) + (value - (previous ?? 0)) * weight;
	// an exponential never reaches 0, but silence must read as silence
	return next < 0.05 ? 0 : next;
}

/**
 * @param previous what the last snapshot gave
 * @param at milliseconds when this snapshot came
 */
export function nextRates(previous: Rates, snapshot: Snapshot, at: number): Rates {
	const {baseline} = previous;
	if (baseline === null || snapshot.totals.packets < baseline.totals.packets) {
		return {...NO_RATES, at, baseline: snapshot};
	}
	if (at - previous.at < SHORTEST) {
		return previous;
	}
	const seconds = (at - previous.at) / 1000;
	const shown = (before: number | null, from: number, to: number) =>
		smooth(before, Math.max(0, to - from) / seconds, seconds, SHOWN);
	const drop = (name: keyof SnapshotDrops) => {
		const [from, to] = [baseline.drops[name], snapshot.drops[name]];
		return from === null || to === null ? null : Math.max(0, to - from) / seconds;
	};
	return {
		at,
		baseline: snapshot,
		bytes: shown(previous.bytes, baseline.totals.bytes, snapshot.totals.bytes),
		packets: shown(previous.packets, baseline.totals.packets, snapshot.totals.packets),
		drops: {kernel: drop('kernel'), interface: drop('interface'), queue: drop('queue')},
		endpoints: endpointRates(previous, baseline, snapshot, seconds),
	};
}

function endpointRates(previous: Rates, baseline: Snapshot, snapshot: Snapshot, seconds: number) {
	const before = new Map(baseline.endpoints.top.map(endpoint => [endpoint.address, endpoint]));
	// who was not in a list that had everybody started from nothing
	const hadEverybody = baseline.endpoints.distinct <= baseline.endpoints.top.length && baseline.endpoints.evicted === 0;
	const rates = new Map<string, EndpointRate>();
	for (const endpoint of snapshot.endpoints.top) {
		const from = before.get(endpoint.address) ?? (hadEverybody ? {bytesSent: 0, bytesReceived: 0} : null);
		const rate = previous.endpoints.get(endpoint.address);
		if (from === null) {
			rates.set(endpoint.address, {sent: null, received: null, sorting: rate?.sorting ?? 0});
			continue;
		}
		const sent = Math.max(0, endpoint.bytesSent - from.bytesSent) / seconds;
		const received = Math.max(0, endpoint.bytesReceived - from.bytesReceived) / seconds;
		rates.set(endpoint.address, {
			sent: smooth(rate?.sent ?? null, sent, seconds, SHOWN),
			received: smooth(rate?.received ?? null, received, seconds, SHOWN),
			sorting: smooth(rate?.sorting ?? null, sent + received, seconds, SORTED),
		});
	}
	return rates;
}
