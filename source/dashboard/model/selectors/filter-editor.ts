import type {Size} from '../../../terminal/frame-stream.js';
import type {FilterEditor} from '../filter-editor.js';
import {filterLines, headerHeight} from '../header-lines.js';
import type {Parts} from '../state.js';
import {headerTexts} from './header-texts.js';

/** What the filter editor draws. */
export interface FilterEditorModel {
	editor: FilterEditor;
	/** The whole of what is in force, where the header has no room for it and what is typed is a part of it only. */
	inForce: string | null;
	/** A file is read again with the filter. */
	isFile: boolean;
	/** Lines of the header, below which it lies. */
	top: number;
	size: Size;
}

/** Null while it is closed. */
export function filterEditorModel(
	state: Parts<'capture' | 'filter' | 'time' | 'overlays' | 'size'>,
): FilterEditorModel | null {
	const {size} = state;
	const {editor} = state.overlays;
	if (editor === null) {
		return null;
	}
	const texts = headerTexts(state);
	const top = headerHeight(texts, size);
	const isWhole = state.filter.inForce === state.filter.typed || filterLines(texts, size.columns).length < top;
	return {editor, inForce: isWhole ? null : texts.inForce, isFile: state.capture.source.kind === 'file', top, size};
}
