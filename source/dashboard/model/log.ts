/** What happened, for those who look later. */
import type {SnapshotDrops} from '../../engine/snapshot.js';
import {count} from '../../format/numbers.js';

/** Packets lost at one stage in one burst. */
export interface Loss {
	stage: keyof SnapshotDrops;
	/** How many they were in all from when on, oldest first; the last one is what the entry says. */
	counts: readonly {at: number; packets: number}[];
}

export interface LogEntry {
	/** Counts on for as long as the program runs. */
	number: number;
	/** Milliseconds of the dashboard's clock. */
	at: number;
	level: 'info' | 'good' | 'bad';
	text: string;
	/** What the text is made of, where it tells of losses. */
	loss?: Loss;
}

const STAGES: Readonly<Record<keyof SnapshotDrops, string>> = {
	kernel: 'in the kernel, whose buffer was full',
	interface: 'by the interface or its driver',
	queue: 'because the analysis fell behind',
};

export const lossText = (stage: keyof SnapshotDrops, packets: number): string =>
	`${count(packets)} ${packets === 1 ? 'packet' : 'packets'} lost ${STAGES[stage]}`;

/** Identity of the row of an entry. */
export const entryKey = ({number}: LogEntry): string => String(number);

/** The log as it was at a moment of the dashboard's clock. */
export function logUntil(log: readonly LogEntry[], until: number): readonly LogEntry[] {
	return log
		.filter(({at}) => at <= until)
		.map(entry => {
			const then = entry.loss?.counts.findLast(({at}) => at <= until);
			return entry.loss === undefined || then === undefined
				? entry
				: {...entry, text: lossText(entry.loss.stage, then.packets)};
		});
}

/** Entries kept; the oldest go. */
const MOST = 500;

export function logged(
	log: readonly LogEntry[],
	at: number,
	level: LogEntry['level'],
	text: string,
	loss?: Loss,
): readonly LogEntry[] {
	return [...log.slice(1 - MOST), {number: (log.at(-1)?.number ?? 0) + 1, at, level, text, loss}];
}
