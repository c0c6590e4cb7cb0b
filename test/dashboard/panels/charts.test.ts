import {describe, expect, it} from 'vitest';
import {networksFirst} from '../../../source/commands/dashboard/interface-choices.js';
import type {InterfaceRecord} from '../../../source/commands/interfaces.js';
import type {OverviewModel} from '../../../source/dashboard/model/selectors/overview.js';
import {series} from '../../../source/dashboard/panels/bandwidth.js';
import {lineChart} from '../../../source/dashboard/panels/drawing/line-chart.js';
import {overviewLines} from '../../../source/dashboard/panels/overview.js';
import {sizeLines} from '../../../source/dashboard/panels/sizes.js';
import {createTheme} from '../../../source/theme/theme.js';

const theme = createTheme({depth: 'none', unicode: true});

describe('the axis of the chart', () => {
	const labels = (unit: 'bits' | 'bytes' | 'packets') =>
		lineChart([0, 900, 1000], 1, 60, 7, theme, [], {unit, end: 'now'})
			.slice(0, -1)
			.map(line => line.slice(0, 9).trim())
			.filter(Boolean);

	it('is in the unit that rates are in', () => {
		expect(labels('bits')).toEqual(['8.00 kb/s', '4.00 kb/s', '0 b/s']);
		expect(labels('bytes')).toEqual(['1.00 kB/s', '500 B/s', '0 B/s']);
		expect(labels('packets')).toEqual(['1.00 kp/s', '500 p/s', '0 p/s']);
	});

	it('of a file does not end now', () => {
		expect(lineChart([1, 2], 1, 60, 7, theme, [], {unit: 'bits', end: 'end'}).at(-1)).toMatch(/end$/);
		expect(lineChart([1, 2], 1, 60, 7, theme).at(-1)).toMatch(/now$/);
	});
});

describe('the time axis of a short file', () => {
	const samples = [8000, 0, 8000, 0, 8000].map((bytes, second) => ({
		time: `${1000 + second}.000000000`,
		packets: bytes / 1000,
		bytes,
	}));
	const axis = {snapshot: {bandwidth: {intervalSeconds: 1, samples}}, last: 1004, span: null, whole: 5};

	it('is that of the chart in the lines of the overview: a second is a column, and the rest is before it', () => {
		const [values] = [series({...axis, marks: [], unit: 'bits', end: 'end'}, 20)!.bytes];
		const model = {...axis, rates: {bytes: 8000, packets: 8}, traffic: null, past: [], unit: 'bits'};
		const [line] = overviewLines(model as unknown as OverviewModel, 80, 1, theme);
		expect(values.filter(Number.isFinite)).toEqual([8000, 0, 8000, 0, 8000]);
		expect(line).toMatch(/kb.* {3}█▁█▁█ .*p.* {3}█▁█▁█ /);
	});
});

describe('packet sizes', () => {
	const ranges = [
		{from: 0, to: 63, packets: 10, bytes: 1},
		{from: 64, to: 127, packets: 20, bytes: 1},
		{from: 128, to: 255, packets: 30, bytes: 1},
		{from: 256, to: null, packets: 40, bytes: 1},
	];

	it('say together what finds no room', () => {
		expect(sizeLines({ranges}, 40, 4, theme)).toHaveLength(4);
		const few = sizeLines({ranges}, 40, 3, theme);
		expect(few).toHaveLength(3);
		expect(few[2]).toMatch(/^ 128 or more .* 70% {7}70$/);
	});
});

it('interfaces are offered with networks first, those that are up before the others', () => {
	const named = (name: string, state: InterfaceRecord['state'], loopback = false) =>
		({name, state, loopback}) as InterfaceRecord;
	const all = [
		named('any', 'none'),
		named('lo', 'up', true),
		named('usbmon0', 'none'),
		named('eth1', 'down'),
		named('eth0', 'up'),
		named('eth2', 'no-link'),
	];
	expect(networksFirst(all).map(({name}) => name)).toEqual(['eth0', 'lo', 'eth2', 'eth1', 'any', 'usbmon0']);
});
