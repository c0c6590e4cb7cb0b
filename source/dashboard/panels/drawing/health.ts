/** What may become a loss, and what is known less exactly: queue fill, packets that could not be read, rows given up. */
import type {Snapshot, SnapshotQueue, StopReason} from '../../../engine/snapshot.js';
import {bar} from '../../../format/bars.js';
import {cut, toWidth} from '../../../format/cells.js';
import {bytes, count, percent, shortCount} from '../../../format/numbers.js';
import type {Token} from '../../../theme/palette.js';
import type {Theme} from '../../../theme/theme.js';

/** Before what each line tells, as wide as the stages above them. */
const INDENT = '    ';
const LABEL = 10;
const BAR = {short: 6, long: 10} as const;
/** Cells from which on the bar is long. */
const COMFORTABLE = 34;

/** From here on, in words too: a burst of that size again, and packets are lost. */
const NEARLY_FULL = 0.9;
const HALF_FULL = 0.5;

interface QueueShare {
	/** `12%` of the room, as far as it went since the last snapshot. */
	text: string;
	token: Token;
}

const tokenOf = (share: number): Token => (share >= NEARLY_FULL ? 'bad' : share >= HALF_FULL ? 'warning' : 'good');

/** How full the queue became; null where there is none. */
export function queueShare(queue: SnapshotQueue | null): QueueShare | null {
	const share = queue === null ? 0 : queue.peak / queue.capacity;
	// tenths of a percent would change in every frame
	const text = share > 0 && share < 0.01 ? '<1%' : percent(share);
	return queue === null ? null : {text, token: tokenOf(share)};
}

const labelled = (label: string, width: number, theme: Theme) =>
	theme.paint('muted', cut(INDENT + toWidth(label, LABEL), width, theme.glyphs.ellipsis));

const roomOf = (width: number) => Math.max(0, width - INDENT.length - LABEL);

/** What is told behind a label, in one style. */
const told = (label: string, text: string, token: Token, width: number, theme: Theme) =>
	labelled(label, width, theme) + theme.paint(token, cut(`  ${text}`, roomOf(width), theme.glyphs.ellipsis));

/** `12 hosts, 3 flows` of those that are not 0; empty where all are. */
const countsText = (counts: Readonly<Record<string, number>>): string =>
	Object.entries(counts)
		.filter(([, number]) => number > 0)
		.map(([name, number]) => `${shortCount(number)} ${name}`)
		.join(', ');

/** A bar for now, and the most since the last snapshot and in all. */
export function queueLine(queue: SnapshotQueue | null, width: number, theme: Theme): string {
	if (queue === null) {
		return told('queue fill', 'no queue here', 'muted', width, theme);
	}
	const label = labelled('queue fill', width, theme);
	const room = roomOf(width);
	const share = queue.peak / queue.capacity;
	const token = tokenOf(share);
	const drawn = ` ${bar(share, room < COMFORTABLE ? BAR.short : BAR.long, theme.glyphs.bar)}`;
	const figure = ` ${toWidth(percent(share), 5, 'right')}`;
	const most = `, max ${percent(queue.highest / queue.capacity)}`;
	const forms = share >= NEARLY_FULL ? [', NEARLY FULL', '!'] : [`${most} of ${bytes(queue.capacity)}`, most];
	if (room < drawn.length + figure.length) {
		return label + theme.paint(token, cut(figure, room, theme.glyphs.ellipsis));
	}
	const rest = room - drawn.length - figure.length;
	const more = forms.find(({length}) => length <= rest) ?? '';
	return label + theme.paint(token, drawn + figure) + theme.paint(share >= NEARLY_FULL ? token : 'muted', more);
}

/** Packets of which something is missing: the capture kept only their beginning, or they contradict themselves. */
export function unreadLine({totals}: Pick<Snapshot, 'totals'>, width: number, theme: Theme): string {
	const text = `${INDENT}cut short ${shortCount(totals.truncatedPackets)}, malformed ${shortCount(totals.malformedPackets)}`;
	return theme.paint('muted', cut(text, width, theme.glyphs.ellipsis));
}

/** Rows that the tables gave up to stay within their memory. Totals stay exact; rows may lack what they had before. */
export function givenUpLine(
	{endpoints, conversations, flows}: Pick<Snapshot, 'endpoints' | 'conversations' | 'flows'>,
	width: number,
	theme: Theme,
): string {
	const rows = countsText({hosts: endpoints.evicted, pairs: conversations.evicted, flows: flows.evicted});
	return rows === ''
		? told('given up', 'no rows: all are exact', 'muted', width, theme)
		: told('given up', rows, 'warning', width, theme);
}

/** Packets that were counted with less detail while the analysis fell behind; no line where there are none. */
export function lessDetailLines({detail}: Pick<Snapshot, 'detail'>, width: number, theme: Theme): string[] {
	const {unrecognised, withoutFlow, totalsOnly} = detail.packets;
	const packets = countsText({'no application': unrecognised, 'no flow': withoutFlow, 'totals only': totalsOnly});
	return packets === '' ? [] : [told('detail', packets, detail.level > 0 ? 'bad' : 'warning', width, theme)];
}

/** Why packets could not be read to their end, each reason with how often, and the first packet it was met in. */
export function stopLines(stops: readonly StopReason[], width: number, theme: Theme): string[] {
	return stops.map(({reason, layer, packets, firstPacket}) => {
		const name = toWidth(`${layer} ${reason}`, 22, 'left', theme.glyphs.ellipsis);
		const text = cut(`${INDENT}${name} ${toWidth(shortCount(packets), 6, 'right')}`, width, theme.glyphs.ellipsis);
		const first = `  first in packet ${count(firstPacket)}`;
		return text + theme.paint('muted', cut(first, Math.max(0, width - text.length), theme.glyphs.ellipsis));
	});
}
