import {describe, expect, it} from 'vitest';
import {csvRow} from '../../source/format/csv.js';
import {bandwidthChart} from '../../source/output/bandwidth-chart.js';
import {CSV_TABLES, formatCsv} from '../../source/output/csv.js';
import {formatJson, jsonPieces} from '../../source/output/json.js';
import {LiveText, readingText} from '../../source/output/progress.js';
import {formatTable} from '../../source/output/table.js';
import {busySnapshot} from '../helpers/snapshots.js';

const FLOW = {
	transport: 'tcp' as const,
	a: {address: '192.0.2.1', port: 40_000, name: null},
	b: {address: '2001:db8::1', port: 443, name: null},
	packets: 3,
	bytes: 180,
	aToB: {packets: 2, bytes: 120},
	bToA: {packets: 1, bytes: 60},
	first: '1700000000.000000000',
	last: null,
	application: 'tls',
	serverName: '=cmd()',
	tcpState: null,
	errorBytes: 0,
};

function snapshot() {
	const base = busySnapshot(3);
	return {
		...base,
		flows: {...base.flows, top: [FLOW]},
		conversations: {...base.conversations, top: [{a: 'a', b: 'b', packets: 1, bytes: 2, errorBytes: 0}]},
	};
}

describe('CSV', () => {
	it('quotes what RFC 4180 wants quoted', () => {
		expect(csvRow(['plain', 'a,b', 'say "x"', 'two\nlines', '', null, 7, false])).toBe(
			'plain,"a,b","say ""x""","two\nlines",,,7,false\r\n',
		);
	});

	it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\tx', '\rx', '=cmd|" /C calc"!A0', '＝1'])(
		'takes the formula out of %j',
		text => {
			const row = csvRow([text]);
			expect(row.replace(/^"/, '')).toMatch(/^'/);
			expect(row.replaceAll('""', '"')).toContain(text);
		},
	);

	it('takes out formulas that a spreadsheet would find behind a semicolon', () => {
		expect(csvRow(['x;=1+1;@SUM(A1)', 'a;b; c', '=1;=2'])).toBe("x;'=1+1;'@SUM(A1),a;b; c,'=1;'=2\r\n");
	});

	it('leaves numbers what they are', () => {
		expect(csvRow(['-12.5', -3, '952109329.022770000', '-1.000000001'])).toBe(
			'-12.5,-3,952109329.022770000,-1.000000001\r\n',
		);
		expect(csvRow(['-1-1', '+5'])).toBe("'-1-1,'+5\r\n");
	});

	it('has as many cells in each row as in the head', () => {
		for (const name of CSV_TABLES) {
			const rows = [...formatCsv(snapshot(), name)].join('').trimEnd().split('\r\n');
			expect(new Set(rows.map(row => row.split(',').length)).size, name).toBe(1);
		}
	});

	it('holds any number of rows', () => {
		const base = snapshot();
		const top = Array.from({length: 1234}, (_, i) => ({...base.conversations.top[0], bytes: i}));
		const pieces = [...formatCsv({...base, conversations: {...base.conversations, top}}, 'conversations')];
		expect(pieces.length).toBeGreaterThan(2);
		expect(pieces.join('').split('\r\n')).toHaveLength(1 + 1234 + 1);
	});
});

describe('JSON in pieces', () => {
	it('is the same text, however long its lists are', () => {
		const base = snapshot();
		expect([...jsonPieces(base)].join('')).toBe(formatJson(base));
		const long = {
			...base,
			flows: {...base.flows, top: Array.from({length: 3000}, (_, i) => ({...base.flows.top[0], bytes: i}))},
		};
		const pieces = [...jsonPieces(long)];
		expect(pieces.length).toBeGreaterThan(3000);
		expect(pieces.join('')).toBe(formatJson(long));
	});
});

describe('bandwidth in characters', () => {
	const chart = (samples: Array<[number, number]>, unicode = false) =>
		bandwidthChart(
			{
				...snapshot(),
				bandwidth: {
					intervalSeconds: 1,
					samples: samples.map(([time, bytes]) => ({time: `${time}.000000000`, packets: 1, bytes})),
				},
			},
			unicode,
		);

	it('has a column for each second, and gaps', () => {
		expect(
			chart([
				[100, 1000],
				[101, 500],
				[103, 1000],
			]),
		).toEqual([
			'each column is 1s, bits per second',
			' 8.00 kb/s |#  #',
			'           |#  #',
			'           |#  #',
			' 4.00 kb/s |## #',
			'           |## #',
			'           |## #',
			'         0 +----',
			'            0:00 0:04',
		]);
	});

	it('shows the least traffic, and never more than 60 columns', () => {
		const lines = chart(
			Array.from({length: 1000}, (_, i): [number, number] => [i, i === 0 ? 1e6 : i === 999 ? 1 : 0]).filter(
				([, b]) => b > 0,
			),
			true,
		);
		expect(lines[0]).toBe('each column is 30s, bits per second');
		expect(lines.at(-3)).toMatch(/ ┤█ {32}▁$/);
		expect(lines.every(line => line.length <= 72)).toBe(true);
	});

	it('needs two intervals', () => {
		expect(chart([])).toEqual([]);
		expect(chart([[5, 1]])).toEqual([]);
	});
});

describe('the table', () => {
	it('names a few link types of a capture that declares thousands', () => {
		const base = busySnapshot(1);
		const linkTypes = Array.from({length: 65_536}, (_, i) => `UNKNOWN-${i}`);
		const text = formatTable({...base, source: {...base.source, linkTypes}});
		expect(text).toContain('UNKNOWN-9 and 65,526 more\n');
		expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThan(300);
	});
});

describe('progress', () => {
	it('of a file says how far, how fast and how long still', () => {
		expect(readingText({read: 25e6, total: 100e6}, 5)).toBe(
			'[######------------------]  25%  25.0 MB of 100 MB  5.00 MB/s  0:15 left',
		);
		expect(readingText({read: 0, total: 100}, 0)).toContain('n/a left');
		expect(readingText({read: 2e6, total: null}, 4)).toBe('2.00 MB read  500 kB/s  0:04');
	});

	it('of a live capture says what came and what was lost', () => {
		const text = new LiveText(1000);
		const base = snapshot();
		const at = (packets: number, bytes: number) => ({
			...base,
			totals: {...base.totals, packets, bytes},
			drops: {kernel: 3, interface: null, queue: 0},
		});
		text.next(at(100, 1000), 2000);
		expect(text.next(at(300, 251_000), 4000)).toBe(
			'0:03  300 packets  251 kB  100 p/s  1.00 Mb/s  dropped: kernel 3, interface n/a, queue 0',
		);
	});
});
