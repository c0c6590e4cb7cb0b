import {cut, toWidth} from '../../format/cells.js';
import {sanitize} from '../../format/sanitize.js';
import type {Theme} from '../../theme/theme.js';
import {type Chooser, chooserTop} from '../model/chooser.js';
import type {ChooserModel} from '../model/selectors/overlays.js';
import {centred, Dialog} from './drawing/frame.js';
import {Rows} from './drawing/rows.js';
import {type Source, useSlice} from './drawing/source.js';
import {useTheme} from './drawing/theme-context.js';

const WIDEST = 76;
const LABEL = 16;

export function chooserLines(chooser: Chooser, width: number, rows: number, theme: Theme): string[] {
	const {items, index} = chooser;
	if (items.length === 0) {
		return [theme.paint('muted', ' there is nothing to choose from')];
	}
	const label = Math.min(LABEL, Math.max(6, Math.floor(width / 3)));
	const top = chooserTop(chooser, rows);
	return items.slice(top, top + rows).map((item, row) => {
		const isChosen = top + row === index;
		const name = toWidth(sanitize(item.label), label, 'left', theme.glyphs.ellipsis);
		const detail = cut(sanitize(item.detail), Math.max(0, width - label - 4), theme.glyphs.ellipsis);
		const text = toWidth(` ${isChosen ? theme.glyphs.cursor : ' '} ${name} ${detail}`, width);
		return isChosen ? theme.paint('selected', text) : text;
	});
}

/** The list in the middle of the screen. */
export function ChooserView({source}: {source: Source<ChooserModel | null>}) {
	const theme = useTheme();
	const chooser = useSlice(source, model => model);
	if (chooser === null) {
		return null;
	}
	const {columns, rows} = chooser.size;
	const width = Math.min(columns, WIDEST);
	const room = Math.max(1, Math.min(rows - 4, Math.max(1, chooser.items.length)));
	const note = chooser.items.length > room ? `${chooser.index + 1} of ${chooser.items.length}` : undefined;
	return (
		<Dialog {...centred(chooser.size, width, room + 2)} title={chooser.title} note={note}>
			<Rows lines={chooserLines(chooser, width - 2, room, theme)} />
		</Dialog>
	);
}
