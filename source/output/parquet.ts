/** A list of the snapshot as a Parquet file: the tables of CSV, with a type for each column. */
import type {Snapshot} from '../engine/snapshot.js';
import {type ParquetColumn, ParquetRows} from '../format/parquet.js';
import {type CsvTableName, csvTable} from './csv.js';

const COUNTS =
	/^(packets|bytes|fragment|dropped|index$|id$|endpoints$|asn$|firstPacket$|firstOffset$|[ab]Port$|pid$|flows$|hosts$|networkNamespace$|segments$|failures$|retransmittedSegments|echoRequests|echoUnanswered|repeated|serverNamesLeftOut$)/;
const TIMES = /^(first|last|time)$/;
const DURATIONS = /^(rtt|dnsTime$|quicHandshake$|echoRtt)/;

/** In pieces, a row group each. */
export function* parquetPieces(snapshot: Snapshot, name: CsvTableName): Generator<Uint8Array> {
	const {columns, rows} = csvTable(name);
	const file = new ParquetRows(
		columns.map((column): ParquetColumn => ({name: column, type: typeOf(column)})),
		snapshot.generator,
	);
	for (const row of rows(snapshot)) {
		const piece = file.add(row);
		if (piece !== null) {
			yield piece;
		}
	}
	yield file.end();
}

function typeOf(column: string): ParquetColumn['type'] {
	if (TIMES.test(column)) {
		return 'time';
	}
	return DURATIONS.test(column) ? 'seconds' : COUNTS.test(column) ? 'count' : 'text';
}
