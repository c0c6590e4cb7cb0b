/** What a colour is for. Panels know only these names. */
export type Token =
	| 'text'
	| 'strong'
	| 'muted'
	| 'border'
	| 'focus'
	| 'title'
	| 'accent'
	| 'good'
	| 'warning'
	| 'bad'
	| 'paused'
	| 'sent'
	| 'received'
	| 'chart'
	| 'axis'
	| 'layerLink'
	| 'layerNetwork'
	| 'layerTransport'
	| 'layerApplication'
	| 'key'
	| 'selected'
	| 'bar'
	| 'caret';

export interface Style {
	/** 24-bit colour; also the source of the one of 256. */
	rgb?: readonly [red: number, green: number, blue: number];
	/** SGR foreground of the 16 colours: 30–37, 90–97. */
	ansi?: number;
	/** Behind the text, likewise: 40–47, 100–107. Without colours the text is underlined. */
	background?: {rgb: readonly [red: number, green: number, blue: number]; ansi: number};
	bold?: boolean;
	underline?: boolean;
	inverse?: boolean;
}

export type Palette = Readonly<Record<Token, Style>>;

/** For dark backgrounds; text itself is the terminal's own colour, so that it is readable on light ones too. */
export const DEFAULT_PALETTE: Palette = {
	text: {},
	strong: {bold: true},
	muted: {rgb: [138, 148, 166], ansi: 90},
	border: {rgb: [88, 99, 120], ansi: 90},
	focus: {rgb: [125, 207, 255], ansi: 96, bold: true},
	title: {rgb: [122, 162, 247], ansi: 94, bold: true},
	accent: {rgb: [125, 207, 255], ansi: 96},
	good: {rgb: [115, 201, 145], ansi: 92},
	warning: {rgb: [229, 192, 123], ansi: 93, bold: true},
	bad: {rgb: [247, 118, 142], ansi: 91, bold: true},
	paused: {rgb: [229, 192, 123], ansi: 93, bold: true, inverse: true},
	sent: {rgb: [255, 158, 100], ansi: 33},
	received: {rgb: [115, 218, 202], ansi: 36},
	chart: {rgb: [125, 207, 255], ansi: 96},
	axis: {rgb: [138, 148, 166], ansi: 90},
	layerLink: {rgb: [122, 162, 247], ansi: 94},
	layerNetwork: {rgb: [125, 207, 255], ansi: 96},
	layerTransport: {rgb: [158, 206, 106], ansi: 92},
	layerApplication: {rgb: [224, 175, 104], ansi: 33},
	key: {rgb: [125, 207, 255], ansi: 96, bold: true},
	selected: {bold: true, inverse: true},
	bar: {background: {rgb: [40, 56, 88], ansi: 44}},
	caret: {inverse: true},
};
