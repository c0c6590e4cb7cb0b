/** What is wrong on the network: in a line that is always in sight, and as a list of kinds with those who have each. */
import {cellWidth, cut, shortenMiddle, toWidth} from '../../format/cells.js';
import {count, UNKNOWN} from '../../format/numbers.js';
import {whomText} from '../../format/troubles.js';
import type {Theme} from '../../theme/theme.js';
import {allRows, scrolled, selectedPlace} from '../model/selection.js';
import type {TroublesModel} from '../model/selectors/troubles.js';
import {isMeasure, type Tally, type TroubleEntry, tallyFigure, tallyText, tallyWords} from '../model/troubles.js';
import {searchNote} from './drawing/list.js';
import {Live} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {useSlice} from './drawing/source.js';
import {chartLines} from './drawing/tcp-charts.js';

/** Of the line. */
const LABEL = 9;
const FIGURE = 9;
/** Between the kinds of the line, and what a name in it may take. */
const GAP = 2;
const MOST_NAME = 32;

const labelled = (text: string) => toWidth(` ${text}`, LABEL);

/** One line: what is unusual first, with who has most of it where there is room. */
export function healthLine({tallies, isMoment, entries, nameOf}: TroublesModel, width: number, theme: Theme): string {
	const {glyphs, paint} = theme;
	const quiet = (text: string) => paint('muted', toWidth(labelled('health') + text, width, 'left', glyphs.ellipsis));
	if (tallies === null) {
		return quiet(UNKNOWN);
	}
	const seen = tallies.filter(tally => tally.shown > 0 && (tally.isUnusual || !isMeasure(tally)));
	const isTold = ({shown, share}: Tally) => shown > 0 || share !== undefined;
	const measures = tallies.filter(tally => isMeasure(tally) && isTold(tally) && !seen.includes(tally));
	if (seen.length === 0) {
		const rest = measures.map(tally => `  ${tallyText(tally)}`).join('');
		return quiet(`no trouble seen${isMoment ? ' in the last minute' : ''}${rest}`);
	}
	const unusual = seen.filter(({isUnusual}) => isUnusual);
	const when = isMoment ? 'in the last minute' : 'in all';
	const label = unusual.length > 0 ? paint('bad', labelled('TROUBLE')) : paint('muted', labelled('health'));
	let room = width - LABEL + GAP;
	// each kind before who has it
	const shown = [...unusual, ...seen.filter(({isUnusual}) => !isUnusual), ...measures].filter(tally => {
		room -= cellWidth(kindText(tally, theme)) + GAP;
		return room >= 0;
	});
	room = width - LABEL + GAP - shown.reduce((sum, tally) => sum + cellWidth(kindText(tally, theme)) + GAP, 0);
	const parts = shown.map(tally => {
		const whom = tally.isUnusual ? mostText(tally, entries, nameOf, theme) : '';
		const fits = cellWidth(whom) <= room;
		room -= fits ? cellWidth(whom) : 0;
		return paint(tally.isUnusual ? 'bad' : 'muted', kindText(tally, theme) + (fits ? whom : ''));
	});
	const end = cellWidth(when) + GAP <= room ? paint('muted', `  ${when}`) : '';
	return label + parts.join('  ') + end;
}

const kindText = (tally: Tally, {glyphs}: Theme) =>
	tally.isUnusual ? `${glyphs.failed} ${tallyText(tally)}` : tallyText(tally);

/** Who has most of it. */
function mostText({kind}: Tally, entries: TroublesModel['entries'], nameOf: TroublesModel['nameOf'], {glyphs}: Theme) {
	const whom = entries.find(entry => entry.whom !== null && entry.tally.kind === kind)?.whom ?? null;
	return whom === null
		? ''
		: ` (${whomText({...whom, address: shortenMiddle(nameOf(whom.address), MOST_NAME, glyphs.ellipsis)})})`;
}

function entryLine(
	{tally, whom}: TroubleEntry,
	isSelected: boolean,
	{nameOf, isMoment}: TroublesModel,
	width: number,
	theme: Theme,
): string {
	const {glyphs, paint} = theme;
	const cursor = isSelected ? paint('accent', glyphs.cursor) : ' ';
	const style = isSelected ? 'selected' : whom === null ? 'strong' : 'text';
	const name = whom === null ? whole(tally) : `  ${ofWhom(whom, nameOf)}`;
	const total =
		whom === null ? tallyFigure(tally, tally.total) : withError(whom.count, whom.errorCount, glyphs.atLeast);
	const columns = isMoment ? 2 : 1;
	const room = Math.max(1, width - 1 - 2 - columns * FIGURE - 1);
	const mark = whom === null && tally.isUnusual ? paint('bad', toWidth(glyphs.failed, 2)) : '  ';
	const minute = whom === null ? tallyFigure(tally, tally.shown) : '';
	return (
		cursor +
		mark +
		paint(style, toWidth(name, room, 'left', glyphs.ellipsis)) +
		(isMoment ? paint(tally.isUnusual ? 'bad' : 'muted', toWidth(minute, FIGURE, 'right')) : '') +
		paint('muted', toWidth(total, FIGURE, 'right'))
	);
}

const whole = (tally: Tally) => `${tallyWords(tally).long}${tally.isUnusual ? ' (UNUSUAL)' : ''}`;

const ofWhom = (whom: NonNullable<TroubleEntry['whom']>, nameOf: TroublesModel['nameOf']) => {
	const name = nameOf(whom.address);
	const macs = whom.macs === undefined ? '' : ` at ${whom.macs.join(' and ')}`;
	return `${whomText(whom)}${name === whom.address ? '' : ` ${name}`}${macs}`;
};

const withError = (counted: number, error: number, atLeast: string) => `${error > 0 ? atLeast : ''}${count(counted)}`;

export function troubleLines(model: TroublesModel, width: number, height: number, theme: Theme): string[] {
	const {tallies, entries, isMoment, selection, isFocused} = model;
	if (height === 1) {
		return [healthLine(model, width, theme)];
	}
	const room = Math.max(1, width - 1 - 2 - (isMoment ? 2 : 1) * FIGURE - 1);
	const title = `   ${toWidth('', room)}${isMoment ? toWidth('minute', FIGURE, 'right') : ''}${toWidth('in all', FIGURE, 'right')}`;
	if (entries.length === 0) {
		const text = tallies === null ? ` ${UNKNOWN}: nothing of it is told` : ' no trouble seen';
		const charts = chartLines(model, width, theme);
		const blank = Array.from({length: Math.max(0, height - 2 - charts.length)}, () => '');
		return [
			theme.paint('muted', title),
			theme.paint('muted', cut(text, width, theme.glyphs.ellipsis)),
			...(height > 2 + charts.length ? [...blank, ...charts] : []),
		];
	}
	const charts = chartLines(model, width, theme);
	const isCharted = charts.length > 0 && height > entries.length + 1 + charts.length;
	const rows = Math.max(0, height - 1);
	const selected = isFocused ? selectedPlace(selection, allRows(entries.map(({key}) => key))) : -1;
	const top = scrolled(selection.top, selected, entries.length, rows);
	return [
		theme.paint('muted', title),
		...entries
			.slice(top, top + rows)
			.map((entry, index) => entryLine(entry, top + index === selected, model, width, theme)),
		...(isCharted ? [...Array.from({length: rows - entries.length - charts.length}, () => ''), ...charts] : []),
	];
}

/** Whether anything is unusual, in words. */
function note({tallies, search, isMissed}: TroublesModel): string {
	const unusual = tallies?.filter(({isUnusual}) => isUnusual) ?? [];
	const words = tallies === null ? UNKNOWN : unusual.length === 0 ? 'nothing unusual' : 'TROUBLE';
	return [words, ...searchNote(search, isMissed)].join(', ');
}

export function Troubles({source, ...panel}: PanelProps<TroublesModel>) {
	return (
		<Panel {...panel} title="Network health" note={useSlice(source, note)}>
			<Live source={source} draw={troubleLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
