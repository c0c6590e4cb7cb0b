/** A table of interfaces, where packets say theirs. */
import {describe, expect, it} from 'vitest';
import {safeSnapshot} from '../../source/dashboard/model/safe-snapshot.js';
import type {Snapshot, SnapshotInterface} from '../../source/engine/snapshot.js';
import {formatCsv} from '../../source/output/csv.js';
import {formatTable} from '../../source/output/table.js';
import {busySnapshot} from '../helpers/snapshots.js';

const one = (fields: Partial<SnapshotInterface>): SnapshotInterface => ({
	...{name: null, description: null, index: null, linkType: 'EN10MB', packets: 7, bytes: 700},
	drops: {kernel: null, interface: null},
	...fields,
});
const tableOf = (...interfaces: SnapshotInterface[]) => {
	const snapshot: Snapshot = {...busySnapshot(1), interfaces};
	return /^Interfaces[\s\S]*?(?=\n\n)/m.exec(formatTable(snapshot))?.[0] ?? null;
};
const WAN = one({
	name: 'wan0',
	description: 'up\u001b[2Jlink',
	packets: 2,
	bytes: 284,
	drops: {kernel: 5, interface: 7},
});

describe('interfaces', () => {
	it('are a table, whatever they are called', () => {
		expect(tableOf(WAN, one({index: 3, linkType: 'SLL2'}))).toBe(
			[
				'Interfaces',
				'name     description  link type  packets  bytes  dropped by kernel  by interface',
				'wan0     up\ufffd[2Jlink   EN10MB           2    284                  5             7',
				'index 3               SLL2             7    700                n/a           n/a',
			].join('\n'),
		);
		expect(safeSnapshot({...busySnapshot(1), interfaces: [WAN]}).interfaces?.[0].description).toBe('up\ufffd[2Jlink');
	});

	it('are none where one has nothing to say, and ten of many', () => {
		expect(tableOf(one({}))).toBeNull();
		expect(tableOf()).toBeNull();
		expect(tableOf(...Array.from({length: 1024}, (_, index) => one({index})))).toMatch(
			/^Interfaces \(10 of 1,024\)\n(.*\n){10}.*$/,
		);
	});

	it('are all of them in CSV', () => {
		const text = [...formatCsv({...busySnapshot(1), interfaces: [WAN, one({index: 3})]}, 'interfaces')].join('');
		expect(text.split('\r\n').map(row => row.replace('\u001b', ''))).toEqual([
			'name,description,index,linkType,packets,bytes,droppedByKernel,droppedByInterface,repeatedPackets,repeatedBytes',
			'wan0,up[2Jlink,,EN10MB,2,284,5,7,,',
			',,3,EN10MB,7,700,,,,',
			'',
		]);
	});
});
