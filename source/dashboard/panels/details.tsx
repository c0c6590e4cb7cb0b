/** Everything about one row, over the panels. */
import {Box} from 'ink';
import {useCallback} from 'react';
import {cut} from '../../format/cells.js';
import type {Theme} from '../../theme/theme.js';
import {detailsHeight, detailsWidth} from '../model/details-lines.js';
import type {DetailsModel} from '../model/selectors/details.js';
import {BEFORE, type DetailLine, detailLines, paintedLine} from './drawing/details-lines.js';
import {centred, Dialog} from './drawing/frame.js';
import {Live} from './drawing/live.js';
import {Paint} from './drawing/paint.js';
import {type Source, useSlice} from './drawing/source.js';
import {useTheme} from './drawing/theme-context.js';

type DetailsSource = Source<DetailsModel | null>;

/** What Ink shows of a line: all but fields, and of them the label, unless there are figures in it, which change. */
type Still = {kind: 'text'; text: string} | {kind: 'label'; text: string} | {kind: 'drawn'};

function stillOf(line: DetailLine): Still {
	const text = line.kind === 'blank' ? ' ' : line.kind === 'title' ? line.text : line.label;
	if (/\d/.test(text)) {
		return {kind: 'drawn'};
	}
	return {kind: line.kind === 'field' ? 'label' : 'text', text};
}

/** Lines that are alike in this, one behind the other. */
interface Run {
	kind: Still['kind'];
	/** Index of the first of them, of all lines. */
	first: number;
	texts: string[];
}

function runs(lines: readonly Still[], first: number): Run[] {
	const found: Run[] = [];
	for (const [index, line] of lines.entries()) {
		const text = line.kind === 'drawn' ? '' : line.text;
		const last = found.at(-1);
		if (last?.kind === line.kind) {
			last.texts.push(text);
		} else {
			found.push({kind: line.kind, first: first + index, texts: [text]});
		}
	}
	return found;
}

const linesOf = (model: DetailsModel, theme: Theme) => detailLines(model.sections, detailsWidth(model.size) - 2, theme);

const paintedValue = (line: DetailLine) => (line.kind === 'field' ? line.value : '');

/** Lines by their numbers, whole or without their labels. */
function Drawn({
	source,
	first,
	count,
	isWhole,
}: {
	source: DetailsSource;
	first: number;
	count: number;
	isWhole: boolean;
}) {
	const draw = useCallback(
		(model: DetailsModel | null, _width: number, _height: number, theme: Theme) =>
			model === null
				? []
				: linesOf(model, theme)
						.slice(first, first + count)
						.map(line => (isWhole ? paintedLine(line, theme) : paintedValue(line))),
		[first, count, isWhole],
	);
	return <Live source={source} draw={draw} height={count} flexGrow={isWhole ? 0 : 1} />;
}

function RunView({source, run: {kind, first, texts}}: {source: DetailsSource; run: Run}) {
	const count = texts.length;
	if (kind === 'drawn') {
		return <Drawn source={source} first={first} count={count} isWhole />;
	}
	if (kind === 'text') {
		return <Paint token="strong">{texts.join('\n')}</Paint>;
	}
	return (
		<Box height={count}>
			<Box width={BEFORE} flexShrink={0} flexDirection="column">
				<Paint token="muted">{texts.join('\n')}</Paint>
			</Box>
			<Drawn source={source} first={first} count={count} isWhole={false} />
		</Box>
	);
}

export function DetailsView({source}: {source: DetailsSource}) {
	const theme = useTheme();
	const shown = useSlice(source, model => {
		if (model === null) {
			return null;
		}
		const lines = linesOf(model, theme);
		const room = detailsHeight(model.size);
		const first = Math.min(model.first, Math.max(0, lines.length - room));
		const still = lines.slice(first, first + room).map(stillOf);
		return {size: model.size, writing: model.writing, count: lines.length, first, still};
	});
	if (shown === null) {
		return null;
	}
	const {size, writing, count, first, still} = shown;
	const note = count > still.length ? `${first + 1}-${first + still.length} of ${count}` : undefined;
	const title =
		writing === null ? 'Details' : cut(`Details, ${writing}`, detailsWidth(size) - 24, theme.glyphs.ellipsis);
	return (
		<Dialog {...centred(size, detailsWidth(size), still.length + 2)} title={title} note={note}>
			{runs(still, first).map(run => (
				<RunView key={`${run.first}`} source={source} run={run} />
			))}
		</Dialog>
	);
}
