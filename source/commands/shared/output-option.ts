/** `-o FILE`, by ending: what the engine writes while it runs, and what is written of the last snapshot. */
import {normalize} from 'node:path';
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, text} from '../../cli/values.js';
import {listed} from '../../cli/wording.js';
import type {OutputFile, OutputOptions} from '../../engine/options.js';
import type {Claim} from '../../files/claim.js';
import {refuseTaken} from '../../files/target.js';
import {count} from '../../format/numbers.js';
import {CSV_TABLES, type CsvTableName} from '../../output/csv.js';

export const OUTPUT: OptionSpec = {
	name: 'output',
	short: 'o',
	value: 'FILE',
	offers: 'files',
	multiple: true,
	help: 'write a file, by its ending: .json .ndjson .csv .parquet .pcap .pcapng .svg .png; may be given several times',
};
/** Of what has figures and no packets. */
export const FIGURES: OptionSpec = {
	...OUTPUT,
	help: 'write a file, by its ending: .json .csv .parquet .svg .png; may be given several times',
};
export const TABLE: OptionSpec = {
	name: 'table',
	value: 'NAME',
	choices: CSV_TABLES,
	help: 'which list CSV and Parquet hold (default flows)',
};
export const FORCE: OptionSpec = {name: 'force', help: 'replace files that exist'};

/** A file that holds something of the last snapshot. */
export interface FinalFile {
	path: string;
	format: 'json' | 'csv' | 'parquet' | 'svg' | 'png';
	/** Its name is reserved, for what cannot be had again. */
	claim?: Claim | null;
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
			case 'parquet':
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
					`${path} has no ending that says what to write: ${listed(['.json', '.ndjson', '.csv', '.parquet', '.pcap', '.pcapng', '.svg', '.png'])}`,
				);
		}
	}

	refuseTwice(parsed.values.get('output') ?? []);
	for (const {path} of [...files.outputs, ...files.final]) {
		if (path != null) {
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

export function csvTable(parsed: Parsed): CsvTableName {
	return (text(parsed, 'table') as CsvTableName | undefined) ?? 'flows';
}

/** `1,234 packets`, or `60 records`. */
export function content(file: OutputFile): string {
	return `${count(file.packets)} ${isCapture(file) ? 'packets' : 'records'}`;
}

export const isCapture = ({path}: OutputFile): boolean => /\.pcap(ng)?\d*$/i.test(path);
