/** Processes as rows of a panel: those that are told, the others together, and what is of nobody known; so the rows are all traffic. */
import type {Process, ProcessFigures, SnapshotProcesses} from '../../engine/snapshot.js';
import {type Searched, searched, wordsOf} from './search.js';
import type {Sorting} from './sorting.js';

export interface ProcessRow extends ProcessFigures {
	/** Identity of the row. */
	key: string;
	name: string;
	/** Null: it is none. */
	process: Process | null;
	/** What it did in the last whole second; null = not known. */
	now: ProcessFigures | null;
}

const total = ({bytesSent, bytesReceived}: ProcessFigures) => bytesSent + bytesReceived;
const rate = (figures: ProcessFigures | null, which: 'bytesSent' | 'bytesReceived') => figures?.[which] ?? 0;

/** Column id → what it is sorted by, in the order in which `s` goes through them. */
const VALUES: Readonly<Record<string, (row: ProcessRow) => number | string>> = {
	total,
	received: row => rate(row.now, 'bytesReceived') || (row.now === null ? row.bytesReceived : 0),
	sent: row => rate(row.now, 'bytesSent') || (row.now === null ? row.bytesSent : 0),
	connections: ({process}) => process?.flows ?? 0,
	hosts: ({process}) => process?.hosts ?? 0,
	process: ({name}) => name.toLowerCase(),
	pid: ({process}) => process?.pid ?? Number.POSITIVE_INFINITY,
	user: ({process}) => process?.user ?? '\u{10ffff}',
};

export const PROCESS_COLUMNS: readonly string[] = Object.keys(VALUES);
export const BY_TOTAL: Sorting = {column: 'total', descending: true};

/** The sorting by a column as one expects it first: figures from the largest, text from its beginning. */
export const sortedProcesses = (column: string): Sorting => ({
	column,
	descending: !['process', 'pid', 'user'].includes(column),
});

export const nextProcessSorting = ({column}: Sorting): Sorting =>
	sortedProcesses(PROCESS_COLUMNS[(PROCESS_COLUMNS.indexOf(column) + 1) % PROCESS_COLUMNS.length]);

/** Those that the view filter lets through, in their order; what is of nobody known comes last. */
export function processRows(
	{top, others, unknown}: SnapshotProcesses,
	search: string,
	sorting: Sorting,
): Searched<ProcessRow> {
	const words = wordsOf(search.replace(/(^|\s)proc:/gi, '$1'));
	const value = VALUES[sorting.column] ?? VALUES.total;
	const compare = (x: ProcessRow, y: ProcessRow) => {
		const [a, b] = [value(x), value(y)];
		const order = a < b ? -1 : a > b ? 1 : 0;
		return sorting.descending ? -order : order;
	};
	const known = top
		.map(
			(process): ProcessRow => ({
				...process,
				key: `${process.pid} ${process.name}`,
				process,
				now: process.now ?? null,
			}),
		)
		.sort(compare);
	const rest: ProcessRow[] = [
		...(total(others) > 0 ? [{...others, key: 'others', name: 'others', process: null, now: null}] : []),
		{...unknown, key: 'unknown', name: 'not known', process: null, now: unknown.now ?? null},
	];
	return searched([...known, ...rest], words, ({name, process}) =>
		[name, ...(process === null ? [] : wordsAbout(process))].map(text => text.toLowerCase()),
	);
}

const wordsAbout = ({pid, user, unit, networkNamespace, command}: Process): string[] => [
	...[String(pid), user],
	...[unit ?? '', String(networkNamespace ?? ''), command ?? ''],
];
