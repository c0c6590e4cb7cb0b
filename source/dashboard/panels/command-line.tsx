/** What the line being typed could become, above the line itself, which is in the place of the footer. */
import {Text} from 'ink';
import {cut, toWidth} from '../../format/cells.js';
import {scrolled} from '../model/selection.js';
import type {CommandLineModel} from '../model/selectors/command-line.js';
import {Dialog} from './drawing/frame.js';
import {Paint} from './drawing/paint.js';
import {type Source, useSlice} from './drawing/source.js';
import {useTheme} from './drawing/theme-context.js';

/** Suggestions in sight. */
const MOST = 8;
const WIDEST = 84;

export function CommandLineView({source}: {source: Source<CommandLineModel | null>}) {
	const {ellipsis, cursor} = useTheme().glyphs;
	const model = useSlice(source, shown => shown);
	if (model === null || model.suggestions.length === 0) {
		return null;
	}
	const {title, suggestions, size} = model;
	const room = Math.max(1, Math.min(MOST, size.rows - 4));
	const chosen = model.chosen ?? -1;
	const top = scrolled(0, chosen, suggestions.length, room);
	const width = Math.min(size.columns, WIDEST);
	const nameWidth = Math.min(width - 4, Math.max(0, ...suggestions.map(({line}) => line.length)) + 2);
	const shown = suggestions.slice(top, top + room);
	const height = shown.length + 2;
	const note = suggestions.length > room ? `${suggestions.length} of them` : undefined;
	return (
		<Dialog x={0} y={size.rows - 1 - height} width={width} height={height} title={title} note={note}>
			{shown.map(({line, description}, index) => {
				const name = toWidth(line, nameWidth);
				const meaning = cut(description, Math.max(0, width - 5 - nameWidth), ellipsis);
				return top + index === chosen ? (
					<Text key={line}>
						<Paint token="accent">{cursor}</Paint>
						<Paint token="selected">{name + meaning}</Paint>
					</Text>
				) : (
					<Text key={line}>
						{' '}
						<Paint token="key">{name}</Paint>
						<Paint token="muted">{meaning}</Paint>
					</Text>
				);
			})}
		</Dialog>
	);
}
