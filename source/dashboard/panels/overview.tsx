/** The capture in four lines: what comes in, what goes out, packets, and what was lost. */
import {sparkline} from '../../format/bars.js';
import {cut, toWidth} from '../../format/cells.js';
import {lacks} from '../../format/detail.js';
import {bytes, count, packetRate, shortCount} from '../../format/numbers.js';
import {unitRate} from '../../format/units.js';
import type {Token} from '../../theme/palette.js';
import type {Theme} from '../../theme/theme.js';
import {chartSeries} from '../model/bandwidth.js';
import type {OverviewModel} from '../model/selectors/overview.js';
import {Live} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';

const LABEL = 11;
const FIGURE = 11;

/** What went one way, under the same time axis as the rest. */
function pastValues(model: OverviewModel, id: 'received' | 'sent', room: number): readonly number[] {
	const samples = model.past.map(second => ({time: `${second.second}.000000000`, packets: 0, bytes: second[id]}));
	return chartSeries({bandwidth: {intervalSeconds: 1, samples}}, room, model).bytes;
}

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

function totalsLine(snapshot: OverviewModel['snapshot'], width: number, theme: Theme): string {
	const {totals, drops, endpoints, flows, detail} = snapshot;
	const mayLack = lacks(detail);
	const counted = (distinct: number, isLeast: boolean, one: string) =>
		`${isLeast ? theme.glyphs.atLeast : ''}${shortCount(distinct)} ${one}${distinct === 1 ? '' : 's'}`;
	const losses = Object.values(drops) as (number | null)[];
	const lost = losses.reduce<number>((sum, value) => sum + (value ?? 0), 0);
	const isUnknown = losses.every(value => value === null);
	const sign =
		lost > 0
			? `${theme.glyphs.failed} PACKETS WERE LOST`
			: isUnknown
				? 'losses not known'
				: `${theme.glyphs.ok} none known lost`;
	const text = `${count(totals.packets)} packets, ${bytes(totals.bytes)}, ${counted(endpoints.distinct, mayLack.endpoints, 'host')}, ${counted(flows.distinct, mayLack.flows, 'flow')}`;
	const room = Math.max(0, width - LABEL - sign.length - 4);
	const shown = cut(text, room, theme.glyphs.ellipsis);
	return (
		` ${theme.paint('muted', toWidth('in all', LABEL))}${shown}  ` +
		theme.paint(lost > 0 ? 'bad' : isUnknown ? 'muted' : 'good', sign)
	);
}

/** What comes in and goes out in one line, each with what it was like; both together, and packets, where they cannot be told apart. */
function summaryLine(model: OverviewModel, width: number, theme: Theme): string {
	const {snapshot, rates, traffic} = model;
	const unit = model.unit === 'packets' ? 'bits' : model.unit;
	const halves = [Math.ceil(width / 2), Math.floor(width / 2)];
	const least = traffic?.isWhole === false ? theme.glyphs.atLeast : '';
	const parts: [string, string, (room: number) => readonly number[], Token][] =
		traffic === null
			? [
					['', unitRate(unit, rates), room => chartSeries(snapshot, room, model).bytes, 'chart'],
					['', packetRate(rates.packets), room => chartSeries(snapshot, room, model).packets, 'accent'],
				]
			: (['received', 'sent'] as const).map(id => [
					`${theme.glyphs[id]} `,
					least + unitRate(unit, {bytes: traffic[id], packets: null}),
					room => pastValues(model, id, room),
					id,
				]);
	return parts
		.map(([label, figure, values, token], index) => {
			const room = Math.max(0, halves[index] - label.length - FIGURE - 3);
			return (
				` ${theme.paint(token, label)}${theme.paint('strong', toWidth(figure, FIGURE - 1, 'right', ''))} ` +
				theme.paint(token, sparkline(values(room), room, theme.glyphs.spark)) +
				' '
			);
		})
		.join('');
}

export function overviewLines(model: OverviewModel | null, width: number, height: number, theme: Theme): string[] {
	if (model === null) {
		return [theme.paint('muted', toWidth(' waiting for the first packets', width))];
	}
	if (height === 1) {
		return [summaryLine(model, width, theme)];
	}
	const {snapshot, rates, traffic} = model;
	const room = Math.max(0, width - LABEL - FIGURE - 3);
	const series = chartSeries(snapshot, room, model);
	const unit = model.unit === 'packets' ? 'bits' : model.unit;
	const packets = line('packets', packetRate(rates.packets), series.packets, 'accent', width, theme);
	const totals = totalsLine(snapshot, width, theme);
	if (traffic === null) {
		// which way is in cannot be told: both together
		return [line('in and out', unitRate(unit, rates), series.bytes, 'chart', width, theme), packets, totals].slice(
			0,
			height,
		);
	}
	const least = traffic.isWhole ? '' : theme.glyphs.atLeast;
	const direction = (label: string, id: 'received' | 'sent') => {
		const figure = least + unitRate(unit, {bytes: traffic[id], packets: null});
		const values = pastValues(model, id, room);
		return line(`${theme.glyphs[id]} ${label}`, figure, values, id, width, theme);
	};
	return [direction('in', 'received'), direction('out', 'sent'), packets, totals].slice(0, height);
}

export function Overview({source, ...panel}: PanelProps<OverviewModel | null>) {
	return (
		<Panel {...panel} title="Overview">
			<Live source={source} draw={overviewLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
