/** Flows for the scenario `rows`: packets of each by its number, and what is known of them beside packets. */
import type {Analyzer} from '../../source/engine/collector/analyzer.js';
import {FlowOwners} from '../../source/engine/collector/flow-owners.js';
import {APPLICATION_NAMES} from '../../source/engine/decode/applications/index.js';
import {Direction, originOf} from '../../source/engine/decode/origin.js';

export interface RowsTraffic {
	name: string;
	/** Writes a packet of a flow. @returns its length */
	write(view: DataView, flow: number): number;
	/** Before the first packet. */
	prepare?(analyzer: Analyzer): void;
	/** Of a flow's packets, as `originOf` has it. */
	origin?(flow: number): number;
	/** After the first packets of some flows. @param from row of the first of these */
	learn?(analyzer: Analyzer, from: number): void;
}

const MOST_BYTES = 96;
/** Where frames lie, one after the other: memory of each of their own would be given back while answers are measured. */
const FRAMES = Array.from({length: 64}, () => new Uint8Array(MOST_BYTES));
const VIEWS = FRAMES.map(({buffer}) => new DataView(buffer));

/** It holds for the next 63. @param seen packets before it */
export function frameOf({write}: RowsTraffic, flow: number, seen: number): Uint8Array {
	const place = seen % FRAMES.length;
	return FRAMES[place].subarray(0, write(VIEWS[place], flow));
}

const UDP = 17;
const TCP = 6;
const [SYN, RST, ACK] = [2, 4, 16];
const HOSTS = 200_000;
const SERVERS = 100;
/** Of the servers, so many are this machine's. */
const OWN = 10;
const NAMED = 30_000;
const LABELS = ['tls', 'dns', 'http', 'quic'].map(name => APPLICATION_NAMES.indexOf(name));
const PROGRAMS = ['nginx', 'sshd', 'curl'];

/** How often was asked whose flows are, and milliseconds in which all that are new may be. */
let asked = 0;
const TIME_TO_ASK = 10_000;

const client = (flow: number) => 0x0a000000 + (flow % HOSTS);
const server = (flow: number) => 0xc0000200 + (flow % SERVERS);

function ports(view: DataView, at: number, flow: number): void {
	view.setUint16(at, 1024 + (Math.floor(flow / HOSTS) % 60_000));
	view.setUint16(at + 2, flow % 3 === 0 ? 443 : 53);
}

/** @returns where the transport begins */
function ipv4(view: DataView, flow: number, protocol: number, bytes: number): number {
	view.setUint16(12, 0x0800);
	view.setUint8(14, 0x45);
	view.setUint16(16, 20 + bytes);
	view.setUint8(22, 64);
	view.setUint8(23, protocol);
	view.setUint32(26, client(flow));
	view.setUint32(30, server(flow));
	return 34;
}

function ipv6(view: DataView, flow: number, protocol: number, bytes: number): number {
	view.setUint16(12, 0x86dd);
	view.setUint32(14, 0x60000000);
	view.setUint16(18, bytes);
	view.setUint8(20, protocol);
	view.setUint8(21, 64);
	view.setUint32(22, 0x20010db8);
	view.setUint32(26, 0);
	view.setUint32(30, 0);
	view.setUint32(34, client(flow));
	view.setUint32(38, 0x20010db8);
	view.setUint32(42, 1);
	view.setUint32(46, 0);
	view.setUint32(50, server(flow));
	return 54;
}

function udp(view: DataView, at: number, flow: number): number {
	ports(view, at, flow);
	view.setUint16(at + 4, 8);
	return at + 8;
}

/** A third each has begun, goes on, and was reset. */
function tcp(view: DataView, at: number, flow: number): number {
	ports(view, at, flow);
	view.setUint8(at + 12, 0x50);
	view.setUint8(at + 13, [SYN, ACK, RST][Math.floor(flow / 2) % 3]);
	return at + 20;
}

/** UDP from many hosts to few. */
export const PLAIN: RowsTraffic = {
	name: 'UDP',
	write: (view, flow) => udp(view, ipv4(view, flow, UDP, 8), flow),
};

const isIpv6 = (flow: number) => flow % 8 === 5;

/** The same, half of it TCP and an eighth IPv6, with names, applications, and processes of what is this machine's. */
export const MIXED: RowsTraffic = {
	name: 'TCP and UDP, names, applications, processes',
	write(view, flow) {
		const isTcp = flow % 2 === 0;
		const [protocol, bytes] = isTcp ? [TCP, 20] : [UDP, 8];
		const at = isIpv6(flow) ? ipv6(view, flow, protocol, bytes) : ipv4(view, flow, protocol, bytes);
		return (isTcp ? tcp : udp)(view, at, flow);
	},
	prepare({tables, names}) {
		const own = Array.from({length: OWN}, (_, host) => `192.0.2.${host}`);
		tables.owners = new FlowOwners(
			tables,
			text => text,
			() => asked * TIME_TO_ASK,
			() => own,
		);
		for (let host = 0; host < NAMED; host++) {
			names.name(4, 0, 0, 0, client(host) | 0, `host-${host}.example`, 'dns');
		}
	},
	origin: flow => originOf(-1, flow % 4 === 0 ? Direction.in : Direction.out),
	learn({tables, batch}, from) {
		const {flows} = tables;
		const owners = tables.owners!;
		batch.flush();
		for (let row = from; row < flows.rows; row++) {
			flows.recognised(row, LABELS[row % LABELS.length], true, null);
			if (row % 20 === 0) {
				flows.setServerName(row, `www.${row % 500}.example`);
			}
		}
		asked++;
		owners.learn(
			owners.questions().map(({id}) => {
				const program = id % PROGRAMS.length;
				const [pid, name] = [1 + program, PROGRAMS[program]];
				return {id, socket: id + 1, owner: {pid, begun: 1, name, user: 'u', unit: null, networkNamespace: 1}};
			}),
		);
	},
};
