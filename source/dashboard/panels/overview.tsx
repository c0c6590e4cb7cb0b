/** The capture in four lines: what comes in, what goes out, packets, and what was lost. */
import {sparkline} from '../../format/bars.js';
import {cut, toWidth} from '../../format/cells.js';
import {bytes, count, packetRate, shortCount} from '../../format/numbers.js';
import {unitRate} from '../../format/units.js';
import type {Token} from '../../theme/palette.js';
import type {Theme} from '../../theme/theme.js';
import {bandwidthSeries, lastSecond} from '../model/bandwidth.js';
import {type DashboardState, secondOf, shownView, showsRates, type View} from '../model/state.js';
import {headerRates} from '../model/status.js';
import {inside, Panel, type PanelProps} from './drawing/panel.js';
import {useTheme} from './drawing/theme-context.js';

const LABEL = 11;
const FIGURE = 11;

/** Label, figure, and what the last seconds were like. */
function line(
	label: string,
	figure: string,
	values: readonly number[],
	token: Token,
	width: number,
	theme: Theme,
): string {
	const room = Math.max(0, width - LABEL - FIGURE - 3);
	return (
		` ${theme.paint('muted', toWidth(label, LABEL))}${theme.paint('strong', toWidth(figure, FIGURE, 'right', ''))} ` +
		theme.paint(token, sparkline(values, room, theme.glyphs.spark))
	);
}

/** Bytes per second in or out, second by second, up to the one that is shown. */
function trafficValues(
	{histories}: DashboardState,
	view: View,
	direction: 'sent' | 'received',
	length: number,
): number[] {
	const until = Math.floor(secondOf(view.snapshot, view.wall));
	return histories.traffic
		.filter(({second}) => second <= until)
		.slice(-length)
		.map(traffic => traffic[direction]);
}

function totalsLine(view: View, width: number, theme: Theme): string {
	const {totals, drops, endpoints, flows} = view.snapshot;
	const losses = Object.values(drops) as (number | null)[];
	const lost = losses.reduce<number>((sum, value) => sum + (value ?? 0), 0);
	const isUnknown = losses.every(value => value === null);
	const sign =
		lost > 0
			? `${theme.glyphs.failed} PACKETS WERE LOST`
			: isUnknown
				? 'losses not known'
				: `${theme.glyphs.ok} none known lost`;
	const text = `${count(totals.packets)} packets, ${bytes(totals.bytes)}, ${shortCount(endpoints.distinct)} ${endpoints.distinct === 1 ? 'host' : 'hosts'}, ${shortCount(flows.distinct)} ${flows.distinct === 1 ? 'flow' : 'flows'}`;
	const room = Math.max(0, width - LABEL - sign.length - 4);
	const shown = cut(text, room, theme.glyphs.ellipsis);
	return (
		` ${theme.paint('muted', toWidth('in all', LABEL))}${shown}  ` +
		theme.paint(lost > 0 ? 'bad' : isUnknown ? 'muted' : 'good', sign)
	);
}

export function overviewLines(state: DashboardState, width: number, height: number, theme: Theme): string[] {
	const view = shownView(state);
	if (view === null) {
		return [theme.paint('muted', toWidth(' waiting for the first packets', width))];
	}
	const {received, sent} = theme.glyphs;
	const room = Math.max(0, width - LABEL - FIGURE - 3);
	const runs = state.engine === 'running' || state.held !== null;
	const series = bandwidthSeries(view.snapshot, room, lastSecond(view.snapshot, runs ? view.wall : null));
	const rates = headerRates(state);
	const packets = line('packets', packetRate(rates.packets), series.packets, 'accent', width, theme);
	const totals = totalsLine(view, width, theme);
	const traffic = showsRates(state) ? view.traffic : null;
	if (traffic === null) {
		// which way is in cannot be told: both together
		const figure = unitRate(state.unit === 'packets' ? 'bits' : state.unit, rates);
		return [line('in and out', figure, series.bytes, 'chart', width, theme), packets, totals].slice(0, height);
	}
	const unit = state.unit === 'packets' ? 'bits' : state.unit;
	const least = traffic.isWhole ? '' : theme.glyphs.atLeast;
	const figure = (value: number) => least + unitRate(unit, {bytes: value, packets: null});
	return [
		line(
			`${received} in`,
			figure(traffic.received),
			trafficValues(state, view, 'received', room),
			'received',
			width,
			theme,
		),
		line(`${sent} out`, figure(traffic.sent), trafficValues(state, view, 'sent', room), 'sent', width, theme),
		packets,
		totals,
	].slice(0, height);
}

export function Overview({state, placement}: PanelProps) {
	const theme = useTheme();
	const {width, height} = inside(placement);
	return (
		<Panel state={state} placement={placement} title="Overview" lines={overviewLines(state, width, height, theme)} />
	);
}
