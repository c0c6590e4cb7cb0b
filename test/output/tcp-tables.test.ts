/** TCP by second as CSV, and as Parquet beside DuckDB, with flows: what is measured are numbers. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {DuckDBInstance} from '@duckdb/node-api';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {type CsvTableName, formatCsv} from '../../source/output/csv.js';
import {parquetPieces} from '../../source/output/parquet.js';
import {busyTcpSnapshot, tcpHealth} from '../helpers/tcp-flows.js';

const snapshot = {
	...busyTcpSnapshot(0),
	health: tcpHealth({segments: 5000, retransmittedSegments: 1, p95: 5}),
};

let folder: string;
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tcp-tables-'));
});
afterEach(() => fs.rmSync(folder, {recursive: true}));

async function query(table: CsvTableName, columns: string): Promise<unknown[]> {
	const file = path.join(folder, 'table.parquet');
	fs.writeFileSync(file, Buffer.concat([...parquetPieces(snapshot, table)]));
	const database = await DuckDBInstance.create(':memory:');
	const connection = await database.connect();
	const rows = (await connection.runAndReadAll(`SELECT ${columns} FROM '${file}'`)).getRowObjectsJson();
	connection.closeSync();
	database.closeSync();
	return rows;
}

it('has a row for each second', () => {
	const [titles, first, ...rest] = [...formatCsv(snapshot, 'tcp')].join('').trimEnd().split('\r\n');
	expect(titles).toBe('time,segments,retransmittedSegments,failures,rttP50,rttP95');
	expect(first).toBe('1699999970.000000000,100,0,0,0.010000000,0.010000000');
	expect(rest).toHaveLength(30);
});

it('has numbers of it to count with', async () => {
	const [seconds] = await query(
		'tcp',
		'sum(segments)::BIGINT AS s, sum(retransmittedSegments)::BIGINT AS r, sum(failures)::BIGINT AS f, max(rttP95) AS m',
	);
	expect(seconds).toEqual({s: '3100', r: '135', f: '15', m: 0.04});
	const flows = await query(
		'flows',
		'rttAToB AS t, rttBToA AS b, typeof(rttAToB) AS type, retransmittedSegmentsAToB AS r, typeof(retransmittedSegmentsBToA) AS n',
	);
	expect(flows.slice(0, 2)).toEqual([
		{t: 0.3125, b: 0.003125, type: 'DOUBLE', r: '12', n: 'BIGINT'},
		{t: null, b: null, type: 'DOUBLE', r: null, n: 'BIGINT'},
	]);
});
