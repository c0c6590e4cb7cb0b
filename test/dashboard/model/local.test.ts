/** What is inside, and what goes in and out of there. */
import {describe, expect, it} from 'vitest';
import {overviewModel} from '../../../source/dashboard/model/selectors/overview.js';
import {initialState} from '../../../source/dashboard/model/state.js';
import {overviewLines} from '../../../source/dashboard/panels/overview.js';
import {update} from '../../../source/dashboard/update/update.js';
import {isInside, type RowsAnswer} from '../../../source/engine/rows.js';
import {createKeymap} from '../../../source/input/keymap.js';
import {createTheme} from '../../../source/theme/theme.js';
import {rowsBetween} from '../../helpers/rows.js';
import {EPOCH, snapshotOf} from '../../helpers/snapshots.js';

describe('inside', () => {
	it.each([
		['10.1.2.3', true],
		['172.31.0.1', true],
		['172.32.0.1', false],
		['192.168.1.1', true],
		['169.254.0.1', true],
		['127.0.0.1', true],
		['8.8.8.8', false],
		['fd00::1', true],
		['fe80::1', true],
		['::1', true],
		['2001:db8::1', false],
	])('%s, where no own addresses are known: %s', (address, expected) => {
		expect(isInside(address, [])).toBe(expected);
	});

	it('are own addresses, or those that begin so', () => {
		expect(isInside('192.0.2.7', ['192.0.2.7'])).toBe(true);
		expect(isInside('192.0.2.77', ['192.0.2.7'])).toBe(false);
		expect(isInside('192.0.2.77', ['192.0.2.'])).toBe(true);
		expect(isInside('10.0.0.1', ['192.0.2.7'])).toBe(false);
	});
});

it('what goes in and out is that of the second that all rates are of, and together where nobody inside is known', () => {
	const theme = createTheme({depth: 'none', unicode: true});
	const start = initialState({columns: 120, rows: 40}, 0, {source: {kind: 'interface', name: 'eth0'}, filter: null});
	const usual = snapshotOf({totals: {...snapshotOf({}).totals, packets: 1, bytes: 1}});
	const drawn = (inside: RowsAnswer['inside'], snapshot = usual) => {
		const running = update(start, {type: 'engine', state: 'running'}, 0, createKeymap()).state;
		const rows = {...rowsBetween(snapshot, snapshot, 1), second: EPOCH, inside};
		const {state} = update(running, {type: 'snapshot', snapshot, rows, wall: EPOCH + 1.4}, 1000, createKeymap());
		return overviewLines(overviewModel(state), 60, 4, theme).join('\n');
	};
	const second = (at: number) => ({second: at, received: 1000, sent: 10});
	expect(drawn([second(EPOCH - 1), second(EPOCH)])).toMatch(/↓ in .* 8\.00 kb\/s.*\n.*↑ out .* 80 b\/s/);
	expect(drawn([second(EPOCH - 1)])).toContain('in and out');
	expect(drawn(null)).toContain('in and out');
	// overload kept packets from the tables
	const overloaded = {...usual, detail: {...usual.detail, level: 2 as const}};
	expect(drawn([second(EPOCH)], overloaded)).toMatch(/↓ in .*≥8\.00 kb\/s/);
});
