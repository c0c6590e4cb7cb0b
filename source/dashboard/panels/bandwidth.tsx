/** Bits per second as a line, packets per second as a sparkline; two sparklines where there is no room for a chart. */
import {sparkline} from '../../format/bars.js';
import {toWidth} from '../../format/cells.js';
import {span} from '../../format/durations.js';
import {bitRate, packetRate} from '../../format/numbers.js';
import type {Theme} from '../../theme/theme.js';
import {bandwidthSeries, lastSecond, newest, peak, type Series, spannedSeries} from '../model/bandwidth.js';
import {type DashboardState, shownView, type View} from '../model/state.js';
import {AXIS, type ChartMark, lineChart} from './drawing/line-chart.js';
import {inside, Panel, type PanelProps} from './drawing/panel.js';
import {useTheme} from './drawing/theme-context.js';

const SMALLEST_CHART = 5;

function series(state: DashboardState, length: number): Series | null {
	const view = shownView(state);
	if (view === null) {
		return null;
	}
	const last = lastOf(state, view);
	const span = spanOf(state, view, length);
	return span === null
		? bandwidthSeries(view.snapshot, length, last)
		: spannedSeries(view.snapshot, length, last, span);
}

function lastOf(state: DashboardState, view: View): number | null {
	const runs = state.engine === 'running' || state.held !== null;
	return lastSecond(view.snapshot, runs ? view.wall : null);
}

/** Seconds that the chart spans; null = one for each column. A file that is read to its end is seen from end to end. */
function spanOf({time, held, engine}: DashboardState, {snapshot}: View, columns: number): number | null {
	if (time.span !== null || snapshot.source.kind === 'interface' || held !== null || engine === 'running') {
		return time.span;
	}
	const {min, max} = snapshot.time;
	const length = min === null || max === null ? 0 : Math.floor(Number(max)) - Math.floor(Number(min)) + 1;
	return length > columns ? length : null;
}

/** What happened in the time that the chart shows. */
function marksOf(state: DashboardState, theme: Theme): ChartMark[] {
	const view = shownView(state);
	const last = view === null ? null : lastOf(state, view);
	if (last === null) {
		return [];
	}
	return state.time.marks.map(({second, kind}) => ({
		ago: last - second,
		sign: kind === 'drops' ? theme.glyphs.lossMark : theme.glyphs.filterMark,
		token: kind === 'drops' ? 'bad' : 'warning',
	}));
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
	const isChart = height - 1 >= SMALLEST_CHART;
	const data = series(state, isChart ? width - 1 - AXIS : width);
	if (data === null) {
		return [theme.paint('muted', toWidth(' waiting for the first packets', width))];
	}
	const packets = sparkLine(' packets  ', data.packets, packetRate(newest(data.packets)), width, theme, false);
	const chartHeight = height - 1;
	if (!isChart) {
		const bits = sparkLine(' bits     ', data.bytes, bitRate(newest(data.bytes)), width, theme, true);
		return [bits, packets].slice(0, height);
	}
	return [...lineChart(data.bytes, data.interval, width - 1, chartHeight, theme, marksOf(state, theme)), packets];
}

function noteOf({time}: DashboardState, data: Series): string {
	const highest = `peak ${bitRate(peak(data.bytes))}`;
	return time.span === null ? highest : `${span(time.span)}, ${highest}`;
}

export function Bandwidth({state, placement}: PanelProps) {
	const theme = useTheme();
	const {width, height} = inside(placement);
	const data = series(state, width - 1 - AXIS);
	const note = data === null ? undefined : noteOf(state, data);
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
