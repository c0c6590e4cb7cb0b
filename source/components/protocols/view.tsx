/** Each layer's protocols with their shares of all bytes. */
import {bar} from '../../format/bars.js';
import {toWidth} from '../../format/cells.js';
import {bytes, percent} from '../../format/numbers.js';
import type {Token} from '../../theme/palette.js';
import type {Theme} from '../../theme/theme.js';
import {type DashboardState, shownView} from '../app/state.js';
import {inside, Panel, type PanelProps} from '../panel.js';
import {useTheme} from '../theme-context.js';
import {type Layer, protocolRows} from './state.js';

const LABELS: Readonly<Record<Layer, string>> = {link: 'link', network: 'net', transport: 'trans', application: 'app'};
const TOKENS: Readonly<Record<Layer, Token>> = {
	link: 'layerLink',
	network: 'layerNetwork',
	transport: 'layerTransport',
	application: 'layerApplication',
};

const LABEL = 6;
const NAME = 10;
const SHARE = 5;
const TOTAL = 8;
const SHORTEST_BAR = 6;
/** Before the bytes are shown as well. */
const COMFORTABLE_BAR = 12;

export function protocolLines(state: DashboardState, width: number, height: number, theme: Theme): string[] {
	const view = shownView(state);
	const rows = view === null ? [] : protocolRows(view.snapshot, height);
	if (rows.length === 0) {
		return [theme.paint('muted', toWidth(' no packets yet', width))];
	}
	const withLabel = width >= 1 + LABEL + NAME + SHORTEST_BAR + SHARE + 2;
	const before = 1 + (withLabel ? LABEL : 0) + NAME + SHARE + 2;
	const withTotal = width >= before + COMFORTABLE_BAR + TOTAL + 1;
	const barWidth = Math.max(0, width - before - (withTotal ? TOTAL + 1 : 0) - 1);
	return rows.map(row => {
		const label = withLabel ? toWidth(row.isFirst ? LABELS[row.layer] : '', LABEL) : '';
		return (
			` ${theme.paint('muted', label)}${toWidth(row.name, NAME, 'left', theme.glyphs.ellipsis)} ` +
			`${theme.paint(TOKENS[row.layer], bar(row.share, barWidth, theme.glyphs.bar))} ` +
			toWidth(percent(row.share), SHARE, 'right') +
			(withTotal ? theme.paint('muted', ` ${toWidth(bytes(row.bytes), TOTAL, 'right')}`) : '')
		);
	});
}

export function Protocols({state, placement}: PanelProps) {
	const theme = useTheme();
	const {width, height} = inside(placement);
	return (
		<Panel
			placement={placement}
			title="Protocols"
			note="share of bytes"
			lines={protocolLines(state, width, height, theme)}
		/>
	);
}
