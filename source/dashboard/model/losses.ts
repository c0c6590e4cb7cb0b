/** Losses as they happen, for the log: one line per stage and burst, not one per snapshot. */
import type {SnapshotDrops} from '../../engine/snapshot.js';
import {count} from '../../format/numbers.js';
import {type LogEntry, logged} from './log.js';

/** Milliseconds within which further losses are added to the line that tells of the first. */
const BURST = 10_000;

const STAGES: Readonly<Record<keyof SnapshotDrops, string>> = {
	kernel: 'in the kernel, whose buffer was full',
	interface: 'by the interface or its driver',
	queue: 'because the analysis fell behind',
};

const line = (packets: number, stage: keyof SnapshotDrops) =>
	`${count(packets)} ${packets === 1 ? 'packet' : 'packets'} lost ${STAGES[stage]}`;

export function withLosses(
	log: readonly LogEntry[],
	at: number,
	from: SnapshotDrops,
	to: SnapshotDrops,
): readonly LogEntry[] {
	let next = log;
	for (const stage of Object.keys(STAGES) as (keyof SnapshotDrops)[]) {
		const lost = (to[stage] ?? 0) - (from[stage] ?? 0);
		if (lost <= 0) {
			continue;
		}
		const index = next.findLastIndex(entry => at - entry.at < BURST && lossIn(entry, stage) !== null);
		const last = next[index];
		if (last === undefined) {
			next = logged(next, at, 'bad', line(lost, stage));
			continue;
		}
		const text = line(lossIn(last, stage)! + lost, stage);
		const said = [...(last.said ?? [{at: last.at, text: last.text}]), {at, text}];
		next = next.with(index, {...last, text, said});
	}
	return next;
}

function lossIn({text, level}: LogEntry, stage: keyof SnapshotDrops): number | null {
	return level === 'bad' && text.endsWith(`lost ${STAGES[stage]}`)
		? Number(text.split(' ', 1)[0].replaceAll(',', ''))
		: null;
}
