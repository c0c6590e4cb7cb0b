/** Protocol distribution: each protocol's share of all bytes, layer by layer. */
import {bytes, percent} from '../../format/numbers.js';
import {fitted, textWidth} from './font.js';
import {LABEL_SIZE, type Panel, packetCount} from './panel.js';
import {drawRows, rowHeight, rowsThatFit} from './rows.js';
import {protocolRows} from './series.js';
import {text} from './svg.js';

const ROW = 20;
const NAME_LIMIT = 150;

export const protocols: Panel = {
	heading: 'Protocol distribution',
	empty: 'no packets',
	draw(snapshot, box, context) {
		const {theme} = context;
		const rows = protocolRows(snapshot, rowsThatFit(box, ROW));
		if (rows.length === 0 || snapshot.totals.bytes === 0) {
			return {note: '', legend: [], body: null};
		}
		const layers = [...new Set(rows.map(({layer}) => layer))];
		const layerWidth = Math.max(...layers.map(layer => textWidth(layer, LABEL_SIZE, 'bold'))) + 14;
		const nameWidth = Math.min(NAME_LIMIT, Math.max(...rows.map(({name}) => textWidth(name, LABEL_SIZE)))) + 10;
		const height = rowHeight(box, rows.length);
		const labels = rows.flatMap(({layer, name}, i) => {
			const y = box.y + (i + 0.5) * height + LABEL_SIZE * 0.36;
			const begins = i === 0 || rows[i - 1].layer !== layer;
			return [
				...(begins ? [text(box.x, y, layer, {size: LABEL_SIZE, colour: theme.muted, weight: 'bold'})] : []),
				text(box.x + layerWidth + nameWidth - 10, y, fitted(name, nameWidth - 10, LABEL_SIZE), {
					size: LABEL_SIZE,
					colour: theme.text,
					anchor: 'end',
				}),
			];
		});
		const bars = rows.map(({layer, share, bytes: size}) => ({
			values: [share * 100],
			colours: [theme.series[layers.indexOf(layer)]],
			value: `${percent(share)}  ${bytes(size)}`,
		}));
		const options = {labelWidth: Math.ceil(layerWidth + nameWidth), barWidth: 18, mark: (value: number) => `${value}%`};
		const note = `share of ${bytes(snapshot.totals.bytes)} in ${packetCount(snapshot.totals.packets)}`;
		return {note, legend: [], body: [...labels, drawRows(bars, box, options, context)].join('\n')};
	},
};
