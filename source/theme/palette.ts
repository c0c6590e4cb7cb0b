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

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Style {
	/** 24-bit colour; also the source of the one of 256. */
	rgb?: Rgb;
	/** SGR foreground of the 16 colours: 30–37, 90–97. */
	ansi?: number;
	/** Behind the text, likewise: 40–47, 100–107. Without colours the text is underlined. */
	background?: {rgb: Rgb; ansi: number};
	bold?: boolean;
	underline?: boolean;
	inverse?: boolean;
}

export type Palette = Readonly<Record<Token, Style>>;

/** For dark backgrounds, of xterm's 256 colours, which take half the bytes; text itself is the terminal's own colour, so that it is readable on light ones too. */
export const DEFAULT_PALETTE: Palette = {
	text: {},
	strong: {bold: true},
	muted: {rgb: [135, 135, 175], ansi: 90},
	border: {rgb: [88, 99, 120], ansi: 90},
	focus: {rgb: [135, 215, 255], ansi: 96, bold: true},
	title: {rgb: [135, 175, 255], ansi: 94, bold: true},
	accent: {rgb: [135, 215, 255], ansi: 96},
	good: {rgb: [135, 215, 135], ansi: 92},
	warning: {rgb: [255, 215, 135], ansi: 93, bold: true},
	bad: {rgb: [255, 95, 135], ansi: 91, bold: true},
	paused: {rgb: [255, 215, 135], ansi: 93, bold: true, inverse: true},
	sent: {rgb: [255, 175, 95], ansi: 33},
	received: {rgb: [95, 215, 215], ansi: 36},
	chart: {rgb: [135, 215, 255], ansi: 96},
	axis: {rgb: [135, 135, 175], ansi: 90},
	layerLink: {rgb: [135, 175, 255], ansi: 94},
	layerNetwork: {rgb: [135, 215, 255], ansi: 96},
	layerTransport: {rgb: [175, 215, 95], ansi: 92},
	layerApplication: {rgb: [215, 175, 95], ansi: 33},
	key: {rgb: [135, 215, 255], ansi: 96, bold: true},
	selected: {bold: true, inverse: true},
	bar: {background: {rgb: [40, 56, 88], ansi: 44}},
	caret: {inverse: true},
};
