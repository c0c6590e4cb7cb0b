/** ECharts on the server: an option in, a piece of SVG out. */
import {BarChart, type BarSeriesOption, LineChart, type LineSeriesOption} from 'echarts/charts';
import {GridComponent, type GridComponentOption} from 'echarts/components';
import {type ComposeOption, init, setPlatformAPI, use} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';
import {FONT_FAMILY, textWidth} from './font.js';

export type PlotOption = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption>;

use([BarChart, LineChart, GridComponent, SVGRenderer]);
setPlatformAPI({
	// Without a canvas ECharts only guesses, and labels overlap.
	measureText(text, font = '') {
		const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
		return {width: textWidth(text ?? '', size, font.includes('bold') ? 'bold' : 'normal')};
	},
});

/**
 * @param id of this piece, unlike that of any other in the same picture
 * @returns an `svg` element of that size, which is the same whenever it is drawn
 */
export function plot(
	option: PlotOption,
	box: {x: number; y: number; width: number; height: number},
	id: string,
): string {
	const {x, y, width, height} = box;
	const chart = init(null, null, {renderer: 'svg', ssr: true, width, height});
	try {
		chart.setOption({
			animation: false,
			useUTC: true,
			backgroundColor: 'transparent',
			textStyle: {fontFamily: FONT_FAMILY},
			...option,
		});
		return (
			chart
				.renderToSVGString()
				// What scripts in a page would need, and numbers that count all pictures of the process.
				.replaceAll(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
				.replaceAll(/<style\b[\s\S]*?<\/style>\s*/g, '')
				.replaceAll(/\bzr\d+-/g, `${id}-`)
				.replace('<svg ', `<svg x="${x}" y="${y}" `)
		);
	} finally {
		chart.dispose();
	}
}
