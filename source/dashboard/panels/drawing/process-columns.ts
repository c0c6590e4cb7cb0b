import {cut, shortenMiddle} from '../../../format/cells.js';
import {bytes, shortCount} from '../../../format/numbers.js';
import {unitRate, unitTotal} from '../../../format/units.js';
import type {ProcessRow} from '../../model/processes.js';
import type {ProcessesModel} from '../../model/selectors/processes.js';
import type {Column} from './table.js';

const figures = {alignment: 'right', stretch: 0} as const;
const words = {alignment: 'left', stretch: 1} as const;

/** One direction: its rate of this moment, or its total. */
function direction(id: 'received' | 'sent', sign: string, {isLive, unit}: ProcessesModel): Column<ProcessRow> {
	const [ofBytes, ofPackets] =
		id === 'sent' ? (['bytesSent', 'packetsSent'] as const) : (['bytesReceived', 'packetsReceived'] as const);
	return {
		...figures,
		id,
		title: `${sign} ${id}`,
		least: 10,
		most: 10,
		priority: 2,
		text: row =>
			!isLive
				? unitTotal(unit, {bytes: row[ofBytes], packets: row[ofPackets]})
				: row.now === null
					? '-'
					: unitRate(unit, {bytes: row.now[ofBytes], packets: row.now[ofPackets]}),
		token: row => (row.now?.[ofBytes] || !isLive ? id : 'muted'),
	};
}

/** As lsns(8) has it; only where not all have the same. */
const NETWORK: Column<ProcessRow> = {
	...figures,
	id: 'network',
	title: 'network ns',
	least: 10,
	most: 10,
	priority: 9,
	text: ({process}) => (process === null ? '' : String(process.networkNamespace ?? '-')),
	token: () => 'muted',
};

/** Only where they were asked for. */
const COMMAND: Column<ProcessRow> = {
	...words,
	stretch: 4,
	id: 'command',
	title: 'command',
	least: 12,
	most: 200,
	priority: 5,
	text: ({process}, width, {glyphs}) => cut(process?.command ?? '', width, glyphs.ellipsis),
	token: () => 'muted',
};

export function processColumns(
	model: ProcessesModel,
	arrows: {down: string; up: string},
): readonly Column<ProcessRow>[] {
	return [
		{
			...words,
			stretch: 2,
			id: 'process',
			title: 'process',
			least: 10,
			most: 30,
			priority: 1,
			text: ({name}, width, {glyphs}) => shortenMiddle(name, width, glyphs.ellipsis),
			token: ({process}) => (process === null ? 'muted' : 'text'),
		},
		{
			...figures,
			id: 'pid',
			title: 'pid',
			least: 7,
			most: 10,
			priority: 5,
			text: ({process}) => (process === null ? '' : String(process.pid)),
			token: () => 'muted',
		},
		{
			...words,
			id: 'user',
			title: 'user',
			least: 8,
			most: 16,
			priority: 7,
			text: ({process}, width, {glyphs}) => shortenMiddle(process?.user ?? '', width, glyphs.ellipsis),
			token: () => 'muted',
		},
		direction('received', arrows.down, model),
		direction('sent', arrows.up, model),
		{
			...figures,
			id: 'total',
			title: 'total',
			least: 8,
			most: 8,
			priority: 3,
			text: ({bytesSent, bytesReceived}) => bytes(bytesSent + bytesReceived),
			token: () => 'strong',
		},
		{
			...figures,
			id: 'connections',
			title: 'flows',
			least: 6,
			most: 6,
			priority: 4,
			text: ({process}) => (process === null ? '' : shortCount(process.flows)),
			token: () => 'muted',
		},
		{
			...figures,
			id: 'hosts',
			title: 'hosts',
			least: 6,
			most: 6,
			priority: 6,
			text: ({process}) => (process === null ? '' : shortCount(process.hosts)),
			token: () => 'muted',
		},
		{
			...words,
			id: 'unit',
			title: 'unit',
			least: 12,
			most: 40,
			priority: 8,
			text: ({process}, width, {glyphs}) => shortenMiddle(process?.unit ?? '', width, glyphs.ellipsis),
			token: () => 'accent',
		},
		...(model.hasNetworks ? [NETWORK] : []),
		...(model.hasCommands ? [COMMAND] : []),
	];
}
