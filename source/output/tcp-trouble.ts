/** What the segments of TCP flows say of trouble, a row for each kind of it and the flow that has most, of those in the snapshot. */
import type {Flow, SnapshotHealth, TcpDirection} from '../engine/snapshot.js';
import {endText} from '../format/addresses.js';
import {count, percent} from '../format/numbers.js';

const KINDS = [
	['retransmittedSegments', 'retransmitted segments'],
	['outOfOrder', 'segments out of order'],
	['zeroWindows', 'zero windows'],
] as const satisfies ReadonlyArray<readonly [keyof TcpDirection & keyof SnapshotHealth['tcp'], string]>;

type Kind = (typeof KINDS)[number][0];

export function tcpTroubleRows(tcp: SnapshotHealth['tcp'], flows: readonly Flow[]): string[][] {
	const {segments = 0, outOfWindow = 0} = tcp;
	return [
		...KINDS.flatMap(([kind, words]) => {
			const all = tcp[kind] ?? 0;
			return all === 0 ? [] : [[`${words} (${percent(all / segments)})`, count(all), most(flows, kind)]];
		}),
		...(outOfWindow > 0 ? [['TCP segments off the window', count(outOfWindow), '']] : []),
	];
}

function most(flows: readonly Flow[], kind: Kind): string {
	const known = flows.flatMap(({a, b, tcp}) => (tcp == null ? [] : [{a, b, times: tcp.aToB[kind] + tcp.bToA[kind]}]));
	const [worst] = known.filter(({times}) => times > 0).sort((x, y) => y.times - x.times);
	return worst === undefined ? '' : `${endText(worst.a)} > ${endText(worst.b)} (${count(worst.times)})`;
}
