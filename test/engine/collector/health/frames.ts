/** Packets that tell of trouble, and an analyzer that takes them by hand. */
import {Analyzer} from '../../../../source/engine/collector/analyzer.js';
import type {TableLimits} from '../../../../source/engine/options.js';
import type {SnapshotHealth} from '../../../../source/engine/snapshot.js';

export const [FIN, SYN, RST, ACK] = [1, 2, 4, 16];

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const short = (value: number) => value.toString(16).padStart(4, '0');
const long = (value: number) => value.toString(16).padStart(8, '0');

/** In 10.0.0.0/8. */
const host = (number: number) => long(0x0a000000 + number);
export const addressOf = (number: number) => `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;

const ETHERNET = '02000000000102000000000208';

function ipv4(protocol: string, from: number, to: number, payload: string): string {
	const length = 20 + payload.replaceAll(' ', '').length / 2;
	return `${ETHERNET}00 45 00 ${short(length)} 00000000 40 ${protocol} 0000 ${host(from)} ${host(to)} ${payload}`;
}

export const tcp = (from: number, fromPort: number, to: number, toPort: number, flags: number) =>
	ipv4(
		'06',
		from,
		to,
		`${short(fromPort)} ${short(toPort)} 00000001 00000001 50 ${short(flags).slice(2)} 0400 00000000`,
	);

export function tcp6(from: string, fromPort: number, to: string, toPort: number, flags: number): string {
	const segment = `${short(fromPort)} ${short(toPort)} 00000001 00000001 50 ${short(flags).slice(2)} 0400 00000000`;
	return `020000000001020000000002 86dd 60000000 0014 06 40 ${from} ${to} ${segment}`;
}

/** Name `a.example`, type A. */
const QUESTION = '01 61 07 6578616d706c65 00 0001 0001';
export const message = (id: number, flags: string, asked = QUESTION) =>
	`${short(id)} ${flags} 0001 0000 0000 0000 ${asked}`;

/** @param labels joined by dots @param type of the record wanted */
export function question(labels: string, type = 1): string {
	const name = labels.split('.').map(label => {
		const bytes = Buffer.from(label);
		return `${short(bytes.length).slice(2)} ${bytes.toString('hex')}`;
	});
	return `${name.join(' ')} 00 ${short(type)} 0001`;
}
/** Flags of a query, and of answers by their codes. */
export const [QUERY, NOERROR, SERVFAIL, NXDOMAIN, REFUSED] = ['0100', '8180', '8182', '8183', '8185'];

export function udp(from: number, fromPort: number, to: number, toPort: number, payload: string): string {
	const length = 8 + payload.replaceAll(' ', '').length / 2;
	return ipv4('11', from, to, `${short(fromPort)} ${short(toPort)} ${short(length)} 0000 ${payload}`);
}

export const icmp = (from: number, to: number, type: string) => ipv4('01', from, to, `${type} 01 0000 00000000`);

export const icmp6 = (from: string, to: string, type: string, before = '') => {
	const next = before === '' ? '3a' : '00';
	const payload = `${before} ${type} 00 0000 00000000`.replaceAll(' ', '');
	return `020000000001020000000002 86dd 60000000 ${short(payload.length / 2)} ${next} 40 ${from} ${to} ${payload}`;
};

/** Of ICMP, types 8 and 0. */
export const echo = (from: number, to: number, type: string, id: number, sequence: number) =>
	ipv4('01', from, to, `${type} 00 0000 ${short(id)} ${short(sequence)}`);

/** Of ICMPv6, types 80 and 81 in hexadecimal. */
export const echo6 = (from: string, to: string, type: string, id: number, sequence: number) =>
	`020000000001020000000002 86dd 60000000 0008 3a 40 ${from} ${to} ${type} 00 0000 ${short(id)} ${short(sequence)}`;

export const arp = (operation: string, mac: string, from: number) =>
	`ffffffffffff 020000000002 0806 0001 0800 06 04 00${operation} ${mac} ${from === 0 ? long(0) : host(from)} 000000000000 ${host(9)}`;

/** @returns takes packets as hex at a time in seconds (null = without a timestamp), and tells of health */
export function watched(limits: Partial<TableLimits> = {}, safe = (text: string) => text) {
	const analyzer = new Analyzer({top: 10, limits, safe});
	const at = (time: number | null, ...frames: string[]) => {
		for (const frame of frames) {
			const bytes = hex(frame);
			const seconds = time === null ? 0 : Math.floor(time);
			const nanoseconds = time === null ? -1 : Math.round((time - seconds) * 1e9);
			analyzer.packet(bytes, 0, bytes.length, bytes.length, 1_700_000_000 + seconds, nanoseconds, 1);
		}
	};
	const health = (last: number | null = null, top: number | 'all' = 10): SnapshotHealth => {
		analyzer.batch.flush();
		return analyzer.health.snapshot(top, last === null ? null : 1_700_000_000 + last);
	};
	return {analyzer, at, health};
}
