/** How many packets are how long. */
import {bar} from '../../format/bars.js';
import {toWidth} from '../../format/cells.js';
import {percent, shortCount} from '../../format/numbers.js';
import type {Theme} from '../../theme/theme.js';
import type {SizesModel} from '../model/selectors/sizes.js';
import {Live} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';

const LABEL = 12;
const COUNT = 8;
const SHARE = 6;

export function sizeLines({ranges}: SizesModel, width: number, height: number, theme: Theme): string[] {
	const all = ranges.reduce((sum, {packets}) => sum + packets, 0);
	if (all === 0) {
		return [theme.paint('muted', toWidth(' no packets yet', width))];
	}
	const last = ranges.findLastIndex(({packets}) => packets > 0);
	const room = Math.max(0, width - LABEL - COUNT - SHARE - 4);
	const line = (label: string, packets: number) =>
		` ${theme.paint('muted', toWidth(label, LABEL))}${theme.paint('chart', bar(packets / all, room, theme.glyphs.bar))} ` +
		toWidth(percent(packets / all), SHARE, 'right') +
		theme.paint('muted', ` ${toWidth(shortCount(packets), COUNT, 'right')}`);
	const shown = ranges.slice(0, Math.max(last + 1, Math.min(height, ranges.length)));
	const whole = shown.length <= height ? shown : shown.slice(0, height - 1);
	const lines = whole.map(({from, to, packets}) => line(to === null ? `${from} or more` : `${from}-${to}`, packets));
	const rest = shown.slice(whole.length);
	return rest.length === 0
		? lines
		: [
				...lines,
				line(
					`${rest[0].from} or more`,
					rest.reduce((sum, {packets}) => sum + packets, 0),
				),
			].slice(0, height);
}

export function Sizes({source, ...panel}: PanelProps<SizesModel>) {
	return (
		<Panel {...panel} title="Packet sizes" note="bytes on the wire">
			<Live source={source} draw={sizeLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
