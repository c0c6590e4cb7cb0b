import fs from 'node:fs';
import {expect, it} from 'vitest';
import {loadKoffi} from '../../../source/engine/libpcap/library.js';
import {mapLargeBuffers, returnFreeMemory} from '../../../source/engine/libpcap/memory.js';

const MEBIBYTE = 2 ** 20;
const isGlibc =
	process.platform === 'linux' && 'glibcVersionRuntime' in (process.report.getReport() as {header: object}).header;
const resident = () => 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))?.[1]);

it.skipIf(!isGlibc)(
	'a large buffer is resident only where it is used, also after others were freed; small ones go back',
	async () => {
		const library = (await loadKoffi()).load(null);
		const calloc = library.func('calloc', 'void *', ['size_t', 'size_t']);
		const free = library.func('free', 'void', ['void *']);
		const fill = library.func('memset', 'void *', ['void *', 'int', 'size_t']);
		// From here on glibc by itself would keep what is as large, and twice as much at the end of an arena.
		free(calloc(1, 24 * MEBIBYTE));
		free(calloc(1, 24 * MEBIBYTE));
		await mapLargeBuffers();
		const before = resident();
		const tables = Array.from({length: 8}, () => calloc(1, 20 * MEBIBYTE));
		expect(resident() - before).toBeLessThan(20 * MEBIBYTE);
		for (const table of tables) {
			free(table);
		}

		const buffers = Array.from({length: 200}, () => calloc(1, MEBIBYTE / 4));
		const behind = calloc(1, 64);
		const written = resident();
		for (const buffer of buffers) {
			fill(buffer, 1, MEBIBYTE / 4);
		}
		expect(resident() - written).toBeGreaterThan(45 * MEBIBYTE);
		for (const buffer of buffers) {
			free(buffer);
		}
		expect(resident() - written).toBeLessThan(5 * MEBIBYTE);
		free(behind);

		const last = Array.from({length: 20_000}, () => calloc(1, 1024));
		const atEnd = resident();
		for (const each of last) {
			free(each);
		}
		expect(atEnd - resident()).toBeGreaterThan(10 * MEBIBYTE);

		const small = Array.from({length: 20_000}, () => calloc(1, 8192));
		const pin = calloc(1, 64);
		const held = resident();
		for (const each of small) {
			free(each);
		}
		await returnFreeMemory();
		expect(held - resident()).toBeGreaterThan(100 * MEBIBYTE);
		free(pin);
	},
);
