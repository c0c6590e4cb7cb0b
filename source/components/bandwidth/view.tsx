/** Bits per second as a line, packets per second as a sparkline; two sparklines where there is no room for a chart. */
import {sparkline} from '../../format/bars.js';
import {toWidth} from '../../format/cells.js';
import {bitRate, packetRate} from '../../format/numbers.js';
import type {Theme} from '../../theme/theme.js';
import {type DashboardState, shownView} from '../app/state.js';
import {inside, Panel, type PanelProps} from '../panel.js';
import {useTheme} from '../theme-context.js';
import {lineChart} from './chart.js';
import {bandwidthSeries, lastSecond, newest, peak, type Series} from './state.js';

const SMALLEST_CHART = 5;

function series(state: DashboardState, length: number): Series | null {
	const view = shownView(state);
	if (view === null) {
		return null;
	}
	const runs = state.engine === 'running' || state.held !== null;
	return bandwidthSeries(view.snapshot, length, lastSecond(view.snapshot, runs ? view.wall : null));
}

function sparkLine(
	label: string,
	values: number[],
	text: string,
	width: number,
	theme: Theme,
	isChart: boolean,
): string {
	const right = toWidth(text, 9, 'right', '');
	const room = Math.max(0, width - label.length - right.length - 2);
	return (
		theme.paint('axis', label) +
		theme.paint(isChart ? 'chart' : 'received', sparkline(values, room, theme.glyphs.spark)) +
		theme.paint('strong', ` ${right}`)
	);
}

export function bandwidthLines(state: DashboardState, width: number, height: number, theme: Theme): string[] {
	const data = series(state, width);
	if (data === null) {
		return [theme.paint('muted', toWidth(' waiting for the first packets', width))];
	}
	const packets = sparkLine(' packets  ', data.packets, packetRate(newest(data.packets)), width, theme, false);
	const chartHeight = height - 1;
	if (chartHeight < SMALLEST_CHART) {
		const bits = sparkLine(' bits     ', data.bytes, bitRate(newest(data.bytes)), width, theme, true);
		return [bits, packets].slice(0, height);
	}
	return [...lineChart(data.bytes, data.interval, width - 1, chartHeight, theme), packets];
}

export function Bandwidth({state, placement}: PanelProps) {
	const theme = useTheme();
	const {width, height} = inside(placement);
	const data = series(state, width);
	const note = data === null ? undefined : `peak ${bitRate(peak(data.bytes))}`;
	return (
		<Panel
			state={state}
			placement={placement}
			title="Bandwidth"
			note={note}
			lines={bandwidthLines(state, width, height, theme)}
		/>
	);
}
