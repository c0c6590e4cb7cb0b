/** What the line being typed could become, above the line itself, which is in the place of the footer. */
import {cut, toWidth} from '../../format/cells.js';
import {scrolled} from '../model/selection.js';
import type {CommandLineModel} from '../model/selectors/command-line.js';
import {framed} from './drawing/frame.js';
import {Lines} from './drawing/lines.js';
import {useTheme} from './drawing/theme-context.js';

/** Suggestions in sight. */
const MOST = 8;
const WIDEST = 84;

export function CommandLineView({model}: {model: CommandLineModel}) {
	const theme = useTheme();
	const {suggestions: all, size} = model;
	const {columns, rows} = size;
	const room = Math.max(1, Math.min(MOST, rows - 4));
	const chosen = model.chosen ?? -1;
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
