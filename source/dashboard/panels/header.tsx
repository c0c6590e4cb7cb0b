/** Source, state, rates and elapsed time; the filter in force, whole; why the source ended early. */
import {Box, Text} from 'ink';
import {useCallback} from 'react';
import {bar} from '../../format/bars.js';
import {cellWidth, cut, shortenMiddle, toWidth} from '../../format/cells.js';
import {LESS_DETAIL} from '../../format/detail.js';
import {clockTime, elapsed} from '../../format/durations.js';
import {bytes, count, packetRate} from '../../format/numbers.js';
import {unitRate} from '../../format/units.js';
import type {Token} from '../../theme/palette.js';
import type {Theme} from '../../theme/theme.js';
import {
	FILTER_LABEL,
	failureLines,
	filterLines,
	type HeaderTexts,
	THEN_LABEL,
	thenLines,
} from '../model/header-lines.js';
import type {HeaderModel, Moment} from '../model/selectors/header.js';
import {placed} from './drawing/frame.js';
import {Live} from './drawing/live.js';
import {Paint} from './drawing/paint.js';
import type {PanelProps} from './drawing/panel.js';
import {type Source, useSlice} from './drawing/source.js';
import {useTheme} from './drawing/theme-context.js';

/** A word or a few, in one style. */
interface Piece {
	text: string;
	token: Token;
	/** There are figures in it that change: it is drawn. */
	isLive: boolean;
}

/** Cells from which on words are written out. */
const ROOMY = 70;

/** Cells of all figures at the right, with counts of millions. */
const FIGURES = 62;
/** Cells that a long name keeps at least. */
const SHORTEST_NAME = 16;

const TITLE = ' netanal-tui ';
const AVERAGE = 'avg ';
/** Cells of whose packets are written. */
const OF = 44;

/** What stands at the left, one behind the other. */
function leftPieces(model: HeaderModel, width: number, theme: Theme): Piece[] {
	const {glyphs} = theme;
	const {status, since, moment, loading, detailLevel} = model;
	const isRoomy = width >= ROOMY;
	const pieces: Piece[] = [];
	const add = (text: string, token: Token, isLive = false) => pieces.push({text, token, isLive});
	const addChip = (text: string, isLive = false) => {
		add(' ', 'text');
		add(` ${text} `, 'paused', isLive);
	};
	if (since === null || status.token === 'bad') {
		add(` ${glyphs[status.glyph]} ${status.text}`, status.token, /\d/.test(status.text));
	}
	if (moment !== null) {
		const {chip, long, short} = momentTexts(moment, theme);
		addChip(chip, true);
		add(` ${isRoomy ? long : short}`, 'warning', true);
	} else if (since !== null) {
		addChip(`${glyphs.paused} PAUSED`);
		const news = `+${count(since.packets)} packets, ${bytes(since.bytes)} since`;
		add(isRoomy ? ` ${news}` : ` +${bytes(since.bytes)}`, 'warning', true);
	}
	if (loading !== null) {
		add(` ${loadingText(loading, isRoomy ? 20 : 8, theme)}`, 'accent', true);
	}
	if (detailLevel !== 0) {
		add(` ${glyphs.failed} ${isRoomy ? `less detail: ${LESS_DETAIL[detailLevel]}` : 'less detail'}`, 'bad');
	}
	if (model.trouble !== null) {
		add(` ${glyphs.failed} ${isRoomy ? 'trouble: ' : ''}${model.trouble}`, 'bad', true);
	}
	if (model.isWriting) {
		add(
			` ${glyphs.running} ${isRoomy ? `writing pcap${model.writingOf === null ? '' : ` of ${shortenMiddle(model.writingOf, OF, glyphs.ellipsis)}`}` : 'pcap'}`,
			'bad',
		);
	}
	if (model.isSessionLeftOut) {
		add(` ${isRoomy ? '[own SSH left out]' : '[-SSH]'}`, 'accent');
	}
	if (model.isRoot) {
		addChip('ROOT');
	}
	if (model.countedSince !== null) {
		add(` ${isRoomy ? 'counted ' : ''}since ${clockTime(model.countedSince)}`, 'warning');
	}
	// while nothing else than figures changes, none of them has to go for a long name
	const isSteady = moment === null && since === null && width >= 100;
	const others = pieces.reduce((sum, {text}) => sum + cellWidth(text), 0);
	const most = Math.max(8, Math.floor(width / 4));
	const figures = FIGURES + (model.rates.isAverage ? 2 * cellWidth(AVERAGE) : 0);
	const left = width - figures - others - 1;
	// what the program is called makes room for what it looks at
	const least = Math.min(SHORTEST_NAME, cellWidth(model.name));
	const hasTitle = width >= 100 && !(isSteady && left - cellWidth(TITLE) < least);
	const room = isSteady ? Math.min(most, Math.max(least, hasTitle ? left - cellWidth(TITLE) : left)) : most;
	const name: Piece = {text: ` ${shortenMiddle(model.name, room, glyphs.ellipsis)}`, token: 'strong', isLive: false};
	return [...(hasTitle ? [{text: TITLE, token: 'title', isLive: false} as const] : []), name, ...pieces];
}

function momentTexts({at, oldest, newest, now, clock: shown, mark, playing}: Moment, {glyphs}: Theme) {
	const what = mark === null ? '' : `, ${mark}`;
	const clock = clockTime(shown);
	if (playing !== null) {
		const sign = playing.isRunning ? glyphs.playing : glyphs.paused;
		const speed = `${glyphs.times}${playing.speed}`;
		const place = `${elapsed(at - oldest)} of ${elapsed(newest - oldest)}`;
		return {chip: `${sign} ${clock}`, long: `${place}, ${speed}${what}`, short: speed};
	}
	const ago = `${elapsed(Math.max(0, now - at))} ago`;
	return {chip: `${glyphs.paused} ${clock}`, long: `${ago}${what}`, short: ago};
}

/** A bar while a file is read. */
function loadingText(share: number, width: number, theme: Theme): string {
	const percent = `${String(Math.min(100, Math.floor(share * 100))).padStart(3)}%`;
	return `[${bar(share, width, theme.glyphs.bar)}]${percent}`;
}

interface Figure {
	text: string;
	token: Token;
	/** 1 is left out last. */
	priority: number;
}

function figures({totals, rates, unit}: HeaderModel): Figure[] {
	if (totals === null) {
		return [];
	}
	const average = rates.isAverage ? AVERAGE : '';
	const rate = unitRate(unit === 'packets' ? 'bits' : unit, rates);
	// rates in fixed widths: what stands before them must not wander when a figure grows
	return [
		{priority: 5, text: `${count(totals.packets)} packets`, token: 'muted'},
		{priority: 4, text: bytes(totals.bytes), token: 'muted'},
		{priority: 3, text: average + toWidth(packetRate(rates.packets), 9, 'right'), token: 'accent'},
		{priority: 1, text: average + toWidth(rate, 9, 'right'), token: 'accent'},
		{priority: 2, text: toWidth(elapsed(rates.seconds), 7, 'right'), token: 'strong'},
	];
}

/** Those that find room, in their order. */
function fitting(all: readonly Figure[], room: number): Figure[] {
	const kept = new Set<Figure>();
	let left = room;
	for (const figure of [...all].sort((a, b) => a.priority - b.priority)) {
		left -= cellWidth(figure.text) + 2;
		if (left < 0) {
			break;
		}
		kept.add(figure);
	}
	return all.filter(figure => kept.has(figure));
}

/** At the right of what is left of the line. */
function figureLine(model: HeaderModel, width: number, _height: number, theme: Theme): string[] {
	const shown = fitting(figures(model), width - 1);
	const used = shown.reduce((sum, {text}) => sum + cellWidth(text) + 2, 0);
	const gap = ' '.repeat(Math.max(0, width - used - 1));
	return [gap + shown.map(({token, text}) => `  ${theme.paint(token, text)}`).join('')];
}

/** The left alone, where not even that finds room. */
function cutLine(model: HeaderModel, width: number, _height: number, theme: Theme): string[] {
	const pieces = leftPieces(model, width, theme);
	return [cut(pieces.map(({text}) => text).join(''), width)];
}

/** A piece of the left that changes, in as many cells as it takes. */
function LivePiece({
	source,
	index,
	columns,
	width,
}: {source: Source<HeaderModel>} & Record<'index' | 'columns' | 'width', number>) {
	const draw = useCallback(
		(model: HeaderModel, _width: number, _height: number, theme: Theme) =>
			leftPieces(model, columns, theme)
				.slice(index, index + 1)
				.map(({token, text}) => theme.paint(token, text)),
		[index, columns],
	);
	return <Live source={source} draw={draw} width={width} height={1} flexGrow={0} />;
}

/** A piece as Ink knows it: of what changes, how wide it is. */
interface StillPiece {
	width: number;
	token: Token;
	text: string | null;
}

/** Pieces with their numbers: those that do not change together, as far as they stand side by side. */
function runs(pieces: readonly StillPiece[]): {index: number; piece: StillPiece}[][] {
	const found: {index: number; piece: StillPiece}[][] = [];
	for (const [index, piece] of pieces.entries()) {
		const last = found.at(-1);
		if (last !== undefined && last[0].piece.text !== null && piece.text !== null) {
			last.push({index, piece});
		} else {
			found.push([{index, piece}]);
		}
	}
	return found;
}

function FirstLine({source, width}: {source: Source<HeaderModel>; width: number}) {
	const theme = useTheme();
	const pieces = useSlice(source, model =>
		leftPieces(model, width, theme).map(
			({text, token, isLive}): StillPiece => ({width: cellWidth(text), token, text: isLive ? null : text}),
		),
	);
	if (pieces.reduce((sum, piece) => sum + piece.width, 0) > width) {
		return <Live source={source} draw={cutLine} />;
	}
	return (
		<>
			{runs(pieces).map(run => {
				const [{index, piece}] = run;
				return piece.text === null ? (
					<LivePiece key={index} source={source} index={index} columns={width} width={piece.width} />
				) : (
					<Text key={index}>
						{run.map(({index: at, piece: {token, text}}) => (
							<Paint key={at} token={token}>
								{text ?? ''}
							</Paint>
						))}
					</Text>
				);
			})}
			<Live source={source} draw={figureLine} height={1} />
		</>
	);
}

/** Lines of text behind a label. */
function Labelled({label, lines, token}: {label: string; lines: readonly string[]; token: Token}) {
	return lines.length === 0 ? null : (
		<Box height={lines.length}>
			<Paint token="muted">{label}</Paint>
			<Paint token={token}>{lines.join('\n')}</Paint>
		</Box>
	);
}

/** As much of the filter as there is room for. */
function shownFilter(texts: HeaderTexts, width: number, room: number, {glyphs}: Theme): string[] {
	const lines = filterLines(texts, width);
	const shown = lines.slice(0, room);
	if (lines.length > room) {
		const more = `${glyphs.ellipsis} (f shows all)`;
		shown[room - 1] = cut(shown[room - 1], width - FILTER_LABEL.length - more.length - 1, '') + more;
	}
	return shown;
}

export function Header({source, placement}: PanelProps<HeaderModel>) {
	const theme = useTheme();
	const {width, height} = placement;
	const texts = useSlice(source, model => model.texts);
	const failure = failureLines(texts, width);
	const then = thenLines(texts, width);
	const filter = shownFilter(texts, width, Math.max(1, height - 1 - failure.length - then.length), theme);
	const room = Math.max(0, height - 1 - filter.length);
	return (
		<Box {...placed(placement)} flexDirection="column">
			<Box width={width} height={1} flexShrink={0}>
				<FirstLine source={source} width={width} />
			</Box>
			<Labelled label={FILTER_LABEL} lines={filter} token={texts.inForce === null ? 'muted' : 'warning'} />
			<Labelled label={THEN_LABEL} lines={then.slice(0, room)} token="accent" />
			<Labelled label=" " lines={failure.slice(0, Math.max(0, room - then.length))} token="bad" />
		</Box>
	);
}
