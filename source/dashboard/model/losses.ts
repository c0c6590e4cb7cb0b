/** Losses as they happen, for the log: one line per stage and burst, not one per snapshot. */
import type {SnapshotDrops} from '../../engine/snapshot.js';
import {type LogEntry, logged, lossText} from './log.js';

/** Milliseconds within which further losses are added to the line that tells of the first. */
const BURST = 10_000;

/** Where packets are lost, in the order of their way. */
export const STAGES = ['kernel', 'interface', 'queue'] as const satisfies readonly (keyof SnapshotDrops)[];

export function withLosses(
	log: readonly LogEntry[],
	at: number,
	from: SnapshotDrops,
	to: SnapshotDrops,
): readonly LogEntry[] {
	return STAGES.reduce((before, stage) => {
		const lost = (to[stage] ?? 0) - (from[stage] ?? 0);
		return lost > 0 ? withLoss(before, at, stage, lost) : before;
	}, log);
}

function withLoss(log: readonly LogEntry[], at: number, stage: keyof SnapshotDrops, lost: number): readonly LogEntry[] {
	const index = log.findLastIndex(entry => at - entry.at < BURST && entry.loss?.stage === stage);
	const counts = log[index]?.loss?.counts ?? [];
	const packets = (counts.at(-1)?.packets ?? 0) + lost;
	const loss = {stage, counts: [...counts, {at, packets}]};
	const text = lossText(stage, packets);
	return index === -1 ? logged(log, at, 'bad', text, loss) : log.with(index, {...log[index], text, loss});
}
