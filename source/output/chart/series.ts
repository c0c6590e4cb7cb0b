/** What a snapshot's charts show, as plain numbers: no colours, no pixels. */
import type {BandwidthSample, Endpoint, PacketSizes, ProtocolCount, Snapshot} from '../../engine/snapshot.js';
import {readableName} from '../../format/idna.js';
import {lastWhole, steadyEnd, steadySamples} from '../../format/steady-time.js';

export interface ProtocolRow {
	layer: 'link' | 'network' | 'transport' | 'application';
	name: string;
	bytes: number;
	packets: number;
	/** Of all bytes, 0…1. */
	share: number;
}

const LAYERS = ['link', 'network', 'transport', 'application'] as const;

/**
 * Protocols of every layer by bytes, in the order of the layers. Where there is room for fewer rows than protocols, the
 * smallest of the fullest layer become one row `N others`.
 */
export function protocolRows({protocols, totals}: Snapshot, room: number): ProtocolRow[] {
	const lists = LAYERS.map(layer => [...protocols[layer]].sort((a, b) => b.bytes - a.bytes));
	const kept = lists.map(list => list.length);
	while (sum(kept) > Math.max(room, LAYERS.length)) {
		kept[kept.lastIndexOf(Math.max(...kept))]--;
	}
	return LAYERS.flatMap((layer, i) =>
		joined(lists[i], kept[i]).map(({name, bytes, packets}) => ({
			layer,
			name,
			bytes,
			packets,
			share: totals.bytes === 0 ? 0 : bytes / totals.bytes,
		})),
	);
}

/** The first of a list, the last of which stands for all that are left out. */
function joined(list: readonly ProtocolCount[], length: number): ProtocolCount[] {
	if (list.length <= length) {
		return [...list];
	}
	const rest = list.slice(length - 1);
	return [
		...list.slice(0, length - 1),
		{
			name: `${rest.length} others`,
			packets: sum(rest.map(({packets}) => packets)),
			bytes: sum(rest.map(({bytes}) => bytes)),
		},
	];
}

/** Endpoints by bytes sent and received. */
export function talkerRows({endpoints}: Snapshot, room: number): Endpoint[] {
	const all = ({bytesSent, bytesReceived}: Endpoint) => bytesSent + bytesReceived;
	const largest = [...endpoints.top].sort((a, b) => all(b) - all(a)).slice(0, room);
	return largest.map(row => ({...row, name: row.name === null ? null : readableName(row.name)}));
}

/** Ranges of packet lengths up to the longest that occurred. */
export function sizeRows({packetSizes}: Snapshot): PacketSizes[] {
	const used = packetSizes.map(({packets}) => packets > 0);
	return packetSizes.slice(0, used.lastIndexOf(true) + 1);
}

export interface BandwidthSeries {
	/** Epoch seconds where the first step begins; those behind it go on where timestamps jump. */
	start: number;
	/** Length of each step, seconds. */
	step: number;
	/** Bits per second of each step; a step without packets is 0. */
	bits: number[];
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** The smallest of the steps that clocks show which is not below `least`; whole days beyond. */
export function clockStep(least: number): number {
	return STEPS.find(step => step >= least) ?? Math.ceil(least / 86_400) * 86_400;
}

/** Bandwidth in at most `room` steps, or null when no packet has a time. */
export function bandwidthSeries({bandwidth, time}: Snapshot, room: number): BandwidthSeries | null {
	const {intervalSeconds} = bandwidth;
	const samples = steadySamples(bandwidth.samples, time.stretches ?? [], intervalSeconds);
	if (samples.length === 0) {
		return null;
	}
	const times = samples.map(({time}) => Number(time));
	const first = least(times);
	// A capture may put its packets 2^63 seconds from 1970, where a second more is the same number.
	const length = most(times) - first + intervalSeconds;
	// Steps are whole intervals, so that no sample belongs to two of them.
	const wanted = clockStep(Math.max(intervalSeconds, length / Math.max(1, room - 1)));
	const step = Math.ceil(wanted / intervalSeconds) * intervalSeconds;
	const start = Math.floor(first / step) * step;
	const bits = new Array<number>(Math.max(1, Math.ceil((first - start + length) / step))).fill(0);
	for (const [i, {bytes}] of samples.entries()) {
		const at = Math.min(bits.length - 1, Math.max(0, Math.floor((times[i] - start) / step)));
		bits[at] += (bytes * 8) / step;
	}
	const steps = bits.map((bytes, i): BandwidthSample => ({time: String(start + i * step), packets: 0, bytes}));
	const last = lastWhole({samples: steps, intervalSeconds: step}, steadyEnd(time));
	return {start, step, bits: bits.slice(0, last === null ? bits.length : Math.round((last - start) / step) + 1)};
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

function least(values: readonly number[]): number {
	return values.reduce((a, b) => Math.min(a, b));
}

function most(values: readonly number[]): number {
	return values.reduce((a, b) => Math.max(a, b));
}
