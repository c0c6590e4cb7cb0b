import fs from 'node:fs';
import {describe, expect, it} from 'vitest';

const root = new URL('../../', import.meta.url);
const table = fs.readFileSync(new URL('docs/architecture.md', root), 'utf8').split('## Limits')[1];
const rows = [...table.matchAll(/^\| ([^|]+) \| ([\d_ *<]+) \| [^|]+ \| `([^`]+)` (\w+) \|$/gm)].map(
	([, what, limit, file, name]) => ({
		what,
		limit,
		file,
		name,
	}),
);

/** The value of `4096`, `1 << 19` or `64 * 1024 * 1024`. */
function value(text: string): number {
	const [base, shift] = text.replaceAll('_', '').split('<<');
	const product = base.split('*').reduce((left, right) => left * Number(right), 1);
	return shift === undefined ? product : product * 2 ** Number(shift);
}

describe('the table of limits in docs/architecture.md', () => {
	it('is found', () => {
		expect(rows.length).toBe(table.split('\n').filter(line => line.startsWith('| ')).length - 1);
	});

	it.each(rows)('says the $what of the code', ({limit, file, name}) => {
		const source = fs.readFileSync(new URL(`source/${file}`, root), 'utf8');
		const [, inCode = `no number called ${name} in ${file}`] =
			new RegExp(`\\b${name}(?: =|:)(?: {min: \\d+, max:)? ([\\d_]+(?: (?:\\*|<<) [\\d_]+)*)[,;} ]`).exec(source) ?? [];
		expect(value(inCode)).toBe(value(limit));
	});
});
