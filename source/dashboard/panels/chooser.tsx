import {cut, toWidth} from '../../format/cells.js';
import {sanitize} from '../../format/sanitize.js';
import type {Theme} from '../../theme/theme.js';
import {type Chooser, chooserItems, chooserRoom, chooserTop} from '../model/chooser.js';
import type {ChooserModel} from '../model/selectors/overlays.js';
import {centred, Dialog} from './drawing/frame.js';
import {Rows} from './drawing/rows.js';
import {type Source, useSlice} from './drawing/source.js';
import {useTheme} from './drawing/theme-context.js';

const WIDEST = 76;
const LABEL = 16;

export function chooserLines(chooser: Chooser, width: number, rows: number, theme: Theme): string[] {
	const {index} = chooser;
	const items = chooserItems(chooser);
	if (items.length === 0) {
		const text = chooser.items.length === 0 ? 'there is nothing to choose from' : 'nothing has what is typed';
		return [theme.paint('muted', ` ${text}`)];
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
	const room = chooserRoom(chooser, rows);
	const {length} = chooserItems(chooser);
	const note =
		length > room || chooser.search !== null ? `${Math.min(length, chooser.index + 1)} of ${length}` : undefined;
	return (
		<Dialog {...centred(chooser.size, width, room + 2)} title={chooser.title} note={note}>
			<Rows lines={chooserLines(chooser, width - 2, room, theme)} />
		</Dialog>
	);
}
