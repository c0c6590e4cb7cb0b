/** The text being edited, wrapped whole, with libpcap's answer under it and the place of a mistake marked. */
import {codePointWidth, wrap} from '../../format/cells.js';
import {sanitize} from '../../format/sanitize.js';
import type {Theme} from '../../theme/theme.js';
import type {DashboardState} from '../app/state.js';
import {framed} from '../frame.js';
import {headerHeight} from '../header/height.js';
import {Lines} from '../lines.js';
import {useTheme} from '../theme-context.js';
import type {FilterEditor} from './state.js';

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

export function FilterEditorView({state, editor}: {state: DashboardState; editor: FilterEditor}) {
	const theme = useTheme();
	const {columns, rows} = state.size;
	const width = Math.min(columns, 110);
	const lines = editorLines(editor, width - 4, theme);
	const height = Math.min(rows - 2, Math.max(5, lines.length + 2));
	const content = {
		title: 'Capture filter (BPF)',
		note: 'applies to the running capture',
		// what finds no room is the beginning: the answer stays in sight
		lines: lines.slice(Math.max(0, lines.length - (height - 2))).map(line => ` ${line}`),
	};
	const placement = {
		x: Math.floor((columns - width) / 2),
		y: Math.max(1, Math.min(headerHeight(state), rows - 1 - height)),
		width,
		height,
	};
	return <Lines placement={placement} lines={framed(content, width, height, theme)} />;
}
