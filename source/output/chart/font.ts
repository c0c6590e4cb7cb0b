/** The bundled font: where it lies, and how wide its text is. resvg draws no text at all without a font file. */
import {type FileName, readPart} from '../../parts/parts.js';

export type Weight = 'normal' | 'bold';

export const FONT_NAME = 'DejaVu Sans';

/** Verdana is drawn to the same widths, where a reader of the SVG has no DejaVu. */
export const FONT_FAMILY = `${FONT_NAME}, Verdana, Geneva, sans-serif`;

export const FONT_FILES: Readonly<Record<Weight, FileName>> = {
	normal: 'DejaVuSans.ttf',
	bold: 'DejaVuSans-Bold.ttf',
};

/** Advance widths of a TrueType font; https://learn.microsoft.com/typography/opentype/spec/otff. */
class Widths {
	readonly #unitsPerEm: number;
	readonly #view: DataView;
	readonly #glyphs = new Map<number, number>();
	readonly #metrics: number;
	readonly #metricCount: number;

	constructor(bytes: Uint8Array) {
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#unitsPerEm = this.#view.getUint16(this.#table('head') + 18);
		this.#metricCount = this.#view.getUint16(this.#table('hhea') + 34);
		this.#metrics = this.#table('hmtx');
		this.#readCharacters(this.#table('cmap'));
	}

	has(codePoint: number): boolean {
		return this.#glyphs.has(codePoint);
	}

	/** In ems. A character that the font has not comes from another font, most likely one with square characters. */
	of(codePoint: number): number {
		const known = this.#glyphs.get(codePoint);
		if (known === undefined) {
			return 1;
		}
		const glyph = Math.min(known, this.#metricCount - 1);
		return this.#view.getUint16(this.#metrics + glyph * 4) / this.#unitsPerEm;
	}

	#table(tag: string): number {
		const count = this.#view.getUint16(4);
		for (let entry = 12; entry < 12 + count * 16; entry += 16) {
			const name = String.fromCharCode(...[0, 1, 2, 3].map(at => this.#view.getUint8(entry + at)));
			if (name === tag) {
				return this.#view.getUint32(entry + 8);
			}
		}

		throw new Error(`the font has no table ${tag}`);
	}

	/** Subtable format 4: segments of the Basic Multilingual Plane. */
	#readCharacters(cmap: number): void {
		const view = this.#view;
		for (let i = 0; i < view.getUint16(cmap + 2); i++) {
			const subtable = cmap + view.getUint32(cmap + 4 + i * 8 + 4);
			if (view.getUint16(subtable) !== 4) {
				continue;
			}
			const size = view.getUint16(subtable + 6);
			const [ends, starts, deltas, ranges] = [14, 16 + size, 16 + 2 * size, 16 + 3 * size].map(at => subtable + at);
			for (let segment = 0; segment < size; segment += 2) {
				const range = view.getUint16(ranges + segment);
				const start = view.getUint16(starts + segment);
				for (let code = start; code <= view.getUint16(ends + segment) && code !== 0xffff; code++) {
					const listed = range === 0 ? code : view.getUint16(ranges + segment + range + 2 * (code - start));
					const glyph = listed === 0 ? 0 : (listed + view.getUint16(deltas + segment)) & 0xffff;
					if (glyph !== 0) {
						this.#glyphs.set(code, glyph);
					}
				}
			}

			return;
		}
	}
}

const known = new Map<Weight, Widths>();

function widthsOf(weight: Weight): Widths {
	let widths = known.get(weight);
	if (widths === undefined) {
		widths = new Widths(readPart(FONT_FILES[weight]));
		known.set(weight, widths);
	}

	return widths;
}

/** Whether the bundled font has every printable character of a text. */
export function covers(text: string): boolean {
	const widths = widthsOf('normal');
	for (const character of text) {
		const codePoint = character.codePointAt(0)!;
		if (codePoint > 0x7e && !widths.has(codePoint)) {
			return false;
		}
	}

	return true;
}

const ELLIPSIS = '…';

/** Width of a line of text in pixels, without kerning. */
export function textWidth(text: string, size: number, weight: Weight = 'normal'): number {
	const widths = widthsOf(weight);
	let ems = 0;
	for (const character of text) {
		ems += widths.of(character.codePointAt(0)!);
	}
	return ems * size;
}

/** The text, or as much of it as fits with an ellipsis behind it. */
export function fitted(text: string, width: number, size: number, weight: Weight = 'normal'): string {
	if (textWidth(text, size, weight) <= width) {
		return text;
	}
	const widths = widthsOf(weight);
	const room = width / size - widths.of(ELLIPSIS.codePointAt(0)!);
	let ems = 0;
	let end = 0;
	for (const character of text) {
		ems += widths.of(character.codePointAt(0)!);
		if (ems > room) {
			break;
		}
		end += character.length;
	}

	return `${text.slice(0, end).trimEnd()}${ELLIPSIS}`;
}
