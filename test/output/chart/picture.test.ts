/** The pictures themselves: every label is drawn, inside the picture, over no other, and can be read. */
import {Resvg} from '@resvg/resvg-js';
import {describe, expect, it} from 'vitest';
import type {Snapshot} from '../../../source/engine/snapshot.js';
import {covers, FONT_FILES, fitted, textWidth} from '../../../source/output/chart/font.js';
import {CHART_KINDS, CHART_SIZES, CHART_THEMES} from '../../../source/output/chart/options.js';
import {renderChart} from '../../../source/output/chart/render.js';
import {THEMES} from '../../../source/output/chart/theme.js';
import {withPaths} from '../../../source/parts/parts.js';
import {busySnapshot, endpoint, snapshotOf, stamp} from '../../helpers/snapshots.js';

const range = (from: number, to: number | null, packets: number) => ({from, to, packets, bytes: packets * from});
const SIZES = [
	range(0, 63, 10),
	range(64, 127, 90_000),
	range(128, 255, 4000),
	range(256, 511, 0),
	range(512, 1023, 77),
];
const busy: Snapshot = {
	...busySnapshot(3),
	packetSizes: [
		...SIZES,
		range(1024, 1518, 123_456),
		range(1519, 4095, 3),
		range(4096, 16_383, 9),
		range(16_384, 65_535, 1),
		range(65_536, null, 1),
	],
};
const long = 'x'.repeat(300);
/** Everything at its longest, and written by somebody who means harm. */
const hostile: Snapshot = {
	...busy,
	generator: 'netanal-tui 0.0.0',
	source: {
		...busy.source,
		kind: 'file',
		name: `</text><script>alert("1")</script>&amp;\u001b[31m\0 ${long}`,
		filter: `tcp and ${long}`,
	},
	time: {first: stamp(-1), last: stamp(4e9), min: stamp(-1), max: stamp(4e9)},
	totals: {...busy.totals, packets: 9_007_199_254_740_991, bytes: 9_007_199_254_740_991},
	drops: {kernel: 123_456_789, interface: 5, queue: 77},
	protocols: {
		...busy.protocols,
		application: Array.from({length: 60}, (_, i) => ({
			name: `${'protocol-'.repeat(i % 5)}${i}`,
			packets: 60 - i,
			bytes: 1000 * (60 - i),
		})),
	},
	endpoints: {
		distinct: 262_144,
		ipv4: 0,
		ipv6: 262_144,
		evicted: 9,
		top: Array.from({length: 20}, (_, i) =>
			endpoint(
				`2001:db8:aaaa:bbbb:cccc:dddd:eeee:${i}`,
				1e12 / (i + 1),
				1e9,
				i % 2 ? `{a|<b>${long}` : '\u202e]]>&lt;"\'\u65e5\u672c',
			),
		),
	},
	bandwidth: {
		intervalSeconds: 1,
		samples: [-1, 5, 1e9, 4e9].map(time => ({time: stamp(time), packets: 1, bytes: 123_456_789})),
	},
	error: {code: 'DAMAGED', message: `block at ${long}`, offset: 3},
};
const empty = snapshotOf({});
const SNAPSHOTS = {busy, hostile, empty};

interface Label {
	text: string;
	left: number;
	right: number;
	top: number;
	bottom: number;
}

const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

/** Every upright text of a picture, with the box that it takes. */
function labels(svg: string): Label[] {
	const found: Label[] = [];
	const offsets: Array<[number, number]> = [];
	for (const [tag, kind, content = ''] of svg.matchAll(/<(\/?svg|text)\b[^>]*>([^<]*)/g)) {
		if (kind === '/svg') {
			offsets.pop();
		}
		const number = (name: string) => Number(attribute(tag, name) ?? 0);
		if (kind === 'svg') {
			offsets.push([number('x'), number('y')]);
		}
		if (kind !== 'text' || attribute(tag, 'transform')?.startsWith('matrix')) {
			continue;
		}
		const [, moveX = 0, moveY = 0] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(tag) ?? [];
		const text = content
			.replaceAll('&lt;', '<')
			.replaceAll('&gt;', '>')
			.replaceAll('&quot;', '"')
			.replaceAll('&amp;', '&');
		const size = Number(attribute(tag, 'font-size') ?? /font-size:([\d.]+)px/.exec(tag)?.[1]);
		const width = textWidth(text, size, tag.includes('bold') ? 'bold' : 'normal');
		const x = offsets.reduce((sum, [dx]) => sum + dx, number('x') + Number(moveX));
		const y = offsets.reduce((sum, [, dy]) => sum + dy, number('y') + Number(moveY));
		const anchor = attribute(tag, 'text-anchor');
		const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
		const middle = tag.includes('dominant-baseline="central"') ? y : y - size * 0.36;
		// The height of capitals and digits: lines may touch, letters may not.
		found.push({text, left, right: left + width, top: middle - size * 0.37, bottom: middle + size * 0.37});
	}

	return found;
}

const cases = Object.keys(SNAPSHOTS).flatMap(name =>
	CHART_KINDS.flatMap(kind => {
		const {width, height, leastWidth, leastHeight} = CHART_SIZES[kind];
		return [
			{name, kind, width, height},
			{name, kind, width: leastWidth, height: leastHeight},
			{name, kind, width: 2400, height: 1400},
		];
	}),
);

describe.each(cases)('$kind of the $name snapshot, $width x $height', ({name, kind, width, height}) => {
	const snapshot = SNAPSHOTS[name as keyof typeof SNAPSHOTS];
	const drawn = renderChart(snapshot, {kind, width, height});

	it('has every label inside and none over another', async () => {
		const all = labels(await drawn);
		expect(all.length).toBeGreaterThan(3);
		for (const label of all) {
			expect(label.left, label.text).toBeGreaterThanOrEqual(0);
			expect(label.right, label.text).toBeLessThanOrEqual(width);
			expect(label.top, label.text).toBeGreaterThanOrEqual(0);
			expect(label.bottom, label.text).toBeLessThanOrEqual(height);
		}

		const shown = all.filter(({text}) => text.trim() !== '');
		const overlapping = shown.flatMap((a, i) =>
			shown
				.slice(i + 1)
				.filter(b => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
				.map(b => [a.text, b.text]),
		);
		expect(overlapping).toEqual([]);
	});

	it('is sound XML of that size, without a word of markup from the network', async () => {
		const svg = await drawn;
		expect(svg).not.toMatch(/<script|<b>|\u001b|\0|\u202e|NaN|undefined|Infinity/);
		const {width: across, height: down} = new Resvg(svg, {font: {loadSystemFonts: false}});
		expect([across, down]).toEqual([width, height]);
	});
});

describe('text that is too long', () => {
	it('is cut where the ellipsis still fits, at once however long it is', () => {
		const name = 'www.example.org';
		expect(fitted(name, textWidth(name, 12), 12)).toBe(name);
		const cut = fitted(name, textWidth(name, 12) - 1, 12);
		expect(cut).toMatch(/^www\.examp.*…$/);
		expect(textWidth(cut, 12)).toBeLessThan(textWidth(name, 12));
		expect(fitted('ab', 1, 12)).toBe('…');
		expect(fitted('a bcd', textWidth('a …', 12), 12)).toBe('a…');
		// Measured anew for each character, this took minutes.
		expect(fitted('x'.repeat(65_536), 300, 12)).toMatch(/^x{20,60}…$/);
	});

	it('of a snapshot is nowhere written out', async () => {
		const long = '<a>&'.repeat(50_000);
		const base = busySnapshot(2);
		const svg = await renderChart({
			...base,
			generator: long,
			source: {...base.source, name: long, filter: long},
			error: {code: 'DAMAGED', message: long, offset: 0},
			endpoints: {...base.endpoints, top: base.endpoints.top.map(row => ({...row, name: long, address: long}))},
		});
		expect(Math.max(...[...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, content]) => content.length))).toBeLessThan(
			2000,
		);
	});
});

describe('a picture', () => {
	it('says what it is asked to', async () => {
		const svg = await renderChart(busy, {kind: 'talkers', title: 'Q3 <traffic>', timezone: 'Asia/Tokyo'});
		expect(svg).toContain('<title>Q3 &lt;traffic&gt;</title>');
		expect(svg).toContain('Asia/Tokyo (UTC+09:00)');
		for (const {address} of busy.endpoints.top) {
			expect(svg).toContain(address);
		}
		expect(svg).toContain('workstation.example');
	});

	it('of everything shows all four charts', async () => {
		const svg = await renderChart(busy);
		for (const heading of ['Bandwidth over time', 'Protocol distribution', 'Packet sizes', 'Top talkers']) {
			expect(svg).toContain(`>${heading}<`);
		}
	});

	it('is the same every time', async () => {
		expect(await renderChart(busy)).toBe(await renderChart(busy));
	});

	it('says so when there is nothing to show', async () => {
		const svg = await renderChart(empty);
		for (const words of ['no packets', 'no IP addresses', 'no packet has a timestamp', 'nothing about packet sizes']) {
			expect(svg).toContain(words);
		}
	});

	it.each(CHART_THEMES)('as PNG has its text drawn, in the %s theme', async theme => {
		const png = await renderChart(busy, {kind: 'sizes', theme, format: 'png'});
		expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
		const svg = await renderChart(busy, {kind: 'sizes', theme});
		const font = {
			loadSystemFonts: false,
			fontFiles: withPaths(Object.values(FONT_FILES), paths => paths),
			defaultFontFamily: 'DejaVu Sans',
		};
		const pixels = (source: string) => new Resvg(source, {font}).render().pixels;
		const withText = pixels(svg);
		const bare = pixels(svg.replaceAll(/<text\b[^>]*>[^<]*<\/text>/g, ''));
		const {width} = CHART_SIZES.sizes;
		// Every upright label has pixels of its own.
		for (const {text, left, right, top, bottom} of labels(svg)) {
			let own = 0;
			for (let y = Math.floor(top); y < bottom; y++) {
				for (let x = Math.floor(left); x < right; x++) {
					const at = (y * width + x) * 4;
					if (withText[at] !== bare[at] || withText[at + 1] !== bare[at + 1]) {
						own++;
					}
				}
			}

			if (text.trim() !== '') {
				expect(own, text).toBeGreaterThan(3);
			}
		}
	});

	it('asks the system for fonts only where ours lacks a character', () => {
		expect(covers('Grüße, Ελλάδα, Привет – 100\u202f% … ≥ \ufffd')).toBe(true);
		expect(covers('日本語')).toBe(false);
	});

	it('refuses a zone that there is not', async () => {
		await expect(renderChart(busy, {timezone: 'Mars/Olympus'})).rejects.toThrow(RangeError);
	});
});

describe.each(Object.entries(THEMES))('the %s theme', (_, {background, tile, text, muted, series}) => {
	const luminance = (colour: string) => {
		const [red, green, blue] = [1, 3, 5].map(at => {
			const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
			return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	const contrast = (a: string, b: string) => {
		const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
		return (high + 0.05) / (low + 0.05);
	};

	it('has text that can be read (WCAG 1.4.3) and bars that can be seen (1.4.11, for the first)', () => {
		for (const colour of [text, muted]) {
			expect(contrast(colour, background)).toBeGreaterThanOrEqual(4.5);
			expect(contrast(colour, tile)).toBeGreaterThanOrEqual(4.5);
		}

		expect(contrast(series[0], background)).toBeGreaterThanOrEqual(3);
		for (const colour of series) {
			expect(contrast(colour, background)).toBeGreaterThanOrEqual(2.3);
		}
	});
});
