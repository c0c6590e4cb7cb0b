/** Each layer's protocols with their shares of all bytes. */
import type {Snapshot} from '../../engine/snapshot.js';
import {bar} from '../../format/bars.js';
import {toWidth} from '../../format/cells.js';
import {lacks} from '../../format/detail.js';
import {bytes, percent} from '../../format/numbers.js';
import type {Token} from '../../theme/palette.js';
import type {Theme} from '../../theme/theme.js';
import {
	allProtocolRows,
	isProtocolSearch,
	type Layer,
	type ProtocolRow,
	protocolKey,
	protocolRows,
} from '../model/protocols.js';
import {allRows, scrolled, selectedPlace} from '../model/selection.js';
import type {ProtocolsModel} from '../model/selectors/protocols.js';
import {searchNote} from './drawing/list.js';
import {Live} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {useSlice} from './drawing/source.js';

const LABELS: Readonly<Record<Layer, string>> = {link: 'link', network: 'net', transport: 'trans', application: 'app'};
const TOKENS: Readonly<Record<Layer, Token>> = {
	link: 'layerLink',
	network: 'layerNetwork',
	transport: 'layerTransport',
	application: 'layerApplication',
};

/** Cells that a name is moved in. */
const DEPTHS: Readonly<Record<Layer, number>> = {link: 0, network: 1, transport: 2, application: 3};

const LABEL = 6;
const NAME = 13;
const SHARE = 5;
const TOTAL = 8;
const SHORTEST_BAR = 6;
/** Before the bytes are shown as well. */
const COMFORTABLE_BAR = 12;

/** The view filter, where it is about protocols. */
const shownSearch = ({snapshot, search}: ProtocolsModel) =>
	snapshot !== null && isProtocolSearch(snapshot, search) ? search : '';

export function protocolLines(model: ProtocolsModel, width: number, height: number, theme: Theme): string[] {
	const {snapshot, selection} = model;
	const search = shownSearch(model);
	const all = snapshot === null ? [] : allProtocolRows(snapshot, search);
	if (snapshot === null || all.length === 0) {
		return [theme.paint('muted', toWidth(' no packets yet', width))];
	}
	// with the cursor in it every row can be reached; without, every layer is seen
	const isScrolled = model.isFocused || search !== '';
	const selected = selectedPlace(selection, allRows(all.map(protocolKey)));
	const top = scrolled(selection.top, selected, all.length, height);
	const rows = isScrolled ? all.slice(top, top + height) : protocolRows(snapshot, height);
	const withLabel = width >= 1 + LABEL + NAME + SHORTEST_BAR + SHARE + 2;
	const before = 1 + (withLabel ? LABEL : 0) + NAME + SHARE + 2;
	const withTotal = width >= before + COMFORTABLE_BAR + TOTAL + 1;
	const barWidth = Math.max(0, width - before - (withTotal ? TOTAL + 1 : 0) - 1);
	return rows.map((row, index) => {
		const isSelected = isScrolled && (model.isFocused || selection.key !== null) && top + index === selected;
		const sign = signOf(row, snapshot, theme);
		const label = withLabel ? toWidth(row.isFirst ? `${LABELS[row.layer]} ${sign}` : '', LABEL) : '';
		// each layer one step further in, as it lies in the packet
		const name = toWidth(' '.repeat(DEPTHS[row.layer]) + row.name, NAME, 'left', theme.glyphs.ellipsis);
		const cursor = isSelected ? theme.paint('accent', theme.glyphs.cursor) : ' ';
		return (
			`${cursor}${theme.paint('muted', label)}${isSelected ? theme.paint('selected', name) : name} ` +
			`${theme.paint(TOKENS[row.layer], bar(row.share, barWidth, theme.glyphs.bar))} ` +
			toWidth(percent(row.share), SHARE, 'right') +
			(withTotal ? theme.paint('muted', ` ${toWidth(sign + bytes(row.bytes), TOTAL, 'right')}`) : '')
		);
	});
}

const note = (model: ProtocolsModel) => ['share of bytes', ...searchNote(shownSearch(model))].join(', ');

/** Overload may have kept packets from an application, and from no layer below. */
const signOf = ({layer}: ProtocolRow, {detail}: Pick<Snapshot, 'detail'>, theme: Theme) =>
	layer === 'application' && lacks(detail).applications ? theme.glyphs.atLeast : '';

export function Protocols({source, ...panel}: PanelProps<ProtocolsModel>) {
	return (
		<Panel {...panel} title="Protocols" note={useSlice(source, note)}>
			<Live source={source} draw={protocolLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
