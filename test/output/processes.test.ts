/** Processes as they leave the program: as CSV, as the types of Parquet, as a table of text, and as a snapshot that is read again. */
import {describe, expect, it} from 'vitest';
import type {Process, Snapshot} from '../../source/engine/snapshot.js';
import {formatCsv} from '../../source/output/csv.js';
import {readSnapshot} from '../../source/output/read-snapshot.js';
import {formatTable} from '../../source/output/table.js';
import {busySnapshot} from '../helpers/snapshots.js';

const NONE = {packetsSent: 0, packetsReceived: 0, bytesSent: 0, bytesReceived: 0};

const processOf = (pid: number, name: string, networkNamespace: number | null): Process => ({
	...{pid, name, user: 'www', unit: null, networkNamespace},
	...{packetsSent: pid, packetsReceived: 1, bytesSent: 100 * pid, bytesReceived: 10, flows: 2, hosts: 1},
});

function snapshotOf(...top: Process[]): Snapshot {
	const unknown = {...NONE, packetsReceived: 3, bytesReceived: 300};
	return {...busySnapshot(1), processes: {distinct: top.length, evicted: 0, unknown, others: NONE, top}};
}

const [HOST, OTHER] = [4_026_531_840, 4_026_532_281];

describe('processes', () => {
	it('are rows of CSV, with those of nobody known', () => {
		const text = [...formatCsv(snapshotOf(processOf(7, 'nginx', HOST), processOf(8, 'curl', null)), 'processes')].join(
			'',
		);
		expect(text.trim().split(/\r?\n/)).toEqual([
			'pid,name,user,unit,packetsSent,bytesSent,packetsReceived,bytesReceived,flows,hosts,networkNamespace,command',
			`7,nginx,www,,7,700,1,10,2,1,${HOST},`,
			'8,curl,www,,8,800,1,10,2,1,,',
			',(others),,,0,0,0,0,,,,',
			',(unknown),,,0,0,3,300,,,,',
		]);
	});

	it('are a table that tells network namespaces only where there are several', () => {
		const linesOf = (snapshot: Snapshot) =>
			formatTable(snapshot)
				.split('\n')
				.filter(line => /network namespace|nginx|curl/.test(line));
		expect(linesOf(snapshotOf(processOf(7, 'nginx', HOST), processOf(8, 'curl', HOST))).join()).not.toMatch(
			/network namespace|4026531840/,
		);
		const [, nginx, curl] = linesOf(snapshotOf(processOf(7, 'nginx', HOST), processOf(8, 'curl', OTHER)));
		expect([nginx, curl]).toEqual([expect.stringContaining(String(HOST)), expect.stringContaining(String(OTHER))]);
	});

	it('have their command lines only where those were asked for', () => {
		const [curl, nginx] = [processOf(8, 'curl', HOST), processOf(7, 'nginx', HOST)];
		const told = snapshotOf({...curl, command: 'curl -u me:secret'}, {...nginx, command: null});
		expect([...formatCsv(told, 'processes')].join('')).toContain(`${HOST},curl -u me:secret`);
		expect(formatTable(told)).toMatch(/hosts {2}command(.|\n)*curl .* curl -u me:secret/);
		expect(readSnapshot(JSON.stringify(told), 'x.json').processes).toEqual(told.processes);
		expect(formatTable(snapshotOf(curl, nginx))).not.toContain('command');
	});

	it('are read again as they were written', () => {
		const snapshot = snapshotOf(processOf(7, 'nginx', HOST), processOf(8, 'curl', null));
		expect(readSnapshot(JSON.stringify(snapshot), 'x.json').processes).toEqual(snapshot.processes);
	});
});
