import {Text} from 'ink';
import {cut} from '../../format/cells.js';
import {type HelpLine, helpHeight, helpLines, helpWidth} from '../model/help.js';
import type {HelpModel} from '../model/selectors/overlays.js';
import {centred, Dialog} from './drawing/frame.js';
import {Paint} from './drawing/paint.js';
import type {Source} from './drawing/source.js';
import {useSlice} from './drawing/source.js';
import {useTheme} from './drawing/theme-context.js';

function Line({line, width}: {line: HelpLine; width: number}) {
	const theme = useTheme();
	if (line.kind === 'title') {
		return <Paint token="strong">{` ${line.text}`}</Paint>;
	}
	return (
		<Text>
			{' '}
			<Paint token="key">{line.keys}</Paint>
			{`  ${cut(line.text, width - line.keys.length - 3, theme.glyphs.ellipsis)}`}
		</Text>
	);
}

/** All keys, over the panels, or those that the search finds. */
export function HelpView({source}: {source: Source<HelpModel | null>}) {
	const help = useSlice(source, model => model);
	if (help === null) {
		return null;
	}
	const width = helpWidth(help.size);
	const lines = helpLines(width - 2, help.commands, help.text);
	const room = helpHeight(help.size);
	const top = Math.min(help.first, Math.max(0, lines.length - room));
	const range = lines.length > room ? `${top + 1}-${Math.min(lines.length, top + room)} of ${lines.length}` : '';
	const note = [help.text === '' ? '' : `/${help.text}`, range].filter(Boolean).join(', ') || undefined;
	const height = Math.max(1, Math.min(room, lines.length)) + 2;
	return (
		<Dialog {...centred(help.size, width, height)} title="Keys" note={note}>
			{lines.length === 0 && <Paint token="muted"> no command has these words</Paint>}
			{[...lines.entries()].slice(top, top + room).map(([number, line]) => (
				<Line key={number} line={line} width={width - 2} />
			))}
		</Dialog>
	);
}
