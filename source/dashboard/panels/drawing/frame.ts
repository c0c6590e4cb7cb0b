import {cellWidth, cut} from '../../../format/cells.js';
import type {Theme} from '../../../theme/theme.js';

/** The note with a blank at each side: of several parts, divided by commas, as many as there is room for. */
function noteIn(note: string | undefined, room: number): string {
	const parts = note?.split(', ') ?? [];
	while (parts.length > 0 && cellWidth(parts.join(', ')) + 3 > room) {
		parts.pop();
	}
	return parts.length === 0 ? '' : ` ${parts.join(', ')} `;
}

/** What stands for the upper edge of a frame where there is no room for one. */
export function titleLine(
	content: {title: string; note?: string; isFocused?: boolean},
	width: number,
	theme: Theme,
): string {
	const {horizontal, ellipsis, cursor} = theme.glyphs;
	const title = ` ${cut((content.isFocused ? cursor : '') + content.title, Math.max(0, width - 2), ellipsis)} `;
	const left = width - cellWidth(title);
	const note = noteIn(content.note, left);
	const filler = horizontal.repeat(Math.max(0, left - cellWidth(note)));
	return (
		theme.paint('title', title) +
		theme.paint(content.isFocused ? 'focus' : 'border', filler) +
		theme.paint('muted', note)
	);
}

/** A frame around lines, its title and a note in the upper edge. One in focus has a mark besides its colour. */
export function framed(
	content: {title: string; note?: string; lines: readonly string[]; isFocused?: boolean},
	width: number,
	height: number,
	theme: Theme,
): string[] {
	const {corners, horizontal, vertical, ellipsis, cursor} = theme.glyphs;
	const edge = (text: string) => theme.paint(content.isFocused ? 'focus' : 'border', text);
	const mark = content.isFocused ? cursor : '';
	const title = ` ${cut(mark + content.title, Math.max(0, width - 6), ellipsis)} `;
	const left = width - 4 - cellWidth(title);
	const note = noteIn(content.note, left);
	const filler = horizontal.repeat(Math.max(0, left - cellWidth(note)));
	const top =
		edge(corners.topLeft + horizontal) +
		theme.paint('title', title) +
		edge(filler) +
		theme.paint('muted', note) +
		edge(horizontal + corners.topRight);
	const side = edge(vertical);
	const inside = Array.from({length: Math.max(0, height - 2)}, (_, index) => {
		const line = content.lines[index] ?? '';
		return side + line + ' '.repeat(Math.max(0, width - 2 - paintedWidth(line))) + side;
	});
	return [top, ...inside, edge(corners.bottomLeft + horizontal.repeat(Math.max(0, width - 2)) + corners.bottomRight)];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are our own style codes
const STYLE = /\u001b\[[\d;]*m/g;

/** Cells of a line with style codes in it. */
export function paintedWidth(line: string): number {
	return cellWidth(line.replace(STYLE, ''));
}
