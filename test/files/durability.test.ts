/** What is on the disk when a file gets its name: the calls that decide it, in their order. */
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {AtomicFile, publish, writeFileSafely} from '../../source/files/atomic-file.js';

/** `sync NAME`, `link NAME` and `rename NAME`, NAME as the file is called then; `failing` names a file that cannot be synced. */
const disk = vi.hoisted(() => ({calls: [] as string[], failing: ''}));

function shown(file: unknown): string {
	return path.basename(String(file)).replace(/^\..*\.tmp$/, 'temporary');
}

vi.mock('node:fs', async original => {
	const real = await original<typeof import('node:fs')>();
	return {
		...real,
		linkSync(from: string, to: string) {
			disk.calls.push(`link ${shown(from)} ${shown(to)}`);
			real.linkSync(from, to);
		},
		renameSync(from: string, to: string) {
			disk.calls.push(`rename ${shown(from)} ${shown(to)}`);
			real.renameSync(from, to);
		},
	};
});

vi.mock('node:fs/promises', async original => {
	const real = await original<typeof import('node:fs/promises')>();
	return {
		...real,
		async open(file: string, ...rest: [number]) {
			const handle = await real.open(file, ...rest);
			const sync = handle.sync.bind(handle);
			handle.sync = async () => {
				if (shown(file) === disk.failing) {
					throw Object.assign(new Error('EIO: i/o error, fsync'), {code: 'EIO', errno: -5});
				}
				await sync();
				disk.calls.push(`sync ${shown(file)}`);
			};
			return handle;
		},
	};
});

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'netanal-durable-'));
	disk.calls = [];
	disk.failing = '';
});
afterEach(() => rmSync(folder, {recursive: true}));

it('is on the disk whole before it has its name, and its name before anyone is told', async () => {
	await writeFileSafely(at('a.json'), '{}');
	expect(disk.calls).toEqual(['sync temporary', 'link temporary a.json', `sync ${path.basename(folder)}`]);
});

it('is on the disk whole before it takes the place of another', async () => {
	writeFileSync(at('a.json'), 'old');
	await writeFileSafely(at('a.json'), '{}', {force: true});
	expect(disk.calls).toEqual(['sync temporary', 'rename temporary a.json', `sync ${path.basename(folder)}`]);
});

it('is on the disk whole before another thread publishes it', async () => {
	const file = new AtomicFile(at('a.pcap'));
	file.write(Buffer.from('packets'));
	await publish(file.finish()!);
	expect(disk.calls).toEqual(['sync temporary', 'link temporary a.pcap', `sync ${path.basename(folder)}`]);
});

it('takes the place of no file when the disk did not take it', async () => {
	writeFileSync(at('a.json'), 'old');
	disk.failing = 'temporary';
	await expect(writeFileSafely(at('a.json'), '{}', {force: true})).rejects.toMatchObject({
		code: 'FILE_UNWRITABLE',
		message: expect.stringMatching(/^cannot write .*a\.json: /),
	});
	expect(disk.calls).toEqual([]);
	expect(readFileSync(at('a.json'), 'utf8')).toBe('old');
	expect(readdirSync(folder)).toEqual(['a.json']);
});

it('is there also where a folder cannot be synced', async () => {
	disk.failing = path.basename(folder);
	await writeFileSafely(at('a.json'), '{}');
	expect(disk.calls).toEqual(['sync temporary', 'link temporary a.json']);
	expect(readFileSync(at('a.json'), 'utf8')).toBe('{}');
});
