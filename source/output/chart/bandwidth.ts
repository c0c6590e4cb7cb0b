/** Bandwidth over time: bits per second of each step. */

import type {TimeStretch} from '../../engine/snapshot.js';
import {span} from '../../format/durations.js';
import {bitRate, bytes, niceCeiling, rateMark} from '../../format/numbers.js';
import {exactStampAt, stampAt} from '../../format/steady-time.js';
import {textWidth} from './font.js';
import {LABEL_SIZE, type Panel} from './panel.js';
import {plot} from './plot.js';
import {bandwidthSeries, clockStep} from './series.js';
import {type Clock, timeMark, timeMarks} from './time-zone.js';

/** Pixels of the narrowest step: more steps than pixels show nothing more. */
const STEP_WIDTH = 2;

export const bandwidth: Panel = {
	heading: 'Bandwidth over time',
	empty: 'no packet has a timestamp',
	draw(snapshot, box, {theme, clock, id}) {
		const series = bandwidthSeries(snapshot, Math.floor(box.width / STEP_WIDTH));
		if (series === null) {
			return {note: '', legend: [], body: null};
		}
		const {start, step, bits} = series;
		const end = start + bits.length * step;
		const top = niceCeiling(Math.max(...bits));
		const rate = (value: number) => rateMark(value / 8);
		const divisions = box.height >= 120 ? 4 : 2;
		const markWidth = textWidth('0000-00-00', LABEL_SIZE) + 18;
		const left =
			Math.ceil(Math.max(...fractions(top, divisions).map(value => textWidth(rate(value), LABEL_SIZE)))) + 12;
		// Half of a mark, which may stand at the very end.
		const right = markWidth / 2;
		const markStep = clockStep(((end - start) / Math.max(1, box.width - left - right)) * markWidth);
		const marks = timeMarks(start, end, markStep, clock);
		const points = bits.map((value, i): [number, number] => [start + i * step, value]);
		points.push([end, bits.at(-1)!]);
		const body = plot(
			{
				grid: {left, right, top: 8, bottom: 26, outerBoundsMode: 'none'},
				xAxis: {
					type: 'value',
					min: start,
					max: end,
					axisLine: {lineStyle: {color: theme.grid}, onZero: false},
					axisTick: {customValues: marks, lineStyle: {color: theme.grid}},
					axisLabel: {
						customValues: marks,
						color: theme.muted,
						fontSize: LABEL_SIZE,
						hideOverlap: true,
						formatter: (mark: number) => markText(snapshot.time.stretches ?? [], mark, markStep, clock),
					},
					splitLine: {show: false},
				},
				yAxis: {
					type: 'value',
					min: 0,
					max: top,
					interval: top / divisions,
					axisLine: {show: false},
					axisTick: {show: false},
					axisLabel: {color: theme.muted, fontSize: LABEL_SIZE, formatter: rate},
					splitLine: {lineStyle: {color: theme.grid}},
				},
				series: [
					{
						type: 'line',
						data: points,
						step: 'end',
						symbol: 'none',
						silent: true,
						emphasis: {disabled: true},
						lineStyle: {color: theme.series[0], width: 1.5},
						areaStyle: {color: theme.series[0], opacity: 0.22},
					},
				],
			},
			box,
			id,
		);
		const total = snapshot.bandwidth.samples.reduce((sum, sample) => sum + sample.bytes, 0);
		const mean = bitRate(total / (end - start));
		const note = `${bytes(total)}, mean ${mean}, peak ${rate(Math.max(...bits))}, in steps of ${span(step)}`;
		return {note, legend: [], body};
	},
};

function fractions(top: number, divisions: number): number[] {
	return Array.from({length: divisions + 1}, (_, i) => (top * i) / divisions);
}

function markText(stretches: readonly TimeStretch[], mark: number, step: number, clock: Clock): string {
	const exact = exactStampAt(stretches, mark);
	return exact === null ? timeMark(stampAt(stretches, mark), step, clock) : `${exact} s`;
}
