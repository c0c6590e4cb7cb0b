/** What a picture can be asked to be. Names and bounds only: checking an option loads no chart. */
export const CHART_KINDS = ['report', 'protocols', 'talkers', 'bandwidth', 'sizes'] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

export const CHART_THEMES = ['light', 'dark'] as const;

export interface ChartOptions {
	/** Default: `report`, everything on one page. */
	kind?: ChartKind;
	/** Default: what the chart shows. */
	title?: string;
	/** Pixels; default and least by kind, see `CHART_SIZES`. */
	width?: number;
	height?: number;
	/** Default: `light`. */
	theme?: (typeof CHART_THEMES)[number];
	/** IANA time zone of the times; default: `UTC`. */
	timezone?: string;
	/** Default: `svg`. */
	format?: 'svg' | 'png';
}

export interface SizeBounds {
	width: number;
	height: number;
	leastWidth: number;
	leastHeight: number;
}

const SINGLE: SizeBounds = {width: 1000, height: 560, leastWidth: 600, leastHeight: 400};

/** Default and smallest sizes in pixels; below the smallest, labels would not fit. */
export const CHART_SIZES: Record<ChartKind, SizeBounds> = {
	report: {width: 1240, height: 1754, leastWidth: 900, leastHeight: 1000},
	protocols: {...SINGLE, height: 640},
	talkers: {...SINGLE, height: 640},
	bandwidth: SINGLE,
	sizes: SINGLE,
};

/** Pixels across and down at most. */
export const LARGEST_SIDE = 8192;
