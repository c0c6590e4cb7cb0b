import {describe, expect, it} from 'vitest';
import {detailsWidth} from '../../../source/dashboard/model/details-lines.js';
import {dnsSection} from '../../../source/dashboard/model/selectors/dns-details.js';
import {detailLines} from '../../../source/dashboard/panels/drawing/details-lines.js';
import type {AboutDns} from '../../../source/engine/rows.js';
import {createTheme} from '../../../source/theme/theme.js';

const NONE: AboutDns = {queries: 0, received: [], sent: [], newest: [], mayLack: false};
const rows = (dns: Partial<AboutDns>) => dnsSection({...NONE, ...dns})[0].rows.map(({label, text}) => [label, text]);

it('the details of a host say what it asked, and what it was told and told others', () => {
	expect(
		rows({
			queries: 12_345,
			received: [
				{name: 'NOERROR', count: 12_000},
				{name: 'NXDOMAIN', count: 7},
			],
			sent: [{name: 'SERVFAIL', count: 3}],
			newest: [
				{name: 'shop.example', type: 'AAAA', code: 'NXDOMAIN'},
				{name: 'shop.example', type: 'A', code: null},
			],
		}),
	).toEqual([
		['queries', '12,345'],
		['answers to it', 'NOERROR 12,000, NXDOMAIN 7'],
		['answers by it', 'SERVFAIL 3'],
		['newest', 'shop.example AAAA: NXDOMAIN'],
		['', 'shop.example A: no answer seen'],
	]);
});

it('they say what may be lacking, also where nothing else is known', () => {
	expect(rows({mayLack: true})).toEqual([['may lack', 'messages: not kept, for want of room or of time']]);
});

it('they say nothing where there was no DNS, or nobody looks', () => {
	expect([dnsSection(null), dnsSection(undefined)]).toEqual([[], []]);
});

describe('they fit the screen, long names too', () => {
	const theme = createTheme({depth: 'none', unicode: true});
	const linesAt = (columns: number, rows: number) => {
		const sections = dnsSection({
			...{queries: 7, sent: [], mayLack: true},
			received: ['NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED'].map(name => ({name, count: 12_345})),
			newest: [
				{name: `${'long-label.'.repeat(7)}example`, type: 'AAAA', code: 'NXDOMAIN'},
				{name: 'b.example', type: 'A', code: null},
			],
		});
		return detailLines(sections, detailsWidth({columns, rows}) - 2, theme).map(line =>
			line.kind === 'field' ? line.label + line.value : line.kind === 'title' ? line.text : '',
		);
	};

	it('at 120x40', () => {
		expect(linesAt(120, 40)).toEqual([
			' DNS',
			'       queries  7',
			' answers to it  NOERROR 12,345, NXDOMAIN 12,345, SERVFAIL 12,345, REFUSED 12,345',
			'        newest  long-label.long-label.long-label.long-label.long-label.long-label.long-label.example AAAA:',
			'                NXDOMAIN',
			'                b.example A: no answer seen',
			'      may lack  messages: not kept, for want of room or of time',
		]);
	});

	it('at 80x24', () => {
		expect(linesAt(80, 24)).toEqual([
			' DNS',
			'       queries  7',
			' answers to it  NOERROR 12,345, NXDOMAIN 12,345, SERVFAIL 12,345, REFUSED',
			'                12,345',
			'        newest  long-label.long-label.long-label.long-label.long-label.long-l',
			'                abel.long-label.example AAAA: NXDOMAIN',
			'                b.example A: no answer seen',
			'      may lack  messages: not kept, for want of room or of time',
		]);
	});

	it('at 40x12', () => {
		expect(linesAt(40, 12)).toEqual([
			' DNS',
			'       queries  7',
			' answers to it  NOERROR 12,345,',
			'                NXDOMAIN 12,345,',
			'                SERVFAIL 12,345,',
			'                REFUSED 12,345',
			'        newest  long-label.long-label',
			'                .long-label.long-labe',
			'                l.long-label.long-lab',
			'                el.long-label.example',
			'                AAAA: NXDOMAIN',
			'                b.example A: no',
			'                answer seen',
			'      may lack  messages: not kept,',
			'                for want of room or',
			'                of time',
		]);
	});
});
