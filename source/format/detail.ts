/** What overload takes from detail, in words. */
import type {DetailLevel, SnapshotDetail} from '../engine/snapshot.js';
import {count} from './numbers.js';

/** What is left out at each level, for people: short enough for a header. */
export const LESS_DETAIL: Readonly<Record<Exclude<DetailLevel, 0>, string>> = {
	1: 'new flows not recognised',
	2: 'new flows not listed',
	3: 'new hosts and flows in totals only',
};

/** A change of level as a line of a log. */
export function detailChangeText(detail: SnapshotDetail): string {
	const {level} = detail;
	return level === 0
		? `full detail again: ${leftOutText(detail) ?? 'nothing was left out'}; all are in the totals`
		: `the analysis falls behind: ${LESS_DETAIL[level]} (step ${level} of 3), no packet is lost for it`;
}

/** `of the packets 1,200 not recognised, 30 in no flow`; null where nothing was left out. */
export function leftOutText({packets}: Pick<SnapshotDetail, 'packets'>): string | null {
	const {unrecognised, withoutFlow, totalsOnly} = packets;
	const parts = [
		...(unrecognised > 0 ? [`${count(unrecognised)} not recognised`] : []),
		...(withoutFlow > 0 ? [`${count(withoutFlow)} in no flow`] : []),
		...(totalsOnly > 0 ? [`${count(totalsOnly)} in totals only`] : []),
	];
	return parts.length === 0 ? null : `of the packets ${parts.join(', ')}`;
}

/** What stands before the number of a list's different rows; nothing where it is exact. */
export function bounded(mayLack: boolean, evicted: number, atLeast = 'at least'): string {
	return mayLack ? `${atLeast} ` : evicted > 0 ? 'about ' : '';
}

/** Whether rows of each list, and applications, may lack packets. */
export function lacks({packets}: Pick<SnapshotDetail, 'packets'>) {
	const {unrecognised, withoutFlow, totalsOnly} = packets;
	return {
		endpoints: totalsOnly > 0,
		conversations: totalsOnly > 0,
		flows: withoutFlow + totalsOnly > 0,
		applications: unrecognised + withoutFlow + totalsOnly > 0,
	};
}
