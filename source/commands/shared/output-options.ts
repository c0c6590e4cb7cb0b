/** `-o FILE`, by ending, and `-w FILE`: what the engine writes while it runs, and what is written of the last snapshot. */
import {normalize} from 'node:path';
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, seconds, text, whole} from '../../cli/values.js';
import {listed} from '../../cli/wording.js';
import type {OutputFile, OutputOptions, Rotation} from '../../engine/options.js';
import type {Snapshot} from '../../engine/snapshot.js';
import {refuseTaken, writeFileSafely} from '../../files/atomic-file.js';
import {count} from '../../format/numbers.js';
import {CSV_TABLES, type CsvTableName, formatCsv} from '../../output/csv.js';
import {jsonPieces} from '../../output/json.js';

export const OUTPUT: OptionSpec = {
	name: 'output',
	short: 'o',
	value: 'FILE',
	offers: 'files',
	multiple: true,
	help: 'write a file, by its ending: .json .ndjson .csv .pcap .pcapng .svg .png; may be given several times',
};
export const TABLE: OptionSpec = {
	name: 'table',
	value: 'NAME',
	choices: CSV_TABLES,
	help: 'which list CSV holds (default flows)',
};
export const FORCE: OptionSpec = {name: 'force', help: 'replace files that exist'};
export const QUIET: OptionSpec = {name: 'quiet', short: 'q', help: 'no progress and no summary on standard error'};

export const ROTATION_OPTIONS: readonly OptionSpec[] = [
	{
		name: 'write',
		short: 'w',
		value: 'FILE',
		offers: 'files',
		help: 'write the packets: pcapng by that ending, else pcap; - is standard output',
	},
	{
		name: 'rotate-size',
		short: 'C',
		value: 'MB',
		help: 'begin a new file after so many million bytes; k, M and G are understood',
	},
	{name: 'rotate-seconds', short: 'G', value: 'SECONDS', help: 'begin a new file after so long, by the packets’ time'},
	{name: 'rotate-files', short: 'W', value: 'N', help: 'keep the newest N of these files'},
];

type ChartFormat = 'svg' | 'png';

/** A file that holds something of the last snapshot. */
interface FinalFile {
	path: string;
	format: 'json' | 'csv' | ChartFormat;
}

/** What `export --packets` asks for. */
export interface PacketRecords {
	content: 'packets';
	includePayload: boolean;
}

export interface ResultFiles {
	outputs: OutputOptions[];
	final: FinalFile[];
	force: boolean;
	table: CsvTableName;
}

/**
 * @param records what is written of each packet, where records are of packets; null: they are of the whole
 * @throws UsageError for an ending that says nothing; NetanalError for a file that exists
 */
export function resultFiles(parsed: Parsed, records: PacketRecords | null = null): ResultFiles {
	const force = has(parsed, 'force');
	const files: ResultFiles = {outputs: [], final: [], force, table: csvTable(parsed)};
	for (const path of parsed.values.get('output') ?? []) {
		const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
		switch (ending) {
			case 'pcap':
			case 'pcapng':
				files.outputs.push({content: 'capture', format: ending, path, force});
				break;
			case 'ndjson':
				files.outputs.push(records ? {...records, format: 'ndjson', path, force} : {content: 'snapshots', path, force});
				break;
			case 'json':
			case 'csv':
				if (records) {
					files.outputs.push({...records, format: ending, path, force});
				} else {
					files.final.push({path, format: ending});
				}
				break;
			case 'svg':
			case 'png':
				if (records) {
					throw new UsageError(`--packets makes no picture; leave it out for ${path}`);
				}
				files.final.push({path, format: ending});
				break;
			default:
				throw new UsageError(
					`${path} has no ending that says what to write: ${listed(['.json', '.ndjson', '.csv', '.pcap', '.pcapng', '.svg', '.png'])}`,
				);
		}
	}

	refuseTwice(parsed.values.get('output') ?? []);
	for (const {path} of [...files.outputs, ...files.final]) {
		if (path !== null) {
			refuseTaken(path, {force});
		}
	}
	return files;
}

/** The second would take the place of the first, or fail when all is read. @throws UsageError */
export function refuseTwice(names: readonly string[]): void {
	const named = new Set<string>();
	for (const name of names.filter(each => each !== '-')) {
		const file = normalize(name);
		if (named.has(file)) {
			throw new UsageError(`${name} is named twice: give each result a file of its own`);
		}
		named.add(file);
	}
}

/** `-w`, `-C`, `-G`, `-W`. @throws UsageError; NetanalError for a file that exists */
export function writeOutput(parsed: Parsed): OutputOptions | null {
	const path = text(parsed, 'write');
	const rotation: Rotation = {
		bytes: rotationSize(parsed),
		seconds: seconds(parsed, 'rotate-seconds'),
		files: whole(parsed, 'rotate-files', {min: 1, max: 1_000_000}),
	};
	const rotates = rotation.bytes !== undefined || rotation.seconds !== undefined;
	if (path === undefined) {
		if (rotates || rotation.files !== undefined) {
			throw new UsageError('-C, -G and -W need -w FILE');
		}
		return null;
	}

	if (rotation.files !== undefined && !rotates) {
		throw new UsageError('-W needs -C or -G: when is a new file begun?');
	}
	const format = /\.pcapng$/i.test(path) ? 'pcapng' : 'pcap';
	if (path === '-') {
		if (rotates) {
			throw new UsageError('-C and -G need a file: standard output cannot be rotated');
		}
		return {content: 'capture', format, path: null};
	}

	const force = has(parsed, 'force');
	if (!rotates) {
		refuseTwice([...(parsed.values.get('output') ?? []), path]);
		refuseTaken(path, {force});
	}

	return {content: 'capture', format, path, force, rotation: rotates ? rotation : undefined};
}

/** As tcpdump: a plain number counts millions of bytes. */
function rotationSize(parsed: Parsed): number | undefined {
	const given = text(parsed, 'rotate-size');
	if (given !== undefined && /^\d+$/.test(given)) {
		return whole(parsed, 'rotate-size', {min: 1, max: 1_000_000})! * 1e6;
	}
	return whole(parsed, 'rotate-size', {min: 4096, max: 2 ** 40, scaled: true});
}

export function csvTable(parsed: Parsed): CsvTableName {
	return (text(parsed, 'table') as CsvTableName | undefined) ?? 'flows';
}

/** Loads what `writeFinal` needs: once root is given up, the program's own folder may be out of reach. */
export async function prepareFinal({final}: ResultFiles): Promise<void> {
	if (!final.some(({format}) => format === 'svg' || format === 'png')) {
		return;
	}
	const {prepareCharts} = await import('../../output/chart/render.js');
	await prepareCharts();
}

/** Writes what is made of the last snapshot. @param partial it is not of all: no file is replaced by it. @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE */
export async function writeFinal(
	snapshot: Snapshot,
	{final, force, table}: ResultFiles,
	partial = false,
): Promise<void> {
	for (const {path, format} of final) {
		if (format === 'json') {
			await writeFileSafely(path, jsonPieces(snapshot), {force, partial});
		} else if (format === 'csv') {
			await writeFileSafely(path, formatCsv(snapshot, table), {force, partial});
		} else {
			const {renderChart} = await import('../../output/chart/render.js');
			await writeFileSafely(path, [await renderChart(snapshot, {format})], {force, partial});
		}
	}
}

/** `1,234 packets`, or `60 records`. */
export function content({path, packets}: OutputFile): string {
	return `${count(packets)} ${/\.pcap(ng)?\d*$/i.test(path) ? 'packets' : 'records'}`;
}
