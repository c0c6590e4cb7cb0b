/** Horizontal bars with a label in front of each and its value behind: protocols and talkers. */
import {niceCeiling} from '../../format/numbers.js';
import {textWidth} from './font.js';
import {type Box, type DrawContext, LABEL_SIZE} from './panel.js';
import {plot} from './plot.js';

export interface Bar {
	/** One value per series; drawn end to end. */
	values: readonly number[];
	/** Of each series. */
	colours: readonly string[];
	/** Behind the bar. */
	value: string;
}

export interface RowsOptions {
	/** Room in front of the bars. */
	labelWidth: number;
	/** Width of a bar across, pixels at most. */
	barWidth: number;
	/** Text at the marks of the axis. */
	mark(value: number): string;
}

const AXIS_HEIGHT = 22;

/** The rows' heights add up to the box's, less that of the axis. */
export function rowHeight(box: Box, rows: number): number {
	return (box.height - AXIS_HEIGHT) / rows;
}

/** How many rows of a height fit. */
export function rowsThatFit(box: Box, height: number): number {
	return Math.max(1, Math.floor((box.height - AXIS_HEIGHT) / height));
}

export function drawRows(
	bars: readonly Bar[],
	box: Box,
	{labelWidth, barWidth, mark}: RowsOptions,
	{theme, id}: DrawContext,
): string {
	const totals = bars.map(({values}) => values.reduce((sum, value) => sum + value, 0));
	const top = niceCeiling(Math.max(...totals, 1e-9));
	const right = Math.ceil(Math.max(...bars.map(({value}) => textWidth(value, LABEL_SIZE)))) + 12;
	const plotWidth = Math.max(1, box.width - labelWidth - right);
	const widest = Math.max(textWidth(mark(top), LABEL_SIZE), textWidth(mark(top / 2), LABEL_SIZE)) * 1.3 + 16;
	const divisions = plotWidth / 4 >= widest ? 4 : plotWidth / 2 >= widest ? 2 : 1;
	const count = Math.max(...bars.map(({values}) => values.length));
	return plot(
		{
			grid: {left: labelWidth, right, top: 0, bottom: AXIS_HEIGHT, outerBoundsMode: 'none'},
			xAxis: {
				type: 'value',
				min: 0,
				max: top,
				interval: top / divisions,
				axisLabel: {
					color: theme.muted,
					fontSize: LABEL_SIZE,
					formatter: mark,
					// The last mark would reach beyond the picture where the values are short.
					alignMaxLabel: 'right',
					alignMinLabel: 'left',
				},
				splitLine: {lineStyle: {color: theme.grid}},
			},
			yAxis: {
				type: 'category',
				inverse: true,
				data: bars.map((_, i) => String(i)),
				axisLabel: {show: false},
				axisTick: {show: false},
				axisLine: {lineStyle: {color: theme.grid}},
			},
			series: Array.from({length: count}, (_, at) => ({
				type: 'bar' as const,
				stack: 'all',
				silent: true,
				emphasis: {disabled: true},
				barMaxWidth: barWidth,
				barCategoryGap: '30%',
				data: bars.map(({values, colours}) => ({value: values[at] ?? 0, itemStyle: {color: colours[at]}})),
				label: {
					show: at === count - 1,
					position: 'right' as const,
					color: theme.text,
					fontSize: LABEL_SIZE,
					// No line of the grid through the figures.
					backgroundColor: theme.background,
					padding: [2, 3],
					distance: 2,
					formatter: ({dataIndex}: {dataIndex: number}) => bars[dataIndex].value,
				},
			})),
		},
		box,
		id,
	);
}
