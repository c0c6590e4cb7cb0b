/** Source, state, rates and elapsed time; the filter in force, whole; why the source ended early. */
import {bar} from '../../format/bars.js';
import {cellWidth, cut, shortenMiddle, toWidth} from '../../format/cells.js';
import {clockTime, elapsed} from '../../format/durations.js';
import {bytes, count, packetRate} from '../../format/numbers.js';
import {unitRate} from '../../format/units.js';
import type {Theme} from '../../theme/theme.js';
import {FILTER_LABEL, failureLines, filterLines, THEN_LABEL, thenLines} from '../model/header-lines.js';
import type {HeaderModel, Moment} from '../model/selectors/header.js';
import {Lines} from './drawing/lines.js';
import type {PanelProps} from './drawing/panel.js';
import {useTheme} from './drawing/theme-context.js';

interface Piece {
	plain: string;
	painted: string;
}

/** Which second is looked at, in words; the first part stands out. */
function momentText({at, oldest, newest, now, mark, playing}: Moment, theme: Theme) {
	const what = mark === null ? '' : `, ${mark}`;
	const clock = clockTime(at);
	if (playing !== null) {
		const sign = playing.isRunning ? theme.glyphs.playing : theme.glyphs.paused;
		const speed = `${theme.glyphs.times}${playing.speed}`;
		const place = `${elapsed(at - oldest)} of ${elapsed(newest - oldest)}`;
		return {chip: `${sign} ${clock}`, long: `${place}, ${speed}${what}`, short: speed};
	}
	const ago = `${elapsed(Math.max(0, now - at))} ago`;
	return {chip: `${theme.glyphs.paused} ${clock}`, long: `${ago}${what}`, short: ago};
}

/** A bar while a file is read. */
function loadingText(share: number, width: number, theme: Theme): string {
	const percent = `${String(Math.min(100, Math.floor(share * 100))).padStart(3)}%`;
	return `[${bar(share, width, theme.glyphs.bar)}]${percent}`;
}

function leftPieces(model: HeaderModel, theme: Theme, width: number): Piece[] {
	const {status, since, moment} = model;
	const isWide = width >= 70;
	const pieces: Piece[] = [];
	const add = (plain: string, paint: (text: string) => string) => pieces.push({plain, painted: paint(plain)});
	if (width >= 100) {
		add(' netanal-tui ', text => theme.paint('title', text));
	}
	const name = shortenMiddle(model.name, Math.max(8, Math.floor(width / 4)), theme.glyphs.ellipsis);
	add(` ${name}`, text => theme.paint('strong', text));
	if (since === null || status.token === 'bad') {
		add(` ${theme.glyphs[status.glyph]} ${status.text}`, text => theme.paint(status.token, text));
	}
	if (moment !== null) {
		const {chip, long, short} = momentText(moment, theme);
		add(' ', text => text);
		add(` ${chip} `, text => theme.paint('paused', text));
		add(` ${isWide ? long : short}`, text => theme.paint('warning', text));
	} else if (since !== null) {
		add(' ', text => text);
		add(` ${theme.glyphs.paused} PAUSED `, text => theme.paint('paused', text));
		const news = `+${count(since.packets)} packets, ${bytes(since.bytes)} since`;
		add(isWide ? ` ${news}` : ` +${bytes(since.bytes)}`, text => theme.paint('warning', text));
	}
	if (model.loading !== null) {
		add(` ${loadingText(model.loading, isWide ? 20 : 8, theme)}`, text => theme.paint('accent', text));
	}
	if (model.isWriting) {
		add(` ${theme.glyphs.running} ${isWide ? 'writing pcap' : 'pcap'}`, text => theme.paint('bad', text));
	}
	if (model.isSessionLeftOut) {
		add(` ${isWide ? '[own SSH left out]' : '[-SSH]'}`, text => theme.paint('accent', text));
	}
	if (model.isRoot) {
		add(' ', text => text);
		add(' ROOT ', text => theme.paint('paused', text));
	}
	if (model.countedSince !== null) {
		add(` since ${clockTime(model.countedSince)}`, text => theme.paint('warning', text));
	}
	return pieces;
}

interface RightPiece extends Piece {
	/** 1 is left out last. */
	priority: number;
}

function rightPieces({totals, rates, unit}: HeaderModel, theme: Theme): RightPiece[] {
	if (totals === null) {
		return [];
	}
	const average = rates.isAverage ? 'avg ' : '';
	// rates in fixed widths: what stands before them must not wander when a figure grows
	const texts: [priority: number, text: string, token: 'accent' | 'strong' | 'muted'][] = [
		[5, `${count(totals.packets)} packets`, 'muted'],
		[4, bytes(totals.bytes), 'muted'],
		[3, average + toWidth(packetRate(rates.packets), 9, 'right'), 'accent'],
		[1, average + toWidth(unitRate(unit === 'packets' ? 'bits' : unit, rates), 9, 'right'), 'accent'],
		[2, toWidth(elapsed(rates.seconds), 7, 'right'), 'strong'],
	];
	return texts.map(([priority, plain, token]) => ({priority, plain, painted: theme.paint(token, plain)}));
}

/** The pieces that find room, in their order. */
function fitting(pieces: readonly RightPiece[], room: number): RightPiece[] {
	const kept = new Set<RightPiece>();
	let left = room;
	for (const piece of [...pieces].sort((a, b) => a.priority - b.priority)) {
		left -= cellWidth(piece.plain) + 2;
		if (left < 0) {
			break;
		}
		kept.add(piece);
	}
	return pieces.filter(piece => kept.has(piece));
}

export function headerLines(model: HeaderModel, width: number, height: number, theme: Theme): string[] {
	const {texts} = model;
	const left = leftPieces(model, theme, width);
	const leftWidth = left.reduce((sum, piece) => sum + cellWidth(piece.plain), 0);
	const right = fitting(rightPieces(model, theme), width - leftWidth - 1);
	const rightWidth = right.reduce((sum, piece) => sum + cellWidth(piece.plain) + 2, 0);
	const gap = ' '.repeat(Math.max(0, width - leftWidth - rightWidth - 1));
	const leftText = leftWidth > width ? cut(left.map(piece => piece.plain).join(''), width) : '';
	const first =
		leftText === ''
			? `${left.map(piece => piece.painted).join('')}${gap}${right.map(piece => `  ${piece.painted}`).join('')}`
			: leftText;
	const failures = failureLines(texts, width).map(line => ` ${theme.paint('bad', line)}`);
	const then = thenLines(texts, width).map(
		(line, index) =>
			theme.paint('muted', index === 0 ? THEN_LABEL : ' '.repeat(THEN_LABEL.length)) + theme.paint('accent', line),
	);
	const filterRoom = Math.max(1, height - 1 - failures.length - then.length);
	const filter = filterLines(texts, width);
	const shown = filter.slice(0, filterRoom);
	if (filter.length > filterRoom) {
		const more = `${theme.glyphs.ellipsis} (f shows all)`;
		shown[filterRoom - 1] = cut(shown[filterRoom - 1], width - FILTER_LABEL.length - more.length - 1, '') + more;
	}
	const filterToken = texts.inForce === null ? 'muted' : 'warning';
	return [
		first,
		...shown.map((line, index) => {
			const label = index === 0 ? theme.paint('muted', FILTER_LABEL) : ' '.repeat(FILTER_LABEL.length);
			return label + theme.paint(filterToken, line);
		}),
		...then,
		...failures,
	].slice(0, height);
}

export function Header({model, placement}: PanelProps<HeaderModel>) {
	const theme = useTheme();
	const {width, height} = placement;
	return <Lines placement={placement} lines={headerLines(model, width, height, theme)} />;
}
