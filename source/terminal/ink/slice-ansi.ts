/**
 * Stands in for the package `slice-ansi` in the bundle (scripts/build.js): Ink cuts lines with the parser of the cell diff. The package
 * makes a segmenter of graphemes when it is loaded, for which Node's ICU reads its rules (docs/decisions/0023).
 */
import {styledCharsToString, tokenize} from './ansi-tokenize.js';

/** The cells of a line that begin from `start` on and before `end`, in their styles. */
export default function sliceAnsi(line: string, start: number, end = Number.POSITIVE_INFINITY): string {
	let column = 0;
	return styledCharsToString(
		tokenize(line).filter(({fullWidth}) => {
			const begin = column;
			column += fullWidth ? 2 : 1;
			return begin >= start && begin < end;
		}),
	);
}
