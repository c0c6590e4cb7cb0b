/** What stands for anything that must not reach a terminal; a run of such characters becomes one mark. */
const MARK = '\uFFFD';

const PLAIN = /^[\x20-\x7e]*$/;

/** Spaces that are not U+0020: they are shown as one, so that a name cannot be padded invisibly. */
const ODD_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;

/**
 * Controls (C0, C1), format characters (bidi, zero-width, soft hyphen, tags), lone surrogates, private use, unassigned,
 * line and paragraph separators, combining marks that NFC left over, Hangul jamo and the letters that join
 * their neighbours (Grapheme_Cluster_Break Prepend of UAX #29, and vowels that it counts with the letter before), fillers,
 * the halves of flags and skin tones, whose width depends on the terminal, and the eight circled numbers that are narrow by
 * Unicode and wide in many terminals, where they would cover what stands behind them.
 */
const UNSAFE =
	/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{M}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\u0d4e\u0e33\u0eb3\u{16d63}\u{16d67}-\u{16d6a}\u{111c2}\u{111c3}\u{113d1}\u{1193f}\u{11941}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}\u3164\u3248-\u324f\uffa0\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]+/gu;

/**
 * Makes any string that came off the network safe to draw: no escape codes, no reordering, nothing invisible, and one or
 * two cells per code point (`cellWidth`). What had to go leaves a visible mark, so that a forged name looks forged.
 * Letters of right-to-left scripts stay; what would reorder their neighbours by command does not.
 *
 * @returns text of printable code points only, in NFC
 */
export function sanitize(text: string): string {
	if (PLAIN.test(text)) {
		return text;
	}
	return text.normalize('NFC').replace(ODD_SPACES, ' ').replace(UNSAFE, MARK);
}
