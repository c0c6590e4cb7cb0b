/** Colours of pictures. Every text colour has a contrast of 4.5:1 or more on its background (WCAG 2.2, 1.4.3). */
export interface ChartTheme {
	background: string;
	/** Behind the figures at the top of the report. */
	tile: string;
	text: string;
	muted: string;
	grid: string;
	/** First and second series, and the layers of the protocol chart. */
	series: readonly [string, string, string, string];
}

export const THEMES = {
	light: {
		background: '#ffffff',
		tile: '#f3f5f8',
		text: '#1b2430',
		muted: '#5b6675',
		grid: '#dfe3e9',
		series: ['#2f6fde', '#e08a1e', '#1f9d8a', '#8b5cd6'],
	},
	dark: {
		background: '#12161d',
		tile: '#1c232d',
		text: '#e8ecf2',
		muted: '#9aa6b5',
		grid: '#303947',
		series: ['#6ca6ff', '#f5b14c', '#43cdb7', '#b794f6'],
	},
} as const satisfies Record<string, ChartTheme>;

export type ThemeName = keyof typeof THEMES;
