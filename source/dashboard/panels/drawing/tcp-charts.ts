/** TCP by second, each figure in a line: what it was like, and what it is. */
import type {TcpSample, TcpSeries} from '../../../engine/snapshot.js';
import {sparkline} from '../../../format/bars.js';
import {toWidth} from '../../../format/cells.js';
import {milliseconds} from '../../../format/durations.js';
import {count, percent} from '../../../format/numbers.js';
import type {Theme} from '../../../theme/theme.js';

const LABEL = 15;
const FIGURE = 10;

interface Figure {
	label: string;
	/** 0 where there is none. */
	of(sample: TcpSample): number;
	text(value: number): string;
}

const FIGURES: readonly Figure[] = [
	{label: 'RTT p50', of: ({rtt}) => Number(rtt.p50 ?? 0), text: timeText},
	{label: 'RTT p95', of: ({rtt}) => Number(rtt.p95 ?? 0), text: timeText},
	{
		label: 'retransmitted',
		of: ({segments, retransmittedSegments}) => (segments === 0 ? 0 : retransmittedSegments / segments),
		text: percent,
	},
	{label: 'failures', of: ({failures}) => failures, text: count},
];

function timeText(seconds: number): string {
	return milliseconds(seconds === 0 ? null : seconds);
}

/** A blank line, then one for each figure, the newest second on the right; none where nothing is told. */
export function chartLines({series}: {series: TcpSeries | null}, width: number, theme: Theme): string[] {
	const last = series?.samples.at(-1);
	const room = width - LABEL - FIGURE - 3;
	if (series === null || last === undefined || room < 1) {
		return [];
	}
	const {intervalSeconds, samples} = series;
	const placeOf = ({time}: TcpSample) => room - 1 - Math.round((Number(last.time) - Number(time)) / intervalSeconds);
	const shown = samples.map((sample): [number, TcpSample] => [placeOf(sample), sample]).filter(([at]) => at >= 0);
	return [
		'',
		...FIGURES.map(({label, of, text}) => {
			const values = Array.from({length: room}, () => 0);
			for (const [at, sample] of shown) {
				values[at] = of(sample);
			}
			const drawn = theme.paint('chart', sparkline(values, room, theme.glyphs.spark));
			return ` ${theme.paint('muted', toWidth(label, LABEL))}${drawn} ${toWidth(text(of(last)), FIGURE, 'right')}`;
		}),
	];
}
