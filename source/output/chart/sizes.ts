/** Packet sizes: how many packets were how long on the network. */
import type {PacketSizes} from '../../engine/snapshot.js';
import {bytes, count, niceCeiling, percent, shortCount} from '../../format/numbers.js';
import {textWidth} from './font.js';
import {LABEL_SIZE, type Panel, packetCount} from './panel.js';
import {plot} from './plot.js';
import {sizeRows} from './series.js';

/** Marks of the axis: the first that gives whole numbers and has room. */
const DIVISIONS = [4, 5, 3, 2, 1] as const;

/** Room for the figure above the highest bar. */
const TOP = 22;

export const sizes: Panel = {
	heading: 'Packet sizes',
	empty: 'the snapshot says nothing about packet sizes',
	draw(snapshot, box, {theme, id}) {
		const rows = sizeRows(snapshot);
		if (rows.length === 0) {
			return {note: '', legend: [], body: null};
		}
		const packets = rows.reduce((sum, row) => sum + row.packets, 0);
		const size = rows.reduce((sum, row) => sum + row.bytes, 0);
		const top = niceCeiling(Math.max(...rows.map(row => row.packets)));

		const mark = top < 10_000_000 ? count : shortCount;
		const left = Math.ceil(textWidth(mark(top), LABEL_SIZE)) + 14;
		const band = (box.width - left - 8) / rows.length;
		const labels = rangeLabels(rows, band);
		const shares = rows.map(row => percent(row.packets / packets));
		const widest = Math.max(...shares.map(share => textWidth(share, LABEL_SIZE))) + 4;
		const room = box.height - TOP - labels.height;
		const fits = (parts: number) => Number.isInteger(top / parts) && room / parts >= 20;
		const divisions = DIVISIONS.find(fits) ?? 1;
		const body = plot(
			{
				grid: {left, right: 8, top: TOP, bottom: labels.height, outerBoundsMode: 'none'},
				xAxis: {
					type: 'category',
					data: labels.texts,
					axisTick: {show: false},
					axisLine: {lineStyle: {color: theme.grid}},
					axisLabel: {color: theme.muted, fontSize: LABEL_SIZE, interval: 0, rotate: labels.rotate},
				},
				yAxis: {
					type: 'value',
					min: 0,
					max: top,
					interval: top / divisions,
					axisLabel: {color: theme.muted, fontSize: LABEL_SIZE, formatter: mark},
					splitLine: {lineStyle: {color: theme.grid}},
				},
				series: [
					{
						type: 'bar',
						silent: true,
						emphasis: {disabled: true},
						barCategoryGap: '25%',
						barMaxWidth: 90,
						itemStyle: {color: theme.series[0]},
						data: rows.map(row => row.packets),
						label: {
							show: true,
							position: 'top',
							color: theme.text,
							fontSize: Math.min(LABEL_SIZE, Math.floor((LABEL_SIZE * band) / widest)),
							formatter: ({dataIndex}: {dataIndex: number}) => shares[dataIndex],
						},
					},
				],
			},
			box,
			id,
		);
		const note = `${packetCount(packets)} by length in bytes, mean ${bytes(size / packets)}`;
		return {note, legend: [], body};
	},
};

/** Ranges below their bars: on one line where that fits, else on two, else askew. */
function rangeLabels(rows: readonly PacketSizes[], band: number): {texts: string[]; height: number; rotate: number} {
	const texts = rows.map(({from, to}) => (to === null ? `≥ ${from}` : `${from}–${to}`));
	const width = (lines: readonly string[]) => Math.max(...lines.map(line => textWidth(line, LABEL_SIZE)));
	if (width(texts) + 8 <= band) {
		return {texts, height: 24, rotate: 0};
	}
	const broken = texts.map(label => label.replace(/[\u2013\s]/, '$&\n'));
	if (width(broken.flatMap(label => label.split('\n'))) + 6 <= band) {
		return {texts: broken, height: 40, rotate: 0};
	}
	return {texts, height: Math.ceil(width(texts) * Math.SQRT1_2) + 24, rotate: 45};
}
