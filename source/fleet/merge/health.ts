/** Trouble of several snapshots, added up. */
import type {IcmpEcho, SnapshotHealth, TcpMeasures, TroubleRow} from '../../engine/snapshot.js';
import {TCP_COUNTS, TROUBLES} from '../../engine/troubles.js';

/** Rows of each kind. */
const MOST = 256;

export function addHealth(all: readonly SnapshotHealth[]): SnapshotHealth {
	const sum = (of: (health: SnapshotHealth) => number) => all.reduce((total, each) => total + of(each), 0);
	const codes = new Map<string, number>();
	for (const {name, count} of all.flatMap(({dns}) => dns.codes)) {
		codes.set(name, (codes.get(name) ?? 0) + count);
	}
	return {
		tcp: {
			resets: sum(({tcp}) => tcp.resets),
			refused: sum(({tcp}) => tcp.refused),
			unansweredSyns: sum(({tcp}) => tcp.unansweredSyns),
			waitingSyns: sum(({tcp}) => tcp.waitingSyns),
			unwatchedSyns: sum(({tcp}) => tcp.unwatchedSyns),
			...addMeasures(all.map(({tcp}) => tcp)),
		},
		dns: {
			queries: sum(({dns}) => dns.queries),
			answers: sum(({dns}) => dns.answers),
			unanswered: sum(({dns}) => dns.unanswered),
			waiting: sum(({dns}) => dns.waiting),
			unwatched: sum(({dns}) => dns.unwatched),
			slowAnswers: sum(({dns}) => dns.slowAnswers),
			codes: [...codes].map(([name, count]) => ({name, count})).sort((a, b) => b.count - a.count),
		},
		...addEchoes(all.flatMap(({icmpEcho}) => icmpEcho ?? [])),
		icmpUnreachable: sum(each => each.icmpUnreachable),
		arpConflicts: sum(each => each.arpConflicts),
		arpForgotten: sum(each => each.arpForgotten),
		lastMinute: Object.fromEntries(
			TROUBLES.map(kind => [kind, sum(({lastMinute}) => lastMinute[kind])]),
		) as unknown as SnapshotHealth['lastMinute'],
		top: addRows(all.flatMap(({top}) => top)),
	};
}

/** What all that tell of it have measured; nothing where nobody does. Round trips cannot be added up. */
function addMeasures(all: ReadonlyArray<SnapshotHealth['tcp']>): TcpMeasures {
	return Object.fromEntries(
		TCP_COUNTS.filter(name => all.some(tcp => tcp[name] !== undefined)).map(name => [
			name,
			all.reduce((sum, tcp) => sum + (tcp[name] ?? 0), 0),
		]),
	);
}

/** What all that tell of it have counted. Round trips cannot be added up. */
function addEchoes(all: readonly IcmpEcho[]): Pick<SnapshotHealth, 'icmpEcho'> {
	const sum = (of: (echo: IcmpEcho) => number) => all.reduce((total, each) => total + of(each), 0);
	if (all.length === 0) {
		return {};
	}
	return {
		icmpEcho: {
			requests: sum(({requests}) => requests),
			replies: sum(({replies}) => replies),
			unanswered: sum(({unanswered}) => unanswered),
			waiting: sum(({waiting}) => waiting),
			unwatched: sum(({unwatched}) => unwatched),
		},
	};
}

function addRows(rows: readonly TroubleRow[]): TroubleRow[] {
	const sums = new Map<string, TroubleRow>();
	for (const row of rows) {
		const key = `${row.kind} ${row.address} ${row.port}`;
		const known = sums.get(key);
		sums.set(
			key,
			known === undefined
				? row
				: {...known, ...row, count: known.count + row.count, errorCount: known.errorCount + row.errorCount},
		);
	}
	return TROUBLES.flatMap(kind =>
		[...sums.values()]
			.filter(row => row.kind === kind)
			.sort((a, b) => b.count - a.count)
			.slice(0, MOST),
	);
}
