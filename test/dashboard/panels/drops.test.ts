/** What the panel of drops says, as plain text: no line of it needs colour to be understood. */
import {describe, expect, it} from 'vitest';
import {NO_RATE} from '../../../source/dashboard/model/lists.js';
import {dropsModel} from '../../../source/dashboard/model/selectors/drops.js';
import {talkersModel} from '../../../source/dashboard/model/selectors/lists.js';
import {type DashboardState, initialState} from '../../../source/dashboard/model/state.js';
import {listNote} from '../../../source/dashboard/panels/drawing/list.js';
import {talkerColumns} from '../../../source/dashboard/panels/drawing/talker-columns.js';
import {dropLines} from '../../../source/dashboard/panels/drops.js';
import {update} from '../../../source/dashboard/update/update.js';
import type {Snapshot} from '../../../source/engine/snapshot.js';
import {paintedWidth} from '../../../source/format/painted.js';
import {createKeymap} from '../../../source/input/keymap.js';
import {createTheme} from '../../../source/theme/theme.js';
import {EPOCH, endpoint, snapshotOf} from '../../helpers/snapshots.js';

const theme = createTheme({depth: 'none', unicode: true});
const ascii = createTheme({depth: 'none', unicode: false});
const QUEUE = {capacity: 64_000_000, used: 0, peak: 0, highest: 0};

function stateOf(parts: Partial<Snapshot>): DashboardState {
	const start = initialState({columns: 120, rows: 40}, 0, {source: {kind: 'interface', name: 'eth0'}, filter: null});
	return update(start, {type: 'snapshot', snapshot: snapshotOf(parts), wall: EPOCH}, 100, createKeymap()).state;
}

const lines = (parts: Partial<Snapshot>, width = 60, height = 12, how = theme) =>
	dropLines(dropsModel(stateOf(parts)), width, height, how).map(line => line.replace(/\u001b\[[\d;]*m/g, ''));

const line = (parts: Partial<Snapshot>, label: string, width?: number, how = theme) =>
	lines(parts, width, 12, how).find(text => text.includes(label));

describe('queue fill', () => {
	it.each([
		['empty', {}, 'queue fill               0%, max 0% of 64.0 MB'],
		['a little', {peak: 640_000, highest: 6_400_000}, 'queue fill ▏           1.0%, max 10% of 64.0 MB'],
		['half', {peak: 32_000_000, highest: 32_000_000}, 'queue fill █████        50%, max 50% of 64.0 MB'],
		['to the brim', {peak: 62_000_000, highest: 62_000_000}, 'queue fill █████████▊   97%, NEARLY FULL'],
	])('%s', (_, fill, expected) => {
		expect(line({queue: {...QUEUE, ...fill}}, 'queue fill')).toContain(expected);
	});

	it('has its figures where there is little room, and none of them cut', () => {
		expect(line({queue: {...QUEUE, peak: 8_000_000, highest: 48_000_000}}, 'queue fill', 37)).toBe(
			'    queue fill ▊        13%, max 75%',
		);
	});

	it('that is not there is said to be none, and not 0', () => {
		expect(line({queue: null}, 'queue fill')).toBe('    queue fill  no queue here');
	});

	it('is drawn in ASCII where that is wanted', () => {
		const text = line({queue: {...QUEUE, peak: 32_000_000}}, 'queue fill', 60, ascii)!;
		expect(text).toContain('#####');
		expect(text).toMatch(/^[\x20-\x7e]*$/);
	});

	it('stands beside the drops where they have one line only', () => {
		const parts = {queue: {...QUEUE, peak: 8_000_000}, drops: {kernel: 1, interface: null, queue: 0}};
		expect(lines(parts, 80, 1)).toEqual([' drops  kernel 1 ✖  interface n/a  queue 0  (13% full)']);
		expect(lines(parts, 40, 1)[0]).not.toContain('full');
	});
});

describe('rows given up', () => {
	it('are counted by table, and none is said to be none', () => {
		const parts = snapshotOf({});
		expect(line({}, 'given up')).toBe('    given up    no rows: all are exact');
		const full = {
			endpoints: {...parts.endpoints, evicted: 131_072},
			flows: {...parts.flows, evicted: 12},
		};
		expect(line(full, 'given up')).toBe('    given up    131 k hosts, 12 flows');
	});

	it('make the number of different ones an estimate, which the list says', () => {
		const model = talkersModel(stateOf({}));
		expect(listNote('talkers', {...model, found: 5000, table: {distinct: 5000, evicted: 0}}, theme)).toMatch(
			/^5,000 hosts/,
		);
		expect(listNote('talkers', {...model, found: 4000, table: {distinct: 5000, evicted: 1}}, theme)).toMatch(
			/^4,000 of about 5,000 hosts/,
		);
	});

	it('are no reason to count less than is there: while rows are looked for, the list says how many there are at least', () => {
		const model = {...talkersModel(stateOf({})), found: 3, table: {distinct: 5000, evicted: 0}};
		expect(listNote('talkers', {...model, isPartial: true}, theme)).toMatch(/^≥ 3 of 5,000 hosts/);
		expect(listNote('talkers', {...model, isPartial: false}, theme)).toMatch(/^3 of 5,000 hosts/);
	});

	it('leave a sign at the totals of rows that may lack something', () => {
		const options = {
			...{isLive: false, hasAverages: false, isFolded: false, hasIpv6: false, hasNames: false},
			unit: 'bits',
		} as const;
		const total = talkerColumns(options, 80, theme).find(({id}) => id === 'total')!;
		const row = (errorBytes: number) => ({
			key: 'x',
			item: {...endpoint('192.0.2.1', 999_000_000, 0), errorBytes},
			rate: NO_RATE,
			place: 0,
		});
		expect(total.text(row(0), total.least, theme)).toBe('999 MB');
		expect(total.text(row(1), total.least, theme)).toBe('≥999 MB');
		expect(total.text(row(1), total.least, ascii)).toBe('>999 MB');
	});
});

it('no line is wider than the panel, however narrow that is', () => {
	const parts: Partial<Snapshot> = {
		queue: {...QUEUE, peak: 62_000_000, highest: 64_000_000},
		drops: {kernel: 123_456_789, interface: 5, queue: 77},
		endpoints: {...snapshotOf({}).endpoints, evicted: 131_072},
		decodeStops: [{reason: 'bad-length', layer: 'ipv4', packets: 3, firstOffset: 14, firstPacket: 4711}],
	};
	const state = stateOf(parts);
	for (const height of [1, 2, 3, 5, 9, 20]) {
		for (let width = 28; width <= 120; width++) {
			const drawn = dropLines(dropsModel(state), width, height, theme);
			expect(drawn.length).toBeLessThanOrEqual(height);
			for (const text of drawn) {
				expect(paintedWidth(text), `${width}: ${text}`).toBeLessThanOrEqual(width);
			}
		}
	}
});
