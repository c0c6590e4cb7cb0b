/** Packets, bytes and losses of each interface of a capture of several. */
import type {SnapshotInterface} from '../../engine/snapshot.js';
import {toWidth} from '../../format/cells.js';
import {bytes, count, shortCount, UNKNOWN} from '../../format/numbers.js';
import {repeatedText} from '../../format/repeated.js';
import type {Theme} from '../../theme/theme.js';
import {hasInterfaces, type InterfacesModel} from '../model/selectors/interfaces.js';
import {Live} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {useSlice} from './drawing/source.js';
import {type Column, placeColumns, rowLine, titleLine} from './drawing/table.js';

/** Kernel's and device's together; null = neither is known. */
function lostBy({drops}: SnapshotInterface): number | null {
	return drops.kernel === null && drops.interface === null ? null : (drops.kernel ?? 0) + (drops.interface ?? 0);
}

const nameOf = ({name, index}: SnapshotInterface) => name ?? (index === null ? UNKNOWN : `index ${index}`);

/** Why there is nothing to compare. */
function lackOf(interfaces: InterfacesModel['interfaces']): string {
	if (interfaces === null) {
		return 'no packets yet';
	}
	return interfaces.length === 1
		? `all packets came on ${nameOf(interfaces[0])}`
		: 'one interface, or packets do not say theirs: capture any, or read pcapng';
}

const COLUMNS: readonly Column<SnapshotInterface>[] = [
	{
		...{id: 'name', title: 'interface', alignment: 'left', least: 10, most: 24, priority: 1, stretch: 2},
		text: nameOf,
		token: () => 'text',
	},
	{
		...{id: 'description', title: 'description', alignment: 'left', least: 12, most: 40, priority: 6, stretch: 1},
		text: ({description}) => description ?? '',
		token: () => 'muted',
	},
	{
		...{id: 'packets', title: 'packets', alignment: 'right', least: 8, most: 12, priority: 3, stretch: 0},
		text: ({packets}) => shortCount(packets),
		token: () => 'text',
	},
	{
		...{id: 'bytes', title: 'bytes', alignment: 'right', least: 8, most: 10, priority: 2, stretch: 0},
		text: row => bytes(row.bytes),
		token: () => 'text',
	},
	{
		...{id: 'repeated', title: 'repeated', alignment: 'right', least: 8, most: 12, priority: 4, stretch: 0},
		text: ({repeated}) => shortCount(repeated?.packets ?? null),
		token: () => 'muted',
	},
	{
		...{id: 'drops', title: 'drops', alignment: 'right', least: 6, most: 8, priority: 5, stretch: 0},
		text: row => shortCount(lostBy(row)),
		token: row => (lostBy(row) ? 'bad' : 'muted'),
	},
];

const WITHOUT_REPEATED = COLUMNS.filter(({id}) => id !== 'repeated');

export function interfaceLines(
	{interfaces, repeated, isOnce}: InterfacesModel,
	width: number,
	height: number,
	theme: Theme,
): string[] {
	if (interfaces === null || !hasInterfaces(interfaces)) {
		return [theme.paint('muted', toWidth(` ${lackOf(interfaces)}`, width, 'left', theme.glyphs.ellipsis))];
	}
	const text = repeatedText(repeated, isOnce ? null : ':count-once counts each once');
	const placed = placeColumns(text === null ? WITHOUT_REPEATED : COLUMNS, width - 2);
	// said where it takes no row's place
	const isSaid = text !== null && interfaces.length + 2 <= height;
	const room = height - 1;
	const shown = interfaces.length <= room ? interfaces : interfaces.slice(0, room - 1);
	const rest = interfaces.length - shown.length;
	return [
		` ${titleLine(placed, theme)}`,
		...shown.map(row => ` ${rowLine(placed, row, false, theme)}`),
		...(rest > 0 ? [theme.paint('muted', toWidth(` and ${count(rest)} with fewer bytes`, width))] : []),
		...(isSaid ? [theme.paint('muted', toWidth(` ${text}`, width, 'left', theme.glyphs.ellipsis))] : []),
	].slice(0, height);
}

const note = ({interfaces, isOnce}: InterfacesModel) =>
	hasInterfaces(interfaces) ? `${count(interfaces!.length)}${isOnce ? ', packets once' : ''}` : undefined;

export function Interfaces({source, ...panel}: PanelProps<InterfacesModel>) {
	return (
		<Panel {...panel} title="Interfaces" note={useSlice(source, note)}>
			<Live source={source} draw={interfaceLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
