/** The text being edited, wrapped whole, with libpcap's answer under it and the place of a mistake marked. */

import {Box} from 'ink';
import {codePointWidth, cut, toWidth, wrap} from '../../format/cells.js';
import {sanitize} from '../../format/sanitize.js';
import type {Theme} from '../../theme/theme.js';
import type {FilterEditor} from '../model/filter-editor.js';
import type {FilterEditorModel} from '../model/selectors/filter-editor.js';
import {Dialog} from './drawing/frame.js';
import {Live} from './drawing/live.js';
import {Rows} from './drawing/rows.js';
import {type Source, useSlice} from './drawing/source.js';
import {useTheme} from './drawing/theme-context.js';

interface TextCell {
	text: string;
	width: number;
	/** Index of its code unit in the text. */
	index: number;
}

/** The text in lines of cells, broken anywhere: what is typed stays where it was typed. */
function textLines(text: string, width: number): TextCell[][] {
	const lines: TextCell[][] = [[]];
	let used = 0;
	let index = 0;
	// one blank more than the text: the caret may stand there
	for (const character of `${text} `) {
		const shown = sanitize(character);
		const cells = codePointWidth(shown.codePointAt(0)!);
		if (used + cells > width) {
			lines.push([]);
			used = 0;
		}
		lines.at(-1)!.push({text: shown, width: cells, index});
		used += cells;
		index += character.length;
	}
	return lines;
}

function answer(editor: FilterEditor, width: number, theme: Theme): string[] {
	const {check} = editor;
	if (editor.phase === 'applying') {
		return [theme.paint('muted', `${theme.glyphs.waiting} applying${theme.glyphs.ellipsis}`)];
	}
	switch (check.state) {
		case 'checking':
			return [theme.paint('muted', `${theme.glyphs.waiting} checking${theme.glyphs.ellipsis}`)];
		case 'valid': {
			const isEmpty = editor.field.text.trim() === '';
			const text = isEmpty ? 'no filter: everything is counted' : 'valid; Enter puts it in force';
			return [theme.paint('good', `${theme.glyphs.ok} ${text}`)];
		}
		case 'invalid':
			return wrap(`${theme.glyphs.failed} ${sanitize(check.problem.message)}`, width).map(line =>
				theme.paint('bad', line),
			);
	}
}

/** Lines of the editor without its frame. */
export function editorLines(editor: FilterEditor, width: number, theme: Theme): string[] {
	const position = editor.check.state === 'invalid' ? editor.check.problem.position : null;
	const lines: string[] = [];
	for (const cells of textLines(editor.field.text, width)) {
		lines.push(
			cells.map(cell => (cell.index === editor.field.caret ? theme.paint('caret', cell.text) : cell.text)).join(''),
		);
		const at = position === null ? -1 : cells.findIndex(cell => cell.index === position);
		if (at !== -1) {
			const before = cells.slice(0, at).reduce((sum, cell) => sum + cell.width, 0);
			lines.push(' '.repeat(before) + theme.paint('bad', theme.glyphs.errorMark));
		}
	}
	return [...lines, ...answer(editor, width, theme)];
}

/** Cells of the name of a choice. */
const CHOICE = 30;

/** The choices, as many as there is room for, the marked one among them. */
export function choiceLines({choices, chosen}: FilterEditor, width: number, rows: number, theme: Theme): string[] {
	if (choices.length === 0 || rows < 2) {
		return [];
	}
	const room = Math.min(rows - 1, choices.length);
	const top = Math.max(0, Math.min(choices.length - room, (chosen ?? 0) - Math.floor(room / 2)));
	const label = Math.min(CHOICE, Math.floor(width / 2));
	const lines = choices.slice(top, top + room).map((choice, row) => {
		const isChosen = top + row === chosen;
		const text = `${isChosen ? theme.glyphs.cursor : ' '} ${toWidth(choice.label, label, 'left', theme.glyphs.ellipsis)} `;
		const expression = cut(sanitize(choice.text), Math.max(0, width - label - 3), theme.glyphs.ellipsis);
		return isChosen
			? theme.paint('selected', toWidth(text + expression, width))
			: text + theme.paint('muted', expression);
	});
	const hint = 'Tab marks one of these, Enter puts it in; Up and Down: filters used before';
	return [theme.paint('muted', cut(hint, width, theme.glyphs.ellipsis)), ...lines];
}

const choices = (model: FilterEditorModel | null, width: number, height: number, theme: Theme): string[] =>
	model === null ? [] : choiceLines(model.editor, width, height, theme);

export function FilterEditorView({source}: {source: Source<FilterEditorModel | null>}) {
	const theme = useTheme();
	const model = useSlice(source, shown => shown);
	if (model === null) {
		return null;
	}
	const {editor, inForce, top, isFile, size} = model;
	const {columns, rows} = size;
	const width = Math.min(columns, 110);
	const whole = inForce === null ? [] : wrap(`in force: ${inForce}`, width - 4);
	const typed = [...editorLines(editor, width - 4, theme), ...whole.map(line => theme.paint('warning', line))];
	const offered = choiceLines(editor, width - 4, rows - 4 - top - typed.length, theme).length;
	const height = Math.min(rows - 2, Math.max(5, typed.length + offered + 2));
	const place = {
		x: Math.floor((columns - width) / 2),
		y: Math.max(1, Math.min(top, rows - 1 - height)),
		width,
		height,
	};
	const note = isFile ? 'the file is read again with it' : 'applies to the running capture';
	return (
		<Dialog {...place} title="Capture filter (BPF)" note={note}>
			<Box flexDirection="column" paddingX={1}>
				{/* what finds no room is the beginning of the text: the answer stays in sight */}
				<Rows lines={typed.slice(Math.max(0, typed.length - (height - 2)))} />
				{/* addresses are among them */}
				<Live source={source} draw={choices} height={offered} flexGrow={0} />
			</Box>
		</Dialog>
	);
}
