import fs from 'node:fs';
import {expect, it} from 'vitest';
import {residentBytes} from './resident.js';

const KB = 1024;
const mapping = (range: string, rights: string, name: string, resident: number) =>
	`${range} ${rights} 00000000 00:00 0 ${' '.repeat(20)}${name}\nSize: 1048576 kB\nRss: ${resident} kB\nPss: 7 kB\nVmFlags: rd wr\n`;

it("tells V8's pages from what the C library and buffers have, and leaves files out", () => {
	const smaps = [
		mapping('00400000-05000000', 'r-xp', '/usr/bin/node', 1),
		mapping('0bead000-0c000000', 'rw-p', '[heap]', 2),
		mapping('1c2ae00000-1c2ae40000', 'rw-p', '', 4),
		mapping('3ffffffc0000-400000000000', 'rw-p', '', 8),
		mapping('7f6892800000-7f68b2580000', 'rwxp', '', 16),
		mapping('7f6888000000-7f6888476000', 'rw-p', '', 32),
		mapping('7ffd01000000-7ffd01021000', 'rw-p', '[stack]', 64),
	].join('');
	expect(residentBytes(smaps)).toEqual({inHeaps: 28 * KB, outside: 98 * KB});
});

it('finds the pages of objects that a process keeps, and its buffers', () => {
	const before = residentBytes(fs.readFileSync('/proc/self/smaps', 'utf8'));
	const objects = Array.from({length: 500_000}, (_, index) => ({index, more: [index]}));
	const buffer = new Uint8Array(64 * KB * KB).fill(1);
	const after = residentBytes(fs.readFileSync('/proc/self/smaps', 'utf8'));
	expect(after.inHeaps - before.inHeaps).toBeGreaterThan(16 * KB * KB);
	expect(after.outside - before.outside).toBeGreaterThan(60 * KB * KB);
	expect(objects.length + buffer.length).toBeGreaterThan(0);
});
