/** Packets lost, by where they were lost: three figures that are never added up. What is not known is not 0. */
import type {SnapshotDrops, SnapshotQueue} from '../../engine/snapshot.js';
import {cut, toWidth} from '../../format/cells.js';
import {count, packetRate, shortCount, UNKNOWN} from '../../format/numbers.js';
import type {Token} from '../../theme/palette.js';
import type {Theme} from '../../theme/theme.js';
import type {DropsModel} from '../model/selectors/drops.js';
import {givenUpLine, lessDetailLines, queueLine, queueShare, stopLines, unreadLine} from './drawing/health.js';
import {Live} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {useSlice} from './drawing/source.js';

const LABEL = ' drops  ';
/** Room for a sign beside each figure. */
const MARKS = 6;

const STAGES: readonly {id: keyof SnapshotDrops; short: string; meaning: string}[] = [
	{id: 'kernel', short: 'kern', meaning: 'its buffer was full'},
	{id: 'interface', short: 'if', meaning: 'the device or its driver'},
	{id: 'queue', short: 'queue', meaning: 'the analysis fell behind'},
];

const token = (dropped: number | null): Token => (dropped === null ? 'muted' : dropped === 0 ? 'good' : 'bad');

/** A sign beside the figure, so that it can be told without colour. */
const sign = (dropped: number | null, theme: Theme) =>
	dropped === null ? ' ' : dropped === 0 ? theme.glyphs.ok : theme.glyphs.failed;

export function dropLines({snapshot, rates}: DropsModel, width: number, height: number, theme: Theme): string[] {
	const drops = snapshot?.drops ?? {kernel: null, interface: null, queue: null};
	if (height < STAGES.length) {
		return [summaryLine(snapshot?.queue ?? null, drops, width, theme)];
	}
	const lines = STAGES.map(({id, meaning}) => {
		const dropped = drops[id];
		const figure = ` ${toWidth(sign(dropped, theme), 2)} ${toWidth(id, 10)}${toWidth(count(dropped), 11, 'right')}`;
		const detail =
			dropped === null ? 'not known' : rates[id] ? `${packetRate(rates[id])} now` : dropped > 0 ? meaning : 'none';
		return (
			theme.paint(token(dropped), cut(figure, width, theme.glyphs.ellipsis)) +
			theme.paint('muted', cut(`  ${detail}`, Math.max(0, width - figure.length), theme.glyphs.ellipsis))
		);
	});
	if (snapshot !== null) {
		lines.push(
			queueLine(snapshot.queue, width, theme),
			unreadLine(snapshot, width, theme),
			givenUpLine(snapshot, width, theme),
			...lessDetailLines(snapshot, width, theme),
			...stopLines(snapshot.decodeStops, width, theme),
		);
	}
	return lines.slice(0, height);
}

/** All in one line: names in full, else short, else the figures alone; how full the queue is where that finds room. */
function summaryLine(queue: SnapshotQueue | null, drops: SnapshotDrops, width: number, theme: Theme): string {
	const forms = [STAGES.map(({id}) => id), STAGES.map(stage => stage.short), STAGES.map(() => '')];
	const plain = (names: readonly string[]) =>
		names.map((name, index) => `${name} ${shortCount(drops[STAGES[index].id])}`.trim()).join('  ');
	const room = width - LABEL.length - MARKS;
	const names = forms.find(form => plain(form).length <= room) ?? forms.at(-1)!;
	const figures = STAGES.map(({id}, index) => {
		const name = names[index] === '' ? '' : theme.paint('muted', `${names[index]} `);
		const mark = drops[id] === null || drops[id] === 0 ? '' : ` ${theme.glyphs.failed}`;
		return name + theme.paint(token(drops[id]), shortCount(drops[id]) + mark);
	});
	const fill = queueShare(queue);
	const more = fill === null || names !== forms[0] ? '' : `  (${fill.text} full)`;
	const shown = plain(names).length + more.length <= room ? theme.paint(fill?.token ?? 'muted', more) : '';
	return theme.paint('muted', LABEL) + figures.join('  ') + shown;
}

/** Whether anything is known to be lost, in words. */
function summary({snapshot}: DropsModel): string {
	const drops = Object.values(snapshot?.drops ?? {}) as (number | null)[];
	const isLossy = drops.some(dropped => dropped !== null && dropped > 0);
	return isLossy ? 'PACKETS LOST' : drops.every(dropped => dropped === null) ? UNKNOWN : 'no loss known';
}

export function Drops({source, ...panel}: PanelProps<DropsModel>) {
	return (
		<Panel {...panel} title="Drops and health" note={useSlice(source, summary)}>
			<Live source={source} draw={dropLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
