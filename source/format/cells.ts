/**
 * Text measured in terminal cells. Everything here takes safe text (`sanitize`): one code point is one character, one or
 * two cells wide by Unicode's East Asian Width (UAX #11), as Ink measures too.
 */
import {eastAsianWidth} from 'get-east-asian-width';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the test is for the whole of ASCII
const ASCII = /^[\x00-\x7f]*$/;

/** Cells of one code point. Below U+1100 nothing is wide. */
export function codePointWidth(codePoint: number): 1 | 2 {
	return codePoint < 0x11_00 ? 1 : eastAsianWidth(codePoint);
}

/** Cells that the text takes. */
export function cellWidth(text: string): number {
	if (ASCII.test(text)) {
		return text.length;
	}
	let width = 0;
	for (const character of text) {
		width += codePointWidth(character.codePointAt(0)!);
	}
	return width;
}

/** The longest beginning of at most `width` cells, never half a wide character. */
export function head(text: string, width: number): string {
	if (ASCII.test(text)) {
		return text.slice(0, Math.max(0, width));
	}
	let used = 0;
	let end = 0;
	for (const character of text) {
		used += codePointWidth(character.codePointAt(0)!);
		if (used > width) {
			break;
		}
		end += character.length;
	}
	return text.slice(0, end);
}

/** The longest end of at most `width` cells. */
export function tail(text: string, width: number): string {
	const characters = [...text];
	let used = 0;
	let start = characters.length;
	while (start > 0) {
		used += codePointWidth(characters[start - 1].codePointAt(0)!);
		if (used > width) {
			break;
		}
		start--;
	}
	return characters.slice(start).join('');
}

/** At most `width` cells; what was cut is marked by the ellipsis at the end. */
export function cut(text: string, width: number, ellipsis = '…'): string {
	if (cellWidth(text) <= width) {
		return text;
	}
	return width < cellWidth(ellipsis) ? head(text, width) : head(text, width - cellWidth(ellipsis)) + ellipsis;
}

/** At most `width` cells, cut in the middle: both ends of a name tell more than its beginning alone. */
export function shortenMiddle(text: string, width: number, ellipsis = '…'): string {
	if (cellWidth(text) <= width) {
		return text;
	}
	const room = width - cellWidth(ellipsis);
	if (room < 2) {
		return head(text, width);
	}
	const start = head(text, Math.ceil(room / 2));
	return start + ellipsis + tail(text, room - cellWidth(start));
}

export type Alignment = 'left' | 'right';

/** Exactly `width` cells: cut with an ellipsis or filled with spaces. */
export function toWidth(text: string, width: number, alignment: Alignment = 'left', ellipsis = '…'): string {
	const shown = cut(text, width, ellipsis);
	const filler = ' '.repeat(Math.max(0, width - cellWidth(shown)));
	return alignment === 'left' ? shown + filler : filler + shown;
}

/** Lines of at most `width` cells, broken at spaces where there are any, inside words where there are none. */
export function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	let rest = text;
	while (width > 0 && cellWidth(rest) > width) {
		let line = head(rest, width);
		if (line === '') {
			break;
		}
		const space = line.lastIndexOf(' ');
		if (rest[line.length] !== ' ' && space > width / 2) {
			line = line.slice(0, space);
		}
		lines.push(line);
		rest = rest.slice(line.length);
		if (rest.startsWith(' ')) {
			rest = rest.slice(1);
		}
	}
	lines.push(rest);
	return lines;
}
