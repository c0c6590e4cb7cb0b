/** What is printed and written of the last snapshot. */
import {print, printPieces} from '../../cli/standard-streams.js';
import {NetanalError} from '../../engine/errors.js';
import type {Snapshot} from '../../engine/snapshot.js';
import {writeFileSafely, writeOnce} from '../../files/atomic-file.js';
import {claimName} from '../../files/claim.js';
import {refuseUnwritable} from '../../files/target.js';
import {adoptClaim, removeSign} from '../../files/unfinished.js';
import {type CsvTableName, formatCsv} from '../../output/csv.js';
import {jsonPieces} from '../../output/json.js';
import {formatTable} from '../../output/table.js';
import {isLinuxConsole, isUnicode} from '../../theme/terminal-support.js';
import type {FinalFile, ResultFiles} from './output-option.js';

/** On standard output; as tables for people where the format is neither JSON nor CSV. */
export async function printResult(snapshot: Snapshot, format: string, table: CsvTableName): Promise<void> {
	if (format === 'json') {
		await printPieces(jsonPieces(snapshot));
	} else if (format === 'csv') {
		await printPieces(formatCsv(snapshot, table));
	} else {
		// its fonts lack the eighths of a block
		const unicode = isUnicode(process.env) && !isLinuxConsole(process.env);
		await print(formatTable(snapshot, {unicode}));
	}
}

/** Loads what `writeFinal` needs: once root is given up, the program's own folder may be out of reach. */
export async function prepareFinal({final}: ResultFiles): Promise<void> {
	if (final.some(({format}) => format === 'parquet')) {
		await import('../../output/parquet.js');
	}
	if (!final.some(({format}) => format === 'svg' || format === 'png')) {
		return;
	}
	const {prepareCharts} = await import('../../output/chart/render.js');
	await prepareCharts();
}

/**
 * Before anything is read, by whom the program is by then: the names are ours, or the folders can be written to.
 *
 * @param once what is read cannot be read again
 * @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE
 */
export function reserveFinal({final, force}: ResultFiles, once: boolean): void {
	for (const file of final) {
		if (!once) {
			refuseUnwritable(file.path);
			continue;
		}
		file.claim = claimName(file.path, force);
		if (file.claim !== null) {
			adoptClaim(file.path, file.claim);
		}
	}
}

/** What became of the files of the last snapshot. */
interface WrittenFiles {
	written: {path: string}[];
	/** What is wrong with some of them: lost, or not where it was to be. */
	problems: NetanalError[];
}

/**
 * Writes what is made of the last snapshot.
 *
 * @param partial it is not of all: no file is replaced by it
 * @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE for what can be had again
 */
export async function writeFinal(snapshot: Snapshot, files: ResultFiles, partial = false): Promise<WrittenFiles> {
	const {final, force, table} = files;
	const result: WrittenFiles = {written: [], problems: []};
	for (const {path, format, claim} of final) {
		const content = await contentOf(snapshot, format, table);
		if (!claim) {
			await writeFileSafely(path, content(), {force, partial});
			result.written.push({path});
			continue;
		}
		try {
			const placed = await writeOnce(path, claim, content);
			result.written.push({path: placed.path});
			result.problems.push(...(placed.problem === null ? [] : [placed.problem]));
		} catch (error) {
			if (!(error instanceof NetanalError)) {
				throw error;
			}
			result.problems.push(error);
		}
		removeSign(path);
	}
	return result;
}

async function contentOf(
	snapshot: Snapshot,
	format: FinalFile['format'],
	table: CsvTableName,
): Promise<() => Iterable<string | Uint8Array>> {
	if (format === 'json') {
		return () => jsonPieces(snapshot);
	}
	if (format === 'csv') {
		return () => formatCsv(snapshot, table);
	}
	if (format === 'parquet') {
		const {parquetPieces} = await import('../../output/parquet.js');
		return () => parquetPieces(snapshot, table);
	}
	const {renderChart} = await import('../../output/chart/render.js');
	const picture = await renderChart(snapshot, {format});
	return () => [picture];
}
