/** Names as an attacker would choose them: everything that a terminal or a reader could be fooled by. */
import type {Random} from '../../source/engine/capture/demo/random.js';

const range = (from: number, to: number) => (random: Random) => String.fromCodePoint(random.between(from, to));
const one =
	(...texts: string[]) =>
	(random: Random) =>
		random.pick(texts);

const PIECES: readonly ((random: Random) => string)[] = [
	range(0x20, 0x7e),
	range(0x61, 0x7a),
	// C0 and delete, C1
	range(0x00, 0x1f),
	range(0x7f, 0x9f),
	// codes that do something: clear, title, clipboard, link, answer back, device control, other screen, mouse, keyboard
	one(
		'\u001b[2J',
		'\u001b[H',
		'\u001b[999B',
		'\u001b[?1049l',
		'\u001b[?1003h',
		'\u001b[?2004h',
		'\u001b[>1u',
		'\u001bc',
		'\u001b#8',
	),
	one(
		'\u001b]0;owned\u0007',
		'\u001b]52;c;b3duZWQ=\u001b\\',
		'\u001b]8;;http://192.0.2.1/\u001b\\here\u001b]8;;\u001b\\',
	),
	one(
		'\u001b[6n',
		'\u001b[c',
		'\u001bP$qm\u001b\\',
		'\u001b_x\u001b\\',
		'\u001b(0',
		'\u000e',
		'\u009b31m',
		'\u009d0;x\u009c',
		'\u0090',
	),
	// bidi and format characters, zero width, tags
	range(0x200b, 0x200f),
	range(0x202a, 0x202e),
	range(0x2060, 0x206f),
	one('\u061c', '\u00ad', '\ufeff', '\u180e', '\u{e0041}', '\u2028', '\u2029', '\u115f', '\u3164'),
	// right to left, combining, selectors, joined
	range(0x0591, 0x05f4),
	range(0x0600, 0x06ff),
	range(0x0300, 0x036f),
	range(0xfe00, 0xfe0f),
	range(0x0e00, 0x0e7f),
	range(0x1100, 0x11ff),
	// halves of pairs
	random => String.fromCharCode(random.between(0xd800, 0xdfff)),
	// wide and of doubtful width
	range(0x3000, 0x30ff),
	range(0x4e00, 0x9fff),
	range(0xac00, 0xd7a3),
	range(0xff00, 0xffef),
	range(0x2300, 0x2bff),
	range(0x1f300, 0x1faff),
	range(0x1f1e6, 0x1f1ff),
	range(0x20000, 0x2a6df),
	one('\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u{1f44d}\u{1f3fd}', '1\ufe0f\u20e3'),
	// anything at all
	range(0, 0x10ffff),
];

/** A string of up to `most` pieces. */
export function hostileString(random: Random, most = 24): string {
	const length = random.between(0, most);
	let text = '';
	for (let index = 0; index < length; index++) {
		text += random.pick(PIECES)(random);
	}
	return text;
}
