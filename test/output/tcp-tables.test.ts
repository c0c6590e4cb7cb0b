/** TCP by second as CSV, and as Parquet beside DuckDB, with flows: what is measured are numbers. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {DuckDBInstance} from '@duckdb/node-api';
import {afterEach, beforeEach, expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
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

async function query(table: CsvTableName, columns: string, of: Snapshot = snapshot): Promise<unknown[]> {
	const file = path.join(folder, 'table.parquet');
	fs.writeFileSync(file, Buffer.concat([...parquetPieces(of, table)]));
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

it('has how long the answers of DNS flows took, and the last one', async () => {
	const time = {samples: 2, min: '0.001000000', mean: '0.031250000', max: '1.000000000'};
	const counts = {queries: 2, answers: 2, unanswered: 0, failures: 0, nonexistentNames: 1, lastCode: 'NXDOMAIN'};
	const [first, ...others] = snapshot.flows.top;
	const asked = {...snapshot, flows: {...snapshot.flows, top: [{...first, dns: {...counts, time}}, ...others]}};
	const flows = await query('flows', 'dnsTime AS t, typeof(dnsTime) AS type, dnsCode AS c', asked);
	expect(flows.slice(0, 2)).toEqual([
		{t: 0.03125, type: 'DOUBLE', c: 'NXDOMAIN'},
		{t: null, type: 'DOUBLE', c: null},
	]);
});
