/** What alerts are told of one second of the tables. Nothing is put together that no rule asks for. */
import type {ActiveHosts, ActiveRows, WatchedSecond} from '../alerts/watch.js';
import {parseAddress} from '../decode/address.js';
import {transportOf} from '../decode/names.js';
import {flowKey} from '../rows.js';
import type {Analyzer} from './analyzer.js';
import {TOTALS_ONLY} from './detail.js';
import type {EndpointTable} from './endpoint-table.js';
import {addressText} from './report-items.js';
import type {Windows} from './windows.js';

/** @param dropped packets so far */
export function watchedSecond(analyzer: Analyzer, second: number, dropped: number): WatchedSecond {
	const {endpoints, flows} = analyzer.tables;
	const whole = (windows: Windows | null) => (windows !== null && windows.incompleteUntil < second ? windows : null);
	let isFlushed = false;
	const rowsOf = (windows: Windows, text: (row: number) => string) => {
		if (!isFlushed) {
			isFlushed = true;
			analyzer.settle();
			analyzer.tables.flush();
		}
		return new SecondRows(windows, second, text);
	};
	let hosts: ActiveHosts | undefined;
	let streams: ActiveRows | undefined;
	return {
		second,
		dropped,
		get hosts() {
			const windows = analyzer.detail.level < TOTALS_ONLY ? whole(endpoints.windows) : null;
			hosts ??=
				windows === null
					? undefined
					: new SecondHosts(
							rowsOf(windows, row => addressText(endpoints, row)),
							analyzer,
						);
			return hosts ?? null;
		},
		get flows() {
			const windows = whole(flows.windows);
			streams ??= windows === null ? undefined : rowsOf(windows, row => flowText(analyzer, row));
			return streams ?? null;
		},
		inLastMinute: figure => analyzer.health.inMinute(figure, second),
	};
}

/** Keys of all hosts that have sent a packet. */
export function* hostsThatSent({tables}: Analyzer): Iterable<number | string> {
	tables.flush();
	const {endpoints} = tables;
	for (let row = 0; row < endpoints.rows; row++) {
		if (endpoints.packetsSent(row) > 0) {
			yield keyOf(endpoints, row);
		}
	}
}

/** An IPv4 address is its number. */
const keyOf = (endpoints: EndpointTable, row: number): number | string =>
	endpoints.version(row) === 4 ? endpoints.address(row)[3] : endpoints.address(row).join();

function flowText({tables}: Analyzer, row: number): string {
	const {endpoints, flows} = tables;
	const [a, aPort, b, bPort] = flows.endpoints(row);
	const end = (host: number, port: number) => ({address: addressText(endpoints, host), port});
	return flowKey({
		transport: transportOf(flows.protocol(row)),
		a: {...end(a, aPort), name: null},
		b: {...end(b, bPort), name: null},
	});
}

class SecondRows implements ActiveRows {
	#rows: ReturnType<Windows['inSecond']> | null = null;

	constructor(
		private readonly windows: Windows,
		private readonly second: number,
		readonly text: (row: number) => string,
	) {}

	get rows() {
		this.#rows ??= this.windows.inSecond(this.second);
		return this.#rows;
	}

	each(visit: (row: number, bytes: number, packetsSent: number) => void): void {
		for (const [row, {packets, bytes}] of this.rows) {
			visit(row, bytes, packets);
		}
	}
}

class SecondHosts implements ActiveHosts {
	constructor(
		private readonly all: SecondRows,
		private readonly analyzer: Analyzer,
	) {}

	each(visit: (row: number, bytes: number, packetsSent: number) => void): void {
		this.all.each(visit);
	}

	text(row: number): string {
		return this.all.text(row);
	}

	key(row: number): number | string {
		return keyOf(this.analyzer.tables.endpoints, row);
	}

	hasSent(text: string): boolean {
		const address = parseAddress(text);
		const row = address === null ? -1 : this.analyzer.tables.findEndpoint(address.version, ...address.words);
		return (this.all.rows.get(row)?.packets ?? 0) > 0;
	}
}
