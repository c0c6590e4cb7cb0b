/** Whose the traffic is: endpoints by country and by network (AS), with their shares of all bytes that these sent and received. */
import {bar} from '../../format/bars.js';
import {toWidth} from '../../format/cells.js';
import {bytes, percent, shortCount} from '../../format/numbers.js';
import type {Theme} from '../../theme/theme.js';
import {type PlaceRow, placeRows, placeRowsFor} from '../model/places.js';
import {allRows, scrolled, selectedPlace} from '../model/selection.js';
import type {PlacesModel} from '../model/selectors/places.js';
import {searchNote} from './drawing/list.js';
import {Live} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {useSlice} from './drawing/source.js';

const LABELS: Readonly<Record<PlaceRow['kind'], string>> = {country: 'in', network: 'of'};

const NO_PLACES = {rows: [], isMissed: false};

const LABEL = 3;
const NAME = {least: 12, most: 34} as const;
const SHARE = 5;
const TOTAL = 8;
const HOSTS = 6;
const SHORTEST_BAR = 6;

export function placeLines(model: PlacesModel, width: number, height: number, theme: Theme): string[] {
	const {groups, search, selection, isFocused} = model;
	const {rows: all, isMissed} = groups === null ? NO_PLACES : placeRows(groups, search);
	if (groups === null || all.length === 0) {
		const text = groups === null ? ' not asked for: --geoip FILE' : ' nothing yet';
		return [theme.paint('muted', toWidth(text, width))];
	}
	// with the cursor in it every row can be reached; without, both kinds are seen
	const isScrolled = isFocused || (search !== '' && !isMissed);
	const selected = isFocused ? selectedPlace(selection, allRows(all.map(({key}) => key))) : -1;
	const top = scrolled(selection.top, selected, all.length, height);
	const rows = isScrolled ? all.slice(top, top + height) : placeRowsFor(all, height);
	const figures = SHARE + TOTAL + HOSTS + 3;
	const room = width - 1 - LABEL - figures - 1;
	const nameWidth = Math.max(NAME.least, Math.min(NAME.most, Math.floor(room * 0.6)));
	const barWidth = room - nameWidth - 1;
	const hasFigures = barWidth >= SHORTEST_BAR;
	return rows.map((row, index) => {
		const isSelected = isScrolled && top + index === selected;
		const label = toWidth(row.isFirst || index === 0 ? LABELS[row.kind] : '', LABEL);
		const shownName = hasFigures ? nameWidth : Math.max(1, width - 1 - LABEL - SHARE - 1);
		const name = toWidth(row.name, shownName, 'left', theme.glyphs.ellipsis);
		const cursor = isSelected ? theme.paint('accent', theme.glyphs.cursor) : ' ';
		const begin = `${cursor}${theme.paint('muted', label)}${isSelected ? theme.paint('selected', name) : name} `;
		const share = toWidth(percent(row.share), SHARE, 'right');
		if (!hasFigures) {
			return begin + share;
		}
		const hosts = `${toWidth(bytes(row.bytes), TOTAL, 'right')} ${toWidth(shortCount(row.endpoints), HOSTS, 'right')}`;
		return (
			begin +
			theme.paint('chart', bar(row.share, barWidth, theme.glyphs.bar)) +
			` ${share}${theme.paint('muted', ` ${hosts}`)}`
		);
	});
}

const note = ({groups, search}: PlacesModel) =>
	['bytes, hosts', ...searchNote(search, groups !== null && placeRows(groups, search).isMissed)].join(', ');

export function Places({source, ...panel}: PanelProps<PlacesModel>) {
	return (
		<Panel {...panel} title="Places" note={useSlice(source, note)}>
			<Live source={source} draw={placeLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
