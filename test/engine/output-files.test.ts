import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, expect, it, vi} from 'vitest';
import {OutputFiles} from '../../source/engine/output-files.js';
import * as newFile from '../../source/files/atomic-file.js';
import type {Finished} from '../../source/files/placing.js';

vi.mock('../../source/files/atomic-file.js', async importOriginal => {
	const original = await importOriginal<typeof newFile>();
	return {
		...original,
		async publish(finished: Finished) {
			const placed = await original.publish(finished);
			// Who collects finished files is faster than we.
			if (finished.target.endsWith('2.pcap')) {
				fs.rmSync(finished.target);
			}
			return placed;
		},
	};
});

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-rotation-'));
afterAll(() => fs.rmSync(folder, {recursive: true}));

it('goes on when a file of the ring is taken away as it is finished, and removes none that takes its place', async () => {
	const files = new OutputFiles();
	const target = (number: number) => path.join(folder, `${number}.pcap`);
	const add = async (number: number) => {
		const file = new newFile.AtomicFile(target(number));
		file.write(Buffer.from('packets'));
		files.add(-1, {path: target(number), packets: 1, bytes: 7, finished: file.finish(), keep: 2});
		await files.settled();
	};
	await add(1);
	await add(2);
	fs.writeFileSync(target(2), 'not ours');
	for (const number of [3, 4, 5]) {
		await add(number);
	}
	expect(files.error).toBeNull();
	expect(files.written.map(file => file.path)).toEqual([4, 5].map(target));
	expect(fs.readdirSync(folder)).toEqual(['2.pcap', '4.pcap', '5.pcap']);
});
