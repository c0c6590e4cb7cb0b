/** Every state that docs name has its picture, made by media/shoot.js, and every picture is named. */
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {expect, it} from 'vitest';

const text = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const media = new URL('../../media/', import.meta.url);
const named = [...text('docs/screens.md').matchAll(/\.\.\/media\/([\w-]+)\.svg/g)].map(([, name]) => name).sort();

it('each picture is of a state that is named, and made by the program', () => {
	const pictures = readdirSync(media).flatMap(file => (file.endsWith('.svg') ? [file.slice(0, -4)] : []));
	expect(pictures.sort()).toEqual(named);
	const made = [...text('media/shoot.js').matchAll(/^\t'?([\w-]+)'?: \{columns/gm)].map(([, name]) => name);
	expect(made.filter(name => !name.startsWith('size-')).sort()).toEqual(named);
});

it('pictures are small', () => {
	for (const name of named) {
		expect(statSync(new URL(`${name}.svg`, media)).size).toBeLessThan(64 * 1024);
	}
});

it('README shows three of them at most', () => {
	const shown = [...text('README.md').matchAll(/!\[[^\]]*\]\(media\/([\w-]+)\.svg\)/g)].map(([, name]) => name);
	expect(shown.length).toBeLessThanOrEqual(3);
	expect(named).toEqual(expect.arrayContaining(shown));
});
