/** The lines of the header below its first: as many as its texts take, which is where the panels begin. */
import {cellWidth, wrap} from '../../format/cells.js';
import type {Size} from '../../terminal/frame-stream.js';

/** Texts that are shown whole, made safe. */
export interface HeaderTexts {
	/** The filter in force; null = none. */
	inForce: string | null;
	/** The filter of the second that is looked at, where it was another one. */
	past: string | null;
	/** Why the source ended early. */
	failure: string | null;
}

/** Before the text of the filter, and before its further lines. */
export const FILTER_LABEL = ' filter ';

/** The filter in force, whole, in as many lines as it takes. */
export function filterLines({inForce}: HeaderTexts, columns: number): string[] {
	const room = columns - cellWidth(FILTER_LABEL) - 1;
	if (inForce === null) {
		return [room < 30 ? 'none' : 'none: everything is counted'];
	}
	return wrap(inForce, room);
}

/** Before the filter of the second that is looked at, where that was another one. */
export const THEN_LABEL = ' then   ';

export const thenLines = ({past}: HeaderTexts, columns: number): string[] =>
	past === null ? [] : wrap(past, columns - cellWidth(THEN_LABEL) - 1);

export const failureLines = ({failure}: HeaderTexts, columns: number): string[] =>
	failure === null ? [] : wrap(failure, columns - 2);

/** Lines of the header: at most a third of the screen; the filter editor shows a longer filter whole. */
export function headerHeight(texts: HeaderTexts, {columns, rows}: Size): number {
	const lines = [filterLines(texts, columns), thenLines(texts, columns), failureLines(texts, columns)];
	return Math.max(2, Math.min(1 + lines.flat().length, Math.floor(rows / 3)));
}
