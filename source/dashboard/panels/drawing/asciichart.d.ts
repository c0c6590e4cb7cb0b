declare module 'asciichart' {
	interface PlotOptions {
		min?: number;
		max?: number;
		/** Rows less one. */
		height?: number;
		/** Cells before the curve. */
		offset?: number;
		symbols?: string[];
		colors?: string[];
		format?: (value: number, row: number) => string;
	}
	/** Lines separated by `\n`. Throws for an empty series and for values that are no numbers. */
	const asciichart: {plot(series: readonly (readonly number[])[], options?: PlotOptions): string};
	export default asciichart;
}
