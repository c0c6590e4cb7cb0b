/** Every key and field that docs/questions.md names is there. */
import fs from 'node:fs';
import {expect, it} from 'vitest';
import {SETTINGS} from '../../source/commands/dashboard/config.js';
import {parseRowFilter} from '../../source/engine/row-filter.js';
import {keysDocument} from '../../source/input/document.js';

const text = fs.readFileSync(new URL('../../docs/questions.md', import.meta.url), 'utf8');
const rows = text
	.split('\n')
	.filter(line => /^\| \d+\. /.test(line))
	.map(line => line.split('|').map(cell => cell.trim()));
const quoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);

it('ten questions are answered by keys that there are', () => {
	const known = new Set(quoted(keysDocument(SETTINGS)));
	expect(rows.map(([, question]) => Number.parseInt(question, 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	for (const [, question, keys, where] of rows) {
		const named = quoted(keys);
		expect(named.length > 0 || keys === 'none', question).toBe(true);
		const inText = quoted(where).filter(code => !code.includes(':') && !code.startsWith('>'));
		expect([...named, ...inText].filter(key => !known.has(key))).toEqual([]);
	}
});

it('the view filter takes the fields as they are written', () => {
	const filters = rows
		.flatMap(([, , , where]) => quoted(where))
		.filter(code => code.includes(':') || code.startsWith('>'));
	expect(filters.length).toBeGreaterThan(3);
	const terms = filters.flatMap(filter => parseRowFilter(filter).terms);
	expect(terms.map(({field}) => field)).toEqual(['host', 'app', 'port', 'proc', 'rate']);
});
