/** What the line being typed could become, above the line itself, which is in the place of the footer. */
import {cellWidth, cut, tail, toWidth} from '../../format/cells.js';
import {sanitize} from '../../format/sanitize.js';
import type {TextField} from '../../input/text-field.js';
import type {Theme} from '../../theme/theme.js';
import {scrolled} from '../model/selection.js';
import type {DashboardState} from '../model/state.js';
import {suggested} from '../model/suggestions.js';
import {framed} from './drawing/frame.js';
import {Lines} from './drawing/lines.js';
import {useTheme} from './drawing/theme-context.js';

/** Suggestions in sight. */
const MOST = 8;
const WIDEST = 84;

/** A prompt and the text with its caret, in one line; of a text that is too long, the part before the caret. */
export function typedLine(prompt: string, field: TextField, width: number, theme: Theme): string {
	const before = sanitize(field.text.slice(0, field.caret));
	const rest = sanitize(field.text.slice(field.caret));
	const room = Math.max(1, width - cellWidth(prompt) - 2);
	const shown = tail(before, room);
	const [under = ' ', after] = rest === '' ? [' ', ''] : [[...rest][0], [...rest].slice(1).join('')];
	const left = Math.max(0, width - cellWidth(prompt) - cellWidth(shown) - cellWidth(under));
	return theme.paint('key', prompt) + shown + theme.paint('caret', under) + cut(after ?? '', left, '');
}

export function CommandLineView({state}: {state: DashboardState}) {
	const theme = useTheme();
	const {columns, rows} = state.size;
	const {commandLine} = state;
	if (commandLine === null) {
		return null;
	}
	const all = suggested(state);
	const room = Math.max(1, Math.min(MOST, rows - 4));
	const chosen = commandLine.chosen ?? -1;
	const top = scrolled(0, chosen, all.length, room);
	const width = Math.min(columns, WIDEST);
	const nameWidth = Math.min(width - 4, Math.max(0, ...all.map(({line}) => line.length)) + 2);
	const lines = all.slice(top, top + room).map(({line, description}, index) => {
		const isChosen = top + index === chosen;
		const text = toWidth(line, nameWidth) + cut(description, Math.max(0, width - 5 - nameWidth), theme.glyphs.ellipsis);
		return isChosen
			? `${theme.paint('accent', theme.glyphs.cursor)}${theme.paint('selected', text)}`
			: ` ${theme.paint('key', text.slice(0, nameWidth))}${theme.paint('muted', text.slice(nameWidth))}`;
	});
	const height = lines.length + 2;
	const note = all.length > room ? `${all.length} of them` : undefined;
	return lines.length === 0 ? null : (
		<Lines
			placement={{x: 0, y: rows - 1 - height, width, height}}
			lines={framed({title: 'Commands', note, lines}, width, height, theme)}
		/>
	);
}
