/** Parquet beside DuckDB: the commands of docs/parquet.md and the queries of the README as they stand, and what is in the files against the snapshot. */
import fs from 'node:fs';
import {DuckDBInstance} from '@duckdb/node-api';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {type ParquetColumn, ParquetRows} from '../../source/format/parquet.js';
import {pcapHeader, pcapRecord} from '../helpers/containers.js';
import {blocksOf, Workplace} from '../helpers/documented.js';
import {secretTraffic} from '../helpers/secret-traffic.js';

const [COMMANDS] = blocksOf('docs/parquet.md', 'sh');
const QUERIES = blocksOf('README.md', 'sql')[0].trim().split('\n');

let place: Workplace;
beforeEach(() => {
	place = new Workplace(null);
	fs.writeFileSync(place.file('capture.pcap'), secretTraffic());
});
afterEach(() => place.close());

/** The rows of a query; files are named as in the folder. */
async function query(sql: string): Promise<Record<string, unknown>[]> {
	const database = await DuckDBInstance.create(':memory:');
	const connection = await database.connect();
	await connection.run(`SET file_search_path = '${place.folder}'`);
	const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
	connection.closeSync();
	database.closeSync();
	return rows;
}

it('runs as the document says, and its sums are those of the snapshot', async () => {
	for (const command of COMMANDS.trim().split('\n')) {
		expect(place.run(command)).toMatchObject({status: 0});
	}
	const snapshot = JSON.parse(place.run('netanal-tui analyze capture.pcap --format json --top all').output);
	const flows = snapshot.flows.top;
	const sum = (values: number[]) => String(values.reduce((total, value) => total + value, 0));
	const [sums] = await query(
		"SELECT count(*) AS n, sum(packets)::BIGINT AS p, sum(bytes)::BIGINT AS b, min(firstNanoseconds) AS t FROM 'flows.parquet'",
	);
	expect(sums).toEqual({
		n: String(flows.length),
		p: sum(flows.map((flow: {packets: number}) => flow.packets)),
		b: sum(flows.map((flow: {bytes: number}) => flow.bytes)),
		t: snapshot.time.min.replace('.', '').replace(/^0+(?=\d)/, ''),
	});
	const [totals] = await query(
		"SELECT count(*) AS n, sum(bytes)::BIGINT AS b, max(number) AS last FROM 'packets.parquet'",
	);
	const {packets, bytes} = snapshot.totals;
	expect(totals).toEqual({n: String(packets), b: String(bytes), last: String(packets)});
	const [endpoints] = await query("SELECT count(*) AS n, sum(bytesSent)::BIGINT AS b FROM 'endpoints.parquet'");
	expect(endpoints).toEqual({
		n: String(snapshot.endpoints.distinct),
		b: sum(snapshot.endpoints.top.map((row: {bytesSent: number}) => row.bytesSent)),
	});
	const types = await query("SELECT column_name AS name, column_type AS type FROM (DESCRIBE FROM 'packets.parquet')");
	expect(Object.fromEntries(types.map(({name, type}) => [name, type]))).toMatchObject({
		number: 'BIGINT',
		timestamp: 'TIMESTAMP',
		timestampNanoseconds: 'BIGINT',
		source: 'VARCHAR',
		sourcePort: 'BIGINT',
		fragment: 'BOOLEAN',
		stop: 'VARCHAR',
	});

	const [talkers, minutes, gaps] = await Promise.all(QUERIES.map(query));
	expect(talkers[0]).toMatchObject({a: expect.stringMatching(/./), bytes: expect.stringMatching(/^\d+$/)});
	expect(minutes.reduce((total, row) => total + Number(row.bytes), 0)).toBe(bytes);
	expect(gaps.length).toBeGreaterThan(1);
});

it('keeps nanoseconds, times before 1970 and what is not known, over many groups of rows', async () => {
	const columns: ParquetColumn[] = [
		{name: 'time', type: 'time'},
		{name: 'count', type: 'count'},
		{name: 'text', type: 'text'},
		{name: 'truth', type: 'truth'},
	];
	const rows = new ParquetRows(columns, 'test');
	const pieces: Uint8Array[] = [];
	const add = (row: (string | number | boolean | null)[]) => pieces.push(rows.add(row) ?? new Uint8Array());
	add(['-1.000000001', Number.MAX_SAFE_INTEGER, 'ü', true]);
	add([null, null, null, null]);
	for (let i = 0; i < 100_000; i++) {
		add([`${i}.123456789`, i, i % 2 === 0 ? 'even' : null, false]);
	}
	expect(pieces.filter(({length}) => length > 0)).toHaveLength(3);
	fs.writeFileSync(place.file('rows.parquet'), Buffer.concat([...pieces, rows.end()]));
	const [first] = await query(
		"SELECT timeNanoseconds AS n, epoch_us(time) AS u, count AS c, text, truth FROM 'rows.parquet' WHERE truth",
	);
	expect(first).toEqual({n: '-1000000001', u: '-1000001', c: String(Number.MAX_SAFE_INTEGER), text: 'ü', truth: true});
	const [all] = await query(
		"SELECT count(*) AS rows, count(text) AS texts, count(time) AS times, sum(count)::BIGINT - 9007199254740991 AS sum, max(timeNanoseconds) AS last FROM 'rows.parquet'",
	);
	expect(all).toEqual({rows: '100002', texts: '50001', times: '100001', sum: '4999950000', last: '99999123456789'});
});

it('makes a file of nothing that can be read, and leaves none of what cannot be', async () => {
	fs.writeFileSync(place.file('empty.pcap'), pcapHeader('little'));
	expect(place.run('netanal-tui export empty.pcap --packets -o none.parquet -o none2.parquet').status).toBe(0);
	expect(await query("SELECT count(*) AS n FROM 'none.parquet'")).toEqual([{n: '0'}]);
	const folder = place.run('netanal-tui export capture.pcap --packets -o nowhere/packets.parquet');
	expect(folder).toMatchObject({status: 1, output: expect.stringMatching(/^netanal-tui: cannot write nowhere.*\n$/)});
	expect(place.run('netanal-tui export capture.pcap -o flows.parquet --include-payload').status).toBe(2);
});

it('has what was said only where it is asked for', async () => {
	fs.writeFileSync(
		place.file('one.pcap'),
		Buffer.concat([pcapHeader('little'), pcapRecord('little', 7, 0, udp('c0ffee'))]),
	);
	place.run('netanal-tui export one.pcap --packets --include-payload -o with.parquet');
	place.run('netanal-tui export one.pcap --packets -o without.parquet');
	expect(await query("SELECT payload, vlan FROM 'with.parquet'")).toEqual([{payload: 'c0ffee', vlan: null}]);
	await expect(query("SELECT payload FROM 'without.parquet'")).rejects.toThrow(/payload/);
});

function udp(payload: string): Buffer {
	const data = Buffer.from(payload, 'hex');
	const ip = [0x45, 0, 0, 28 + data.length, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2];
	return Buffer.from([...Array(12).fill(2), 8, 0, ...ip, 0x9c, 0x40, 0, 9, 0, 8 + data.length, 0, 0, ...data]);
}

it('a time that 64 bits do not hold is null, in microseconds, nanoseconds or both', async () => {
	const rows = new ParquetRows([{name: 't', type: 'time'}], 'test');
	const times = [
		'9223372036.854775807',
		'9223372036.854775808',
		'-9223372036.854775809',
		'9223372036854.775806999',
		'9223372036854.775808000',
		'18446744073709552000.000000000',
	];
	const parts = times.map(time => rows.add([time]) ?? Buffer.alloc(0));
	fs.writeFileSync(place.file('far.parquet'), Buffer.concat([...parts, rows.end()]));
	const read = await query("SELECT epoch_us(t) AS t, tNanoseconds AS n FROM 'far.parquet'");
	expect(read.map(({t, n}) => [t, n])).toEqual([
		['9223372036854775', '9223372036854775807'],
		['9223372036854775', null],
		['-9223372036854776', null],
		['9223372036854775806', null],
		[null, null],
		[null, null],
	]);
});
