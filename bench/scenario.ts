/** What a benchmark scenario is: a name, a line about it, and a run that gives a table. */

export interface BenchOptions {
	/** Runs of each tool; the median is taken. At least 5. */
	rounds: number;
	/** Packets of the traffic, or null for the scenario's own number. */
	packets: number | null;
	/** Folder that keeps the synthetic captures between runs. */
	captures: string;
	seed: number;
	/** Folder of another build to compare with (its `dist`), or null. */
	base: string | null;
	/** Folder of captures that both builds must say the same of, or null. */
	corpus: string | null;
	/** The kinds of traffic to take, or null for all of the scenario. */
	kinds: readonly string[] | null;
	/** The slow tools as well (tshark takes half a minute per run). */
	slow: boolean;
	/** Says what is being done, on standard error. */
	say(line: string): void;
}

export interface BenchRow {
	tool: string;
	/** Cells in the order of the table's columns. */
	cells: string[];
}

export interface BenchTable {
	title: string;
	columns: string[];
	rows: BenchRow[];
	/** Versions of what was run, and what else a reader must know. */
	notes: string[];
}

export interface Scenario {
	name: string;
	about: string;
	run(options: BenchOptions): Promise<BenchTable[]>;
}

/** The middle value; the mean of the middle two of an even number. */
export function median(values: readonly number[]): number {
	if (values.length === 0) {
		return Number.NaN;
	}
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
