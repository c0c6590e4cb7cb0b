/** No two captures write files named after one name at the same time; one that was killed is in nobody's way. */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {lockBaseName} from '../../source/files/base-name.js';
import {adoptSign, removeSign} from '../../source/files/unfinished.js';

let folder: string;
const ring = () => path.join(folder, 'ring.pcap');
const lock = () => path.join(folder, '.ring.pcap.lock');
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'netanal-ring-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

it('is refused while its process is there, and free when it is given up', () => {
	const mine = lockBaseName(ring());
	expect(() => lockBaseName(ring())).toThrow(
		expect.objectContaining({
			code: 'FILE_EXISTS',
			message: `process ${process.pid} is writing files named after ${ring()}, says ${lock()}; choose another name`,
		}),
	);
	adoptSign(mine);
	removeSign(mine.path);
	expect(readdirSync(folder)).toEqual([]);
	lockBaseName(ring());
});

it('is taken over from a process that is gone', () => {
	const {pid} = spawnSync('true');
	writeFileSync(lock(), `${pid} 1\n`);
	lockBaseName(ring());
	expect(readFileSync(lock(), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
	expect(readdirSync(folder)).toEqual(['.ring.pcap.lock']);
});

it.skipIf(!existsSync('/proc/self/stat'))('is taken over from a process whose number is another one’s by now', () => {
	writeFileSync(lock(), `${process.pid} 1\n`);
	lockBaseName(ring());
	expect(readFileSync(lock(), 'utf8')).not.toBe(`${process.pid} 1\n`);
});

it('is not taken over from one that does not say who it is', () => {
	writeFileSync(lock(), '');
	expect(() => lockBaseName(ring())).toThrow(`another process is writing files named after ${ring()}`);
	expect(readFileSync(lock(), 'utf8')).toBe('');
});

it('says that there is no such folder', () => {
	expect(() => lockBaseName(path.join(folder, 'no/ring.pcap'))).toThrow('there is no such folder');
});

it('leaves the sign of another one that came after it', () => {
	const mine = lockBaseName(ring());
	adoptSign(mine);
	rmSync(lock());
	writeFileSync(lock(), 'theirs');
	removeSign(mine.path);
	expect(readFileSync(lock(), 'utf8')).toBe('theirs');
});
