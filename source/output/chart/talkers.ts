/** Top talkers: the addresses with the most bytes sent and received, with their names. */
import {bounded, lacks} from '../../format/detail.js';
import {bytes, count} from '../../format/numbers.js';
import {fitted, textWidth} from './font.js';
import {LABEL_SIZE, type Panel} from './panel.js';
import {drawRows, rowHeight, rowsThatFit} from './rows.js';
import {talkerRows} from './series.js';
import {text} from './svg.js';

const ROWS = 15;
const ROW = 36;
const ADDRESS_SIZE = 11;

export const talkers: Panel = {
	heading: 'Top talkers',
	empty: 'no IP addresses',
	draw(snapshot, box, context) {
		const {theme} = context;
		const rows = talkerRows(snapshot, Math.min(ROWS, rowsThatFit(box, ROW)));
		if (rows.length === 0) {
			return {note: '', legend: [], body: null};
		}
		const height = rowHeight(box, rows.length);
		const limit = box.width * 0.4;
		const widths = rows.map(({name, address}) =>
			Math.max(textWidth(address, LABEL_SIZE), textWidth(name ?? '', LABEL_SIZE)),
		);
		const width = Math.min(limit, Math.max(...widths));
		const labels = rows.flatMap(({name, address}, i) => {
			const middle = box.y + (i + 0.5) * height;
			const line = (y: number, content: string, size: number, colour: string) =>
				text(box.x + width, y, fitted(content, width, size), {size, colour, anchor: 'end'});
			return name === null
				? [line(middle + LABEL_SIZE * 0.36, address, LABEL_SIZE, theme.text)]
				: [line(middle - 3, name, LABEL_SIZE, theme.text), line(middle + 11, address, ADDRESS_SIZE, theme.muted)];
		});
		const colours = [theme.series[0], theme.series[1]];
		const bars = rows.map(({bytesSent, bytesReceived}) => ({
			values: [bytesSent, bytesReceived],
			colours,
			value: bytes(bytesSent + bytesReceived),
		}));
		const options = {labelWidth: Math.ceil(width) + 10, barWidth: 20, mark: bytes};
		const {distinct, evicted} = snapshot.endpoints;
		const about = bounded(lacks(snapshot.detail).endpoints, evicted);
		return {
			note: distinct > rows.length ? `${rows.length} of ${about}${count(distinct)} addresses, by bytes` : 'by bytes',
			legend: [
				['sent', theme.series[0]],
				['received', theme.series[1]],
			],
			body: [...labels, drawRows(bars, box, options, context)].join('\n'),
		};
	},
};
