/** What Ink remembers of texts, in the bundle: as much as it needs, and no more with each text that it was ever given. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {lastTexts, ownCells} from '../../scripts/bundle-plugins.js';
import {MOST_TEXTS} from '../../source/terminal/ink/last-texts.js';

interface Texts {
	measure(text: string): {width: number; height: number};
	wrap(text: string, width: number, how: string): string;
}

let folder: string;
let ink: Texts;
let bundled: string;

beforeAll(async () => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-ink-'));
	const of = (name: string) => fileURLToPath(new URL(`../../node_modules/ink/build/${name}.js`, import.meta.url));
	const outfile = path.join(folder, 'texts.mjs');
	await build({
		stdin: {
			contents: `export {default as measure} from ${JSON.stringify(of('measure-text'))};
				export {default as wrap} from ${JSON.stringify(of('wrap-text'))};`,
			resolveDir: folder,
		},
		outfile,
		bundle: true,
		format: 'esm',
		platform: 'node',
		plugins: [ownCells, lastTexts],
	});
	bundled = fs.readFileSync(outfile, 'utf8');
	ink = await import(pathToFileURL(outfile).href);
});
afterAll(() => fs.rmSync(folder, {recursive: true, force: true}));

it('the last texts that were measured are kept, older ones are not', () => {
	const others = Array.from({length: MOST_TEXTS}, (_, index) => `text ${index}`);
	const first = ink.measure('two\nlines');
	expect(first).toEqual({width: 5, height: 2});
	for (const text of others.slice(1)) {
		ink.measure(text);
	}
	expect(ink.measure('two\nlines')).toBe(first);
	ink.measure(others[0]);
	const again = ink.measure('two\nlines');
	expect(again).not.toBe(first);
	expect(again).toEqual(first);
});

it('a text is wrapped for the width at hand, whatever was before', () => {
	expect(ink.wrap('quickbrownfoxlazy1', 2, 'wrap').startsWith('qu\nic')).toBe(true);
	expect(ink.wrap('quickbrownfoxlazy', 12, 'wrap')).toBe('quickbrownfo\nxlazy');
	for (let index = 0; index < 2 * MOST_TEXTS; index++) {
		expect(ink.wrap(`number ${index} of many`, 9, 'truncate')).toBe(
			`number ${index}`.padEnd(8).slice(0, 8).concat('…'),
		);
	}
	expect(ink.wrap('quickbrownfoxlazy', 12, 'wrap')).toBe('quickbrownfo\nxlazy');
});

it('there is no other memory of texts', () => {
	expect(bundled.match(/\bcache\d* = .*/g)).toEqual([
		expect.stringContaining('new LastTexts()'),
		expect.stringContaining('new LastTexts()'),
	]);
});
