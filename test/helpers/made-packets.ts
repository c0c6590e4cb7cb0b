import {Analysis} from '../../source/engine/analysis/analysis.js';
import type {AnalysisData, AnalysisReport} from '../../source/engine/analysis/messages.js';
import type {TableLimits} from '../../source/engine/options.js';
import type {RowsRequest} from '../../source/engine/rows.js';

export interface Made {
	/** `flow` = UDP, `pair` = ICMP, `other` = neither addresses nor ports of IP. */
	kind: 'flow' | 'pair' | 'other';
	/** Last words of IPv4 addresses in 10.0.0.0/8. */
	from: number;
	to: number;
	fromPort: number;
	toPort: number;
	bytes: number;
	second: number;
	nanoseconds?: number;
	/** Its interface and direction, as `originOf` has them. */
	origin?: number;
	/** Identifiers of its VLAN tags, the outer one first. */
	vlans?: readonly number[];
	/** Its addresses are of IPv6: 2001:db8:: and their last words. */
	isIpv6?: boolean;
	/** Of a flow: it is one of TCP, and these are the packet's flags. */
	flags?: number;
}

/** An Ethernet frame without a payload. */
export function frame({kind, from, to, fromPort, toPort, flags, isIpv6 = false}: Made): Uint8Array {
	const transport = flags === undefined ? 8 : 20;
	const at = isIpv6 ? 54 : 34;
	const bytes = new Uint8Array(at + transport);
	const view = new DataView(bytes.buffer);
	view.setUint16(12, kind === 'other' ? 0x88cc : isIpv6 ? 0x86dd : 0x0800);
	if (kind !== 'other') {
		const protocol = kind !== 'flow' ? 1 : flags === undefined ? 17 : 6;
		if (isIpv6) {
			view.setUint8(14, 0x60);
			view.setUint16(18, transport);
			view.setUint8(20, protocol);
			view.setUint8(21, 64);
			view.setUint32(22, 0x2001_0db8);
			view.setUint32(34, from);
			view.setUint32(38, 0x2001_0db8);
			view.setUint32(50, to);
		} else {
			view.setUint8(14, 0x45);
			view.setUint16(16, 20 + transport);
			view.setUint8(22, 64);
			view.setUint8(23, protocol);
			view.setUint32(26, 0x0a000000 + from);
			view.setUint32(30, 0x0a000000 + to);
		}
		view.setUint16(at, kind === 'flow' ? fromPort : 0x0800);
		view.setUint16(at + 2, toPort);
		view.setUint16(at + 4, flags === undefined ? 8 : 0);
		if (flags !== undefined) {
			view.setUint8(at + 12, 0x50);
			view.setUint8(at + 13, flags);
		}
	}
	return bytes;
}

function tagged(untagged: Uint8Array, vlans: readonly number[]): Uint8Array {
	const tags = vlans.flatMap(id => [0x81, 0, id >> 8, id & 255]);
	return Uint8Array.from([...untagged.subarray(0, 12), ...tags, ...untagged.subarray(12)]);
}

export const addressOf = (host: number): string => `10.${(host >> 16) & 255}.${(host >> 8) & 255}.${host & 255}`;

/** An analysis that packets are given to by hand. */
export function madeAnalysis(
	rows: RowsRequest | null,
	limits?: Partial<TableLimits>,
	report: (report: AnalysisReport) => void = () => {},
) {
	const analysis = new Analysis(
		{
			...{
				source: {kind: 'file', path: 'made.pcap'},
				generator: 'test',
				filter: null,
				top: 10,
				interval: 0,
				limits,
				rows,
			},
			...{recent: false, count: null, live: null, from: null, to: null, outputs: [], outputInterval: 0},
			...{progress: 0, timeLine: 0},
		} as AnalysisData,
		report,
	);
	const count = (packet: Made) => {
		const bytes = tagged(frame(packet), packet.vlans ?? []);
		analysis.sink.packet(
			bytes,
			0,
			bytes.length,
			packet.bytes,
			packet.second,
			packet.nanoseconds ?? 0,
			1,
			packet.origin,
		);
	};
	return {analysis, count};
}
