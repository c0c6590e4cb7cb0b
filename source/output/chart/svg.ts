/** The little SVG that is written by hand: text and rectangles around the plots. */
import {sanitize} from '../../format/sanitize.js';
import {FONT_FAMILY, type Weight} from './font.js';

const ENTITIES: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};

/** Text as XML content: safe characters only, none of which is markup. */
export function escapeXml(text: string): string {
	return sanitize(text).replace(/[&<>"]/g, character => ENTITIES[character]);
}

export interface TextStyle {
	size: number;
	colour: string;
	weight?: Weight;
	anchor?: 'start' | 'middle' | 'end';
}

/** One line of text whose baseline is at `y`. */
export function text(
	x: number,
	y: number,
	content: string,
	{size, colour, weight = 'normal', anchor = 'start'}: TextStyle,
): string {
	const bold = weight === 'bold' ? ' font-weight="bold"' : '';
	const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
	return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${colour}"${bold}${anchored}>${escapeXml(content)}</text>`;
}

export function rectangle(x: number, y: number, width: number, height: number, colour: string, radius = 0): string {
	const corner = radius === 0 ? '' : ` rx="${radius}"`;
	return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${colour}"${corner}/>`;
}

/** A whole picture. */
export function picture(width: number, height: number, title: string, parts: readonly string[]): string {
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escapeXml(FONT_FAMILY)}">`,
		`<title>${escapeXml(title)}</title>`,
		...parts,
		'</svg>\n',
	].join('\n');
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
