/** What goes in and out, and whether that is all of it. */
import {describe, expect, it} from 'vitest';
import {isInside, trafficOf} from '../../../source/dashboard/model/local.js';
import {nextRates, type Rates, withoutRates} from '../../../source/dashboard/model/rates.js';
import {overviewModel} from '../../../source/dashboard/model/selectors/overview.js';
import {initialState} from '../../../source/dashboard/model/state.js';
import {overviewLines} from '../../../source/dashboard/panels/overview.js';
import {update} from '../../../source/dashboard/update/update.js';
import type {Endpoint, RecentActivity, Snapshot} from '../../../source/engine/snapshot.js';
import {createKeymap} from '../../../source/input/keymap.js';
import {createTheme} from '../../../source/theme/theme.js';
import {EPOCH, endpoint, snapshotOf} from '../../helpers/snapshots.js';

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

const recentOf = (endpoints: readonly Endpoint[]): RecentActivity => ({
	seconds: 1,
	endpoints: endpoints.map(row => ({
		...row,
		recent: {packets: 1, bytesSent: row.bytesSent, bytesReceived: row.bytesReceived},
	})),
	conversations: [],
	flows: [],
});

/** So many hosts are known, of which `top` are listed and `recent` were busy. */
function moment(distinct: number, top: readonly Endpoint[], recent: readonly Endpoint[] | null): [Snapshot, Rates] {
	const snapshot = snapshotOf({
		totals: {...snapshotOf({}).totals, packets: 1, bytes: 1},
		endpoints: {distinct, ipv4: distinct, ipv6: 0, evicted: 0, top: [...top]},
		recent: recent && recentOf(recent),
	});
	return [snapshot, nextRates({...withoutRates(snapshot), baseline: snapshot}, snapshot, 1000)];
}

const own = endpoint('10.0.0.1', 3000, 1000);
const other = endpoint('10.0.0.2', 200, 100);
const outside = endpoint('203.0.113.1', 1000, 3000);

describe('what goes in and out', () => {
	it('is what those inside receive and send', () => {
		expect(trafficOf(...moment(3, [own, other, outside], [own, other, outside]), [])).toEqual({
			sent: 3200,
			received: 1100,
			isWhole: true,
		});
		expect(trafficOf(...moment(1, [outside], [outside]), [])).toBeNull();
	});

	it.each([
		['everybody is listed', 3, [own, other, outside], null, [], true],
		['more are known, but all who were busy are listed', 900, [own, other, outside], [own], [], true],
		['more are known, and the list of the busy ones is full', 900, [own, outside], [own, outside], [], false],
		['more are known, and nothing is said of who was busy', 900, [own, outside], null, [], false],
		['own addresses are known, and all of them listed', 900, [own, outside], [own, outside], ['10.0.0.1'], true],
		['one of the own addresses is not', 900, [own, outside], [own, outside], ['10.0.0.1', '10.0.0.2'], false],
	])('is whole or at least so much: %s', (_, distinct, top, recent, inside, expected) => {
		expect(trafficOf(...moment(distinct, top, recent), inside)?.isWhole).toBe(expected);
	});

	it('is told with a sign where it may be more', () => {
		const theme = createTheme({depth: 'none', unicode: true});
		const start = initialState({columns: 120, rows: 40}, 0, {source: {kind: 'interface', name: 'eth0'}, filter: null});
		const drawn = (distinct: number) => {
			const [snapshot] = moment(distinct, [own, outside], [own, outside]);
			const running = update(start, {type: 'engine', state: 'running'}, 0, createKeymap()).state;
			const {state} = [0, 1, 2].reduce(
				(reached, step) =>
					update(reached.state, {type: 'snapshot', snapshot, wall: EPOCH + step}, step * 1000, createKeymap()),
				{state: running},
			);
			return overviewLines(overviewModel(state), 60, 4, theme).join('\n');
		};
		expect(drawn(2)).toMatch(/↓ in .*[^≥]8\.00 kb\/s/);
		expect(drawn(900)).toMatch(/↓ in .*≥8\.00 kb\/s/);
	});
});
