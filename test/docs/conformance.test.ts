import fs from 'node:fs';
import {describe, expect, it} from 'vitest';
import {adjudicate, explainedDifferences, readScore} from '../../scripts/conformance-table.js';

const table = `Text with a | bar.

| set | agree |
|---|---|
| captures | 2 |

| file | field | packets | why |
|---|:-:|---|---|
| captures/a.pcap | time.first | 1 | zero |
| captures/b b.pcap | flows labelled tls | 3, 4 | a port |
`;

const printed = `  captures/a.pcap
    time.first
      want "0E-9"
      got  "0.000000000"
  captures/c.pcap
    protocols.network bytes
      want {"ipv4":1}
      got  {}
no snapshot: captures/d.pcap (status 1, signal null) not a capture
    1 × time.first
    1 × protocols.network bytes
files all right: 1/4
score: 97/99 = 97.98 %
`;

describe('the table of explained differences', () => {
	it('gives file and field of each row, and skips other tables', () => {
		expect(explainedDifferences(table).map(({file, field}) => [file, field])).toEqual([
			['captures/a.pcap', 'time.first'],
			['captures/b b.pcap', 'flows labelled tls'],
		]);
	});

	it('refuses a row that lacks a cell or leaves one empty', () => {
		expect(() => explainedDifferences(`${table}| captures/e.pcap | time.last | |\n`)).toThrow('needs 4 cells');
		expect(() => explainedDifferences(`${table}| captures/e.pcap | time.last | 1 | |\n`)).toThrow('needs 4 cells');
	});

	it('explains every row of docs/conformance.md, each once', () => {
		const text = fs.readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8');
		const rows = explainedDifferences(text).map(({file, field}) => `${file}: ${field}`);
		expect(new Set(rows).size).toBe(rows.length);
	});
});

describe("the scorer's list of misses", () => {
	it('is read with its score and the files without a result', () => {
		expect(readScore(printed)).toEqual({
			right: 97,
			compared: 99,
			misses: [
				{file: 'captures/a.pcap', field: 'time.first'},
				{file: 'captures/c.pcap', field: 'protocols.network bytes'},
			],
			lost: ['captures/d.pcap'],
		});
	});

	it('counts nothing when the scorer broke off', () => {
		expect(readScore('Error: out of memory\n')).toMatchObject({right: 0, compared: 0});
	});

	it('is set against the table: explained, unexplained, stale', () => {
		expect(adjudicate(readScore(printed).misses, explainedDifferences(table))).toEqual({
			explained: 1,
			unexplained: ['captures/c.pcap: protocols.network bytes'],
			stale: ['captures/b b.pcap: flows labelled tls'],
		});
	});
});
