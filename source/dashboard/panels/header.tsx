/** Source, state, rates and elapsed time; the filter in force, whole; why the source ended early. */
import {cellWidth, cut, shortenMiddle, toWidth} from '../../format/cells.js';
import {clockTime, elapsed} from '../../format/durations.js';
import {bytes, count, packetRate} from '../../format/numbers.js';
import {sanitize} from '../../format/sanitize.js';
import {unitRate} from '../../format/units.js';
import type {Theme} from '../../theme/theme.js';
import {FILTER_LABEL, failureLines, filterLines, THEN_LABEL, thenLines} from '../model/header-lines.js';
import {loadingText, momentText} from '../model/moment.js';
import {type DashboardState, shownView} from '../model/state.js';
import {captureStatus, headerRates, sincePause} from '../model/status.js';
import {Lines} from './drawing/lines.js';
import type {PanelProps} from './drawing/panel.js';
import {useTheme} from './drawing/theme-context.js';

interface Piece {
	plain: string;
	painted: string;
}

function leftPieces(state: DashboardState, theme: Theme, width: number): Piece[] {
	const status = captureStatus(state);
	const since = sincePause(state);
	const pieces: Piece[] = [];
	const add = (plain: string, paint: (text: string) => string) => pieces.push({plain, painted: paint(plain)});
	if (width >= 100) {
		add(' netanal-tui ', text => theme.paint('title', text));
	}
	const name = shortenMiddle(sanitize(state.source.name), Math.max(8, Math.floor(width / 4)), theme.glyphs.ellipsis);
	add(` ${name}`, text => theme.paint('strong', text));
	if (since === null || status.token === 'bad') {
		add(` ${theme.glyphs[status.glyph]} ${status.text}`, text => theme.paint(status.token, text));
	}
	const moment = momentText(state, theme);
	if (moment !== null) {
		add(' ', text => text);
		add(` ${moment.chip} `, text => theme.paint('paused', text));
		add(` ${width >= 70 ? moment.long : moment.short}`, text => theme.paint('warning', text));
	} else if (since !== null) {
		add(' ', text => text);
		add(` ${theme.glyphs.paused} PAUSED `, text => theme.paint('paused', text));
		const news = `+${count(since.packets)} packets, ${bytes(since.bytes)} since`;
		add(width >= 70 ? ` ${news}` : ` +${bytes(since.bytes)}`, text => theme.paint('warning', text));
	}
	const loading = loadingText(state, width >= 70 ? 20 : 8, theme);
	if (loading !== null) {
		add(` ${loading}`, text => theme.paint('accent', text));
	}
	if (state.writing !== null) {
		add(` ${theme.glyphs.running} ${width >= 70 ? 'writing pcap' : 'pcap'}`, text => theme.paint('bad', text));
	}
	if (state.session?.isLeftOut) {
		add(` ${width >= 70 ? '[own SSH left out]' : '[-SSH]'}`, text => theme.paint('accent', text));
	}
	if (state.privileges?.state === 'kept') {
		add(' ', text => text);
		add(' ROOT ', text => theme.paint('paused', text));
	}
	if (state.baseline !== null) {
		add(` since ${clockTime(state.baseline.wall)}`, text => theme.paint('warning', text));
	}
	return pieces;
}

interface RightPiece extends Piece {
	/** 1 is left out last. */
	priority: number;
}

function rightPieces(state: DashboardState, theme: Theme): RightPiece[] {
	const view = shownView(state);
	if (view === null) {
		return [];
	}
	const rates = headerRates(state);
	const average = rates.isAverage ? 'avg ' : '';
	const {packets, bytes: total} = view.snapshot.totals;
	// rates in fixed widths: what stands before them must not wander when a figure grows
	const texts: [priority: number, text: string, token: 'accent' | 'strong' | 'muted'][] = [
		[5, `${count(packets)} packets`, 'muted'],
		[4, bytes(total), 'muted'],
		[3, average + toWidth(packetRate(rates.packets), 9, 'right'), 'accent'],
		[1, average + toWidth(unitRate(state.unit === 'packets' ? 'bits' : state.unit, rates), 9, 'right'), 'accent'],
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

export function headerLines(state: DashboardState, width: number, height: number, theme: Theme): string[] {
	const left = leftPieces(state, theme, width);
	const leftWidth = left.reduce((sum, piece) => sum + cellWidth(piece.plain), 0);
	const right = fitting(rightPieces(state, theme), width - leftWidth - 1);
	const rightWidth = right.reduce((sum, piece) => sum + cellWidth(piece.plain) + 2, 0);
	const gap = ' '.repeat(Math.max(0, width - leftWidth - rightWidth - 1));
	const leftText = leftWidth > width ? cut(left.map(piece => piece.plain).join(''), width) : '';
	const first =
		leftText === ''
			? `${left.map(piece => piece.painted).join('')}${gap}${right.map(piece => `  ${piece.painted}`).join('')}`
			: leftText;
	const failures = failureLines(state).map(line => ` ${theme.paint('bad', line)}`);
	const then = thenLines(state).map(
		(line, index) =>
			theme.paint('muted', index === 0 ? THEN_LABEL : ' '.repeat(THEN_LABEL.length)) + theme.paint('accent', line),
	);
	const filterRoom = Math.max(1, height - 1 - failures.length - then.length);
	const filter = filterLines(state);
	const shown = filter.slice(0, filterRoom);
	if (filter.length > filterRoom) {
		const more = `${theme.glyphs.ellipsis} (f shows all)`;
		shown[filterRoom - 1] = cut(shown[filterRoom - 1], width - FILTER_LABEL.length - more.length - 1, '') + more;
	}
	const filterToken = state.inForce === null ? 'muted' : 'warning';
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

export function Header({state, placement}: PanelProps) {
	const theme = useTheme();
	const {width, height} = placement;
	return <Lines placement={placement} lines={headerLines(state, width, height, theme)} />;
}
