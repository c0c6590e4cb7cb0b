/** What happened, for those who look later. */
export interface LogEntry {
	/** Counts on for as long as the program runs. */
	number: number;
	/** Milliseconds of the dashboard's clock. */
	at: number;
	level: 'info' | 'good' | 'bad';
	text: string;
}

/** Entries kept; the oldest go. */
const MOST = 500;

export function logged(
	log: readonly LogEntry[],
	at: number,
	level: LogEntry['level'],
	text: string,
): readonly LogEntry[] {
	return [...log.slice(1 - MOST), {number: (log.at(-1)?.number ?? 0) + 1, at, level, text}];
}
