/** The themes that can be chosen, by name. Nothing is told by colour alone, so every one of them shows everything. */
import {DEFAULT_PALETTE, type Palette} from './palette.js';

/** For light backgrounds: every colour is dark enough to be read on white (contrast of at least 4.5, WCAG 2.1 §1.4.3). */
const LIGHT: Palette = {
	...DEFAULT_PALETTE,
	muted: {rgb: [91, 98, 112], ansi: 90},
	border: {rgb: [110, 118, 132], ansi: 90},
	focus: {rgb: [0, 96, 139], ansi: 34, bold: true},
	title: {rgb: [20, 82, 180], ansi: 34, bold: true},
	accent: {rgb: [0, 96, 139], ansi: 34},
	good: {rgb: [22, 110, 50], ansi: 32},
	warning: {rgb: [140, 77, 0], ansi: 35, bold: true},
	bad: {rgb: [180, 20, 40], ansi: 31, bold: true},
	paused: {rgb: [140, 77, 0], ansi: 35, bold: true, inverse: true},
	sent: {rgb: [156, 68, 0], ansi: 31},
	received: {rgb: [0, 107, 96], ansi: 36},
	chart: {rgb: [0, 96, 139], ansi: 34},
	axis: {rgb: [91, 98, 112], ansi: 90},
	layerLink: {rgb: [20, 82, 180], ansi: 34},
	layerNetwork: {rgb: [0, 96, 139], ansi: 36},
	layerTransport: {rgb: [60, 104, 0], ansi: 32},
	layerApplication: {rgb: [140, 77, 0], ansi: 35},
	key: {rgb: [0, 96, 139], ansi: 34, bold: true},
	bar: {background: {rgb: [222, 234, 250], ansi: 47}},
};

/** Pure, bright colours, nothing dimmed. */
const HIGH_CONTRAST: Palette = {
	...DEFAULT_PALETTE,
	text: {bold: true},
	muted: {rgb: [255, 255, 255], ansi: 97},
	border: {rgb: [255, 255, 255], ansi: 97},
	focus: {rgb: [255, 255, 0], ansi: 93, bold: true},
	title: {rgb: [255, 255, 0], ansi: 93, bold: true},
	accent: {rgb: [0, 255, 255], ansi: 96, bold: true},
	good: {rgb: [0, 255, 0], ansi: 92, bold: true},
	warning: {rgb: [255, 255, 0], ansi: 93, bold: true},
	bad: {rgb: [255, 128, 128], ansi: 91, bold: true, underline: true},
	paused: {rgb: [255, 255, 0], ansi: 93, bold: true, inverse: true},
	sent: {rgb: [255, 255, 0], ansi: 93, bold: true},
	received: {rgb: [0, 255, 255], ansi: 96, bold: true},
	chart: {rgb: [0, 255, 255], ansi: 96, bold: true},
	axis: {rgb: [255, 255, 255], ansi: 97},
	layerLink: {rgb: [255, 255, 255], ansi: 97, bold: true},
	layerNetwork: {rgb: [0, 255, 255], ansi: 96, bold: true},
	layerTransport: {rgb: [0, 255, 0], ansi: 92, bold: true},
	layerApplication: {rgb: [255, 255, 0], ansi: 93, bold: true},
	key: {rgb: [255, 255, 0], ansi: 93, bold: true},
	bar: {background: {rgb: [0, 0, 128], ansi: 44}},
};

/**
 * Blue against orange, told apart by nearly everyone, and apart in lightness as well (Okabe and Ito, "Color Universal
 * Design", 2008: sky blue, blue, orange, vermilion).
 */
const BLUE_ORANGE: Palette = {
	...DEFAULT_PALETTE,
	focus: {rgb: [86, 180, 233], ansi: 94, bold: true},
	title: {rgb: [86, 180, 233], ansi: 94, bold: true},
	accent: {rgb: [86, 180, 233], ansi: 94},
	good: {rgb: [86, 180, 233], ansi: 94},
	warning: {rgb: [230, 159, 0], ansi: 33, bold: true},
	bad: {rgb: [255, 140, 60], ansi: 93, bold: true, underline: true},
	paused: {rgb: [230, 159, 0], ansi: 33, bold: true, inverse: true},
	sent: {rgb: [230, 159, 0], ansi: 33},
	received: {rgb: [86, 180, 233], ansi: 94},
	chart: {rgb: [86, 180, 233], ansi: 94},
	layerLink: {rgb: [150, 150, 255], ansi: 34},
	layerNetwork: {rgb: [86, 180, 233], ansi: 94},
	layerTransport: {rgb: [230, 159, 0], ansi: 33},
	layerApplication: {rgb: [240, 228, 160], ansi: 93},
	key: {rgb: [86, 180, 233], ansi: 94, bold: true},
};

/** No colour at all: bold, underlined and inverse carry it. */
const MONOCHROME: Palette = {
	...(Object.fromEntries(Object.keys(DEFAULT_PALETTE).map(token => [token, {}])) as Palette),
	strong: {bold: true},
	focus: {bold: true},
	title: {bold: true},
	warning: {bold: true},
	bad: {bold: true, underline: true},
	paused: {bold: true, inverse: true},
	key: {bold: true},
	selected: {bold: true, inverse: true},
	bar: {underline: true},
	caret: {inverse: true},
};

export const PALETTES = {
	default: DEFAULT_PALETTE,
	light: LIGHT,
	'high-contrast': HIGH_CONTRAST,
	'blue-orange': BLUE_ORANGE,
	monochrome: MONOCHROME,
} as const satisfies Record<string, Palette>;

export type ThemeName = keyof typeof PALETTES;

export const THEME_NAMES = Object.keys(PALETTES) as ThemeName[];
