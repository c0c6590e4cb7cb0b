/** Snapshots of a fleet, made up. */
import type {FleetSensor, Snapshot, SnapshotFleet} from '../../source/engine/snapshot.js';
import {busySnapshot, EPOCH, stamp} from './snapshots.js';

export const sensorOf = (parts: Partial<FleetSensor>): FleetSensor => ({
	name: 'web1',
	state: 'live',
	interface: 'eth0',
	generator: 'netanal-tui 0.1.0',
	interval: 1,
	lastHeard: stamp(EPOCH),
	boots: 1,
	packets: 10,
	bytes: 1000,
	drops: {kernel: 0, interface: 0, queue: 0},
	packetsPerSecond: 20,
	bytesPerSecond: 1000,
	refused: 0,
	reason: null,
	...parts,
});

export function fleetOf(parts: Partial<SnapshotFleet>): SnapshotFleet {
	const none = {atLeast: 0, unknownOn: 0};
	const range = {low: 0, high: 0, estimate: null};
	return {
		sensors: [],
		ignored: 0,
		drops: {kernel: none, interface: none, queue: none},
		distinct: {endpoints: range, conversations: range, flows: range},
		...parts,
	};
}

/** Five sensors, one in each trouble; what they count is that of `busySnapshot`. */
export function fleetSnapshot(step: number, parts: Partial<SnapshotFleet> = {}): Snapshot {
	const heard = stamp(EPOCH + step);
	const unknown = {kernel: 3, interface: null, queue: 0};
	const silent = {packetsPerSecond: 0, bytesPerSecond: 0};
	const busy = busySnapshot(step);
	// the last whole second goes on with the steps
	const samples = busy.bandwidth.samples.map(({time, ...did}) => ({time: stamp(Number(time) + step + 2), ...did}));
	return {
		...busy,
		bandwidth: {...busy.bandwidth, samples},
		fleet: fleetOf({
			sensors: [
				sensorOf({name: 'db1', lastHeard: heard, bytesPerSecond: 2_400_000, packetsPerSecond: 2100}),
				sensorOf({name: 'edge-router-frankfurt', lastHeard: heard, drops: unknown, boots: 3, interface: 'any'}),
				sensorOf({name: 'old1', state: 'ended', lastHeard: stamp(EPOCH - 7200), ...silent}),
				sensorOf({name: 'web1', lastHeard: heard, bytesPerSecond: 64_000_000, packetsPerSecond: 53_000}),
				sensorOf({name: 'web2', state: 'stale', lastHeard: stamp(EPOCH - 75), ...silent}),
				sensorOf({name: 'web3', state: 'refused', refused: 4, reason: 'totals.bytes fell from 100 to 99', ...silent}),
			],
			...parts,
		}),
	};
}
