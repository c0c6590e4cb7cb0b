/** What happened, for those who look later. */
export interface LogEntry {
	/** Counts on for as long as the program runs. */
	number: number;
	/** Milliseconds of the dashboard's clock. */
	at: number;
	level: 'info' | 'good' | 'bad';
	text: string;
	/** Of a line that was added to: what it said from when on, oldest first. */
	said?: readonly {at: number; text: string}[];
}

/** Identity of the row of an entry. */
export const entryKey = ({number}: LogEntry): string => String(number);

/** The log as it was at a moment of the dashboard's clock. */
export function logUntil(log: readonly LogEntry[], until: number): readonly LogEntry[] {
	return log
		.filter(({at}) => at <= until)
		.map(entry => ({...entry, text: entry.said?.findLast(({at}) => at <= until)?.text ?? entry.text}));
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
