/** Collectors of flows as docs/ipfix.md starts them: nfdump's nfcapd, and pmacct's nfacctd. What they have understood is what is compared. */
import fs from 'node:fs';
import {blocksOf, type Workplace} from './documented.js';
import {until} from './until.js';

const DOCUMENT = 'docs/ipfix.md';
export const [COLLECT, ANALYZE, REPORT, ACCOUNT] = blocksOf(DOCUMENT, 'sh');
const [CONFIGURATION] = blocksOf(DOCUMENT, 'ini');

/** What a collector tells of packets in one direction. */
export interface Collected {
	/** Addresses, ports, protocol and VLAN. */
	flow: string;
	vlan: number;
	protocol: number;
	packets: number;
	bytes: number;
	/** Time of the first packet, where it is told. */
	first?: string;
}

export const sums = (records: readonly Collected[]) => ({
	packets: records.reduce((sum, {packets}) => sum + packets, 0),
	bytes: records.reduce((sum, {bytes}) => sum + bytes, 0),
	flows: new Set(records.map(({flow}) => flow)).size,
});

interface NfdumpRecord {
	in_packets: number;
	in_bytes: number;
	proto: number;
	src_vlan?: number;
	first: string;
	src4_addr?: string;
	src6_addr?: string;
	dst4_addr?: string;
	dst6_addr?: string;
	src_port?: number;
	dst_port?: number;
}

/** Runs `tell` beside the document's nfcapd. @returns what nfdump reads of what it has written */
export async function nfdump(place: Workplace, tell: () => Promise<void> | void): Promise<Collected[]> {
	fs.rmSync(place.file('flows'), {recursive: true, force: true});
	fs.mkdirSync(place.file('flows'));
	const collector = place.start(COLLECT);
	await until(() => collector.output().includes('Startup nfcapd'));
	await tell();
	await until(() => isRead(collector.pid));
	await collector.end('SIGINT');
	place.run('nfdump -R flows -q -o json >records.json');
	// a list, with or without its brackets
	const list = fs
		.readFileSync(place.file('records.json'), 'utf8')
		.trim()
		.replace(/^\[/, '')
		.replace(/,?\s*\]?$/, '');
	return (JSON.parse(`[${list}]`) as NfdumpRecord[]).map(record => ({
		flow: [
			record.src4_addr ?? record.src6_addr,
			record.src_port,
			record.dst4_addr ?? record.dst6_addr,
			record.dst_port,
			record.proto,
			record.src_vlan,
		].join(' '),
		vlan: record.src_vlan ?? 0,
		protocol: record.proto,
		packets: record.in_packets,
		bytes: record.in_bytes,
		first: record.first,
	}));
}

interface NfacctdRow {
	ip_src: string;
	ip_dst: string;
	port_src: number;
	port_dst: number;
	ip_proto: string;
	vlan: number;
	packets: number;
	bytes: number;
}

/** Runs `tell` beside the document's nfacctd. @param packets how many are waited for @returns what it has printed */
export async function nfacctd(
	place: Workplace,
	packets: number,
	tell: () => Promise<void> | void,
): Promise<Collected[]> {
	fs.writeFileSync(place.file('nfacctd.conf'), CONFIGURATION);
	fs.rmSync(place.file('flows.json'), {force: true});
	const collector = place.start(ACCOUNT);
	// its core says that it waits before its plugin listens: what comes before the plugin's first word of its rows is lost
	await until(() => collector.output().includes('Purging cache - END'));
	await tell();
	let rows: Collected[] = [];
	await until(() => {
		const text = fs.existsSync(place.file('flows.json')) ? fs.readFileSync(place.file('flows.json'), 'utf8') : '';
		// the last line may be half written
		rows = text.split('\n').slice(0, -1).map(ofNfacctd);
		return sums(rows).packets >= packets;
	});
	await collector.end('SIGINT');
	return rows;
}

function ofNfacctd(line: string): Collected {
	const row: NfacctdRow = JSON.parse(line);
	return {
		flow: [row.ip_src, row.port_src, row.ip_dst, row.port_dst, row.ip_proto, row.vlan].join(' '),
		vlan: row.vlan,
		protocol: Number(row.ip_proto),
		packets: row.packets,
		bytes: row.bytes,
	};
}

/** Whether a process's network has no datagram left that nobody has read (proc_net_udp: the second of tx_queue:rx_queue). */
function isRead(pid: number): boolean {
	const rows = ['udp', 'udp6'].flatMap(name =>
		fs.readFileSync(`/proc/${pid}/net/${name}`, 'utf8').split('\n').slice(1),
	);
	return rows.every(row => /^$|^\s*\d+: \S+ \S+ \S+ [\dA-F]+:0{8} /.test(row));
}
