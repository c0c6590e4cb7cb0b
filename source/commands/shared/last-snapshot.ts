/** What is printed and written of the last snapshot. */
import {print, printPieces} from '../../cli/standard-streams.js';
import type {Snapshot} from '../../engine/snapshot.js';
import {writeFileSafely} from '../../files/atomic-file.js';
import {type CsvTableName, formatCsv} from '../../output/csv.js';
import {jsonPieces} from '../../output/json.js';
import {formatTable} from '../../output/table.js';
import {isUnicode} from '../../theme/terminal-support.js';
import type {ResultFiles} from './output-option.js';

/** On standard output; as tables for people where the format is neither JSON nor CSV. */
export async function printResult(snapshot: Snapshot, format: string, table: CsvTableName): Promise<void> {
	if (format === 'json') {
		await printPieces(jsonPieces(snapshot));
	} else if (format === 'csv') {
		await printPieces(formatCsv(snapshot, table));
	} else {
		await print(formatTable(snapshot, {unicode: isUnicode(process.env)}));
	}
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
