/** A snapshot as tables for people. Plain text: the same on a terminal, in a file and in a mail. */
import {haveCommands, haveSeveralNetworks, sumOf} from '../engine/process-figures.js';
import type {Flow, FlowEnd, GroupCounts, ProcessFigures, ProtocolCount, Snapshot} from '../engine/snapshot.js';
import {endText} from '../format/addresses.js';
import {cellWidth, toWidth} from '../format/cells.js';
import {bounded, lacks, leftOutText} from '../format/detail.js';
import {readableName} from '../format/idna.js';
import {bytes, count, percent} from '../format/numbers.js';
import {repeatedText} from '../format/repeated.js';
import {sanitize} from '../format/sanitize.js';
import {steadySpan} from '../format/steady-time.js';
import {bandwidthChart} from './bandwidth-chart.js';
import {TROUBLE_COLUMNS, troubleRows} from './trouble.js';

/** Rows shown of each list. */
const ROWS = 10;
/** Link types named; a pcapng file can declare 65,536. */
const LINK_TYPES = 10;

/** The whole report, ending in a newline. @param unicode block characters may be used */
export function formatTable(snapshot: Snapshot, {unicode = false}: {unicode?: boolean} = {}): string {
	const sections = [
		overview(snapshot),
		interfaces(snapshot),
		vlans(snapshot),
		protocols(snapshot),
		bandwidth(snapshot, unicode),
		endpoints(snapshot),
		identities(snapshot),
		groups(snapshot),
		conversations(snapshot),
		flows(snapshot),
		processes(snapshot),
		table('Trouble', TROUBLE_COLUMNS, troubleRows(snapshot)),
		stops(snapshot),
	];
	return `${sections.filter(section => section !== '').join('\n\n')}\n`;
}

function overview({source, time, totals, fragments, drops, detail, error}: Snapshot): string {
	const rows: string[][] = [
		['source', `${source.name}${source.format === null ? '' : ` (${source.format})`}`],
		['link types', linkTypes(source.linkTypes)],
	];
	if (source.filter !== null) {
		rows.push(['filter', source.filter]);
	}
	rows.push(
		['packets', count(totals.packets)],
		['bytes', `${count(totals.bytes)} (${bytes(totals.bytes)}), ${count(totals.capturedBytes)} captured`],
	);
	if (time.min !== null && time.max !== null) {
		rows.push(['time', `${utc(time.min)} to ${utc(time.max)}, ${steadySpan(time)!.toFixed(3)} s`]);
		if (time.jumps) {
			rows.push(['time jumps', `${count(time.jumps)}, which the seconds leave out`]);
		}
	}

	if (totals.truncatedPackets > 0) {
		rows.push(['cut short', `${count(totals.truncatedPackets)} packets, by the snap length`]);
	}
	if (totals.malformedPackets > 0) {
		rows.push(['malformed', `${count(totals.malformedPackets)} packets`]);
	}
	if (fragments !== undefined) {
		const lost = fragments.withoutFlow > 0 ? `, the flow of ${count(fragments.withoutFlow)} is not known` : '';
		rows.push(['later fragments', `${count(fragments.packets)} packets, ${count(fragments.bytes)} bytes${lost}`]);
	}
	if (totals.packetsWithoutTimestamp > 0) {
		rows.push(['no timestamp', `${count(totals.packetsWithoutTimestamp)} packets`]);
	}
	if (source.kind === 'interface') {
		rows.push([
			'drops',
			`kernel ${count(drops.kernel)}, interface ${count(drops.interface)}, queue ${count(drops.queue)}`,
		]);
	}

	const leftOut = leftOutText(detail);
	if (leftOut !== null) {
		rows.push(['less detail', `${leftOut}: the analysis fell behind`]);
	}

	if (error !== null) {
		rows.push(['ended early', error.message]);
	}
	return table('', [], rows);
}

function linkTypes(names: readonly string[]): string {
	const rest = names.length - LINK_TYPES;
	return (names.slice(0, LINK_TYPES).join(', ') || 'none') + (rest > 0 ? ` and ${count(rest)} more` : '');
}

/** Of a capture of several, or of one that has something to say of it. */
function interfaces({interfaces = [], repeated}: Snapshot): string {
	const isTold =
		interfaces.length > 1 || interfaces.some(({name, description}) => name !== null || description !== null);
	const hasRepeated = (repeated?.packets ?? 0) > 0;
	const rows = interfaces
		.slice(0, isTold ? ROWS : 0)
		.map(({name, index, description, linkType, packets, bytes, drops, repeated: again}) => [
			name ?? (index === null ? '' : `index ${index}`),
			description ?? '',
			linkType,
			count(packets),
			count(bytes),
			...(hasRepeated ? [count(again?.packets ?? 0)] : []),
			count(drops.kernel),
			count(drops.interface),
		]);
	const shown = table(
		rows.length < interfaces.length ? `Interfaces (${rows.length} of ${count(interfaces.length)})` : 'Interfaces',
		[
			...['name', 'description', 'link type', 'packets>', 'bytes>'],
			...(hasRepeated ? ['repeated>'] : []),
			...['dropped by kernel>', 'by interface>'],
		],
		rows,
	);
	const note = repeatedText(repeated, '--once counts each once');
	return note === null ? shown : `${shown}\n${note}`;
}

function vlans({vlans = []}: Snapshot): string {
	const rows = vlans.slice(0, ROWS).map(({id, packets, bytes}) => [String(id), count(packets), count(bytes)]);
	return table(
		rows.length < vlans.length ? `VLANs (${rows.length} of ${count(vlans.length)})` : 'VLANs',
		['id>', 'packets>', 'bytes>'],
		rows,
	);
}

function protocols({protocols, tunnels, encapsulations, otherProtocols, totals, detail}: Snapshot): string {
	const layers: Array<[string, ProtocolCount[]]> = [
		['link', protocols.link],
		['between', encapsulations],
		['network', protocols.network],
		['other', otherProtocols],
		['transport', protocols.transport],
		[lacks(detail).applications ? 'application, at least' : 'application', protocols.application],
		['tunnel', tunnels],
	];
	const rows = layers.flatMap(([layer, list]) =>
		list.map(({name, packets, bytes}, i) => [
			i === 0 ? layer : '',
			name,
			count(packets),
			percent(packets / totals.packets),
			count(bytes),
			percent(bytes / totals.bytes),
		]),
	);
	return table('Protocols', ['layer', 'protocol', 'packets>', '%>', 'bytes>', '%>'], rows);
}

function bandwidth(snapshot: Snapshot, unicode: boolean): string {
	const lines = bandwidthChart(snapshot, unicode);
	return lines.length === 0 ? '' : ['Bandwidth', ...lines].join('\n');
}

function endpoints({endpoints, detail}: Snapshot): string {
	const rows = endpoints.top
		.slice(0, ROWS)
		.map(e => [
			e.address,
			readableName(e.name ?? ''),
			count(e.packetsSent),
			count(e.bytesSent),
			count(e.packetsReceived),
			count(e.bytesReceived),
		]);
	return table(
		title('Endpoints', rows.length, endpoints, lacks(detail).endpoints),
		['address', 'name', 'packets sent>', 'bytes sent>', 'packets received>', 'bytes received>'],
		rows,
	);
}

/** Whose they are, where that was asked for. */
function identities({endpoints}: Snapshot): string {
	const rows = endpoints.top
		.slice(0, ROWS)
		.map(e => [
			e.address,
			[e.country, e.city].filter(Boolean).join(' '),
			e.asn == null ? '' : `AS${e.asn} ${e.asnName ?? ''}`,
			e.mac ?? '',
			e.vendor ?? '',
		])
		.filter(([, ...known]) => known.some(cell => cell !== ''));
	return table('Who they are', ['address', 'place', 'network', 'MAC', 'vendor'], rows);
}

function groups({groups}: Snapshot): string {
	const figures = (group: GroupCounts) => [count(group.endpoints), count(group.bytesSent), count(group.bytesReceived)];
	const countries = groups?.countries.slice(0, ROWS).map(each => [each.country ?? 'not known', ...figures(each)]);
	const asns = groups?.asns
		.slice(0, ROWS)
		.map(each => [each.asn === null ? 'not known' : `AS${each.asn}`, each.name ?? '', ...figures(each)]);
	const columns = ['endpoints>', 'bytes sent>', 'bytes received>'];
	return [
		table('Countries', ['country', ...columns], countries ?? []),
		table('Networks', ['network', 'name', ...columns], asns ?? []),
	]
		.filter(text => text !== '')
		.join('\n\n');
}

function conversations({conversations, detail}: Snapshot): string {
	const rows = conversations.top.slice(0, ROWS).map(c => [c.a, c.b, count(c.packets), count(c.bytes)]);
	return table(
		title('Conversations', rows.length, conversations, lacks(detail).conversations),
		['a', 'b', 'packets>', 'bytes>'],
		rows,
	);
}

function flows({flows, processes, detail}: Snapshot): string {
	const isFragmented = flows.top.slice(0, ROWS).some(({fragments}) => fragments !== undefined);
	const isTagged = flows.top.slice(0, ROWS).some(({vlans}) => vlans !== undefined);
	const rows = flows.top
		.slice(0, ROWS)
		.map(f => [
			f.transport,
			end(f.a),
			end(f.b),
			f.application ?? '',
			serverText(f),
			readableName(f.b.name ?? ''),
			...(isTagged ? [f.vlanTags?.join(', ') ?? f.vlans?.join('.') ?? ''] : []),
			...(processes === undefined ? [] : [f.process ? `${f.process.name} (${f.process.pid})` : 'n/a']),
			count(f.aToB.bytes),
			count(f.bToA.bytes),
			count(f.packets),
			...(isFragmented ? [f.fragments ? count(f.fragments.packets) : ''] : []),
		]);
	return table(
		title('Flows', rows.length, flows, lacks(detail).flows),
		[
			...['', 'a', 'b', 'application', 'server name', 'name of b'],
			...(isTagged ? ['VLAN'] : []),
			...(processes === undefined ? [] : ['process']),
			...['a to b>', 'b to a>', 'packets>'],
			...(isFragmented ? ['later fragments>'] : []),
		],
		rows,
	);
}

/** The first name that it had, and how many others. */
function serverText({serverName, serverNames = [], serverNamesLeftOut = 0}: Flow): string {
	const first = readableName(serverName ?? '');
	const others = serverNames.length - 1;
	return others > 0 ? `${first} and ${count(others)}${serverNamesLeftOut > 0 ? ' or' : ''} more` : first;
}

/** Whose they are, on this machine; with those of nobody known they add up to all. */
function processes({processes}: Snapshot): string {
	if (processes === undefined) {
		return '';
	}
	const {top, unknown, others, distinct, evicted} = processes;
	const shown = top.slice(0, ROWS);
	const hasNetworks = haveSeveralNetworks(shown);
	const network = (text: string) => (hasNetworks ? [text] : []);
	const hasCommands = haveCommands(shown);
	const command = (text: string) => (hasCommands ? [text] : []);
	const figures = (row: ProcessFigures) => [
		count(row.packetsSent),
		count(row.bytesSent),
		count(row.packetsReceived),
		count(row.bytesReceived),
	];
	const rest = sumOf([others, ...top.slice(ROWS)]);
	const rows = shown.map(row => [
		row.name,
		String(row.pid),
		row.user,
		row.unit ?? '',
		...network(String(row.networkNamespace ?? '')),
		...figures(row),
		count(row.flows),
		count(row.hosts),
		...command(row.command ?? ''),
	]);
	const further =
		distinct - evicted > ROWS ? [['others', '', '', '', ...network(''), ...figures(rest), '', '', ...command('')]] : [];
	return table(
		title('Processes', shown.length, {distinct, evicted}, false),
		[
			'process',
			'pid>',
			'user',
			'unit',
			...network('network namespace>'),
			'packets sent>',
			'bytes sent>',
			'packets received>',
			'bytes received>',
			'flows>',
			'hosts>',
			...command('command'),
		],
		[...rows, ...further, ['not known', '', '', '', ...network(''), ...figures(unknown), '', '', ...command('')]],
	);
}

function stops({decodeStops}: Snapshot): string {
	const rows = decodeStops.map(stop => [
		stop.layer,
		stop.reason,
		count(stop.packets),
		count(stop.firstPacket),
		count(stop.firstOffset),
	]);
	return table('Where decoding stopped', ['layer', 'reason', 'packets>', 'first packet>', 'at byte>'], rows);
}

function title(
	what: string,
	shown: number,
	{distinct, evicted}: {distinct: number; evicted: number},
	mayLack: boolean,
): string {
	const number = `${bounded(mayLack, evicted)}${count(distinct)}`;
	const rest = distinct > shown ? `: the ${shown} with the most bytes of ${number}` : '';
	const notes = [
		...(evicted > 0 ? [`${count(evicted)} entries given up to stay within memory`] : []),
		...(mayLack ? ['packets are missing, see less detail'] : []),
	];
	return `${what}${rest}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`;
}

const end = (flowEnd: FlowEnd): string => endText(flowEnd) + (flowEnd.service ? ` (${flowEnd.service})` : '');

/** `952109329.022770000` → `2000-03-03 18:48:49.022770000Z`; what no calendar holds stays as seconds. */
function utc(timestamp: string): string {
	const [seconds = '', fraction = ''] = timestamp.split('.');
	const date = new Date(Number(seconds) * 1000);
	return Number.isNaN(date.getTime()) || timestamp.startsWith('-')
		? timestamp
		: `${date.toISOString().slice(0, 19).replace('T', ' ')}.${fraction}Z`;
}

/** Columns as wide as their widest cell; a heading that ends in `>` is set to the right. Empty without rows. */
function table(heading: string, columns: readonly string[], rows: readonly string[][]): string {
	if (rows.length === 0) {
		return '';
	}
	const names = columns.map(name => name.replace(/>$/, ''));
	// a file's name is no safer than a host's
	const all = (names.length > 0 ? [names, ...rows] : rows).map(row => row.map(sanitize));
	const widths = all[0].map((_, column) => Math.max(...all.map(row => cellWidth(row[column]))));
	const lines = all.map(row =>
		row
			.map((cell, i) => toWidth(cell, widths[i], columns[i]?.endsWith('>') ? 'right' : 'left'))
			.join('  ')
			.trimEnd(),
	);
	return [...(heading === '' ? [] : [heading]), ...lines].join('\n');
}
