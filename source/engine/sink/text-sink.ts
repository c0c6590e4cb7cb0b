/** Writes text: what all of it has in common, and one record per packet. */
import {csvRow} from '../../format/csv.js';
import type {Packet} from '../decode/packet.js';
import type {PacketInfo} from '../snapshot.js';
import {ByteBuffer} from './byte-buffer.js';
import {type Destination, salvage} from './destination.js';
import {type InterfaceOf, packetInfo, payloadText} from './packet-info.js';
import {packetText} from './packet-text.js';
import type {FinishedFile, Sink} from './sink.js';

const FLUSH = 64 * 1024;

export abstract class TextSink implements Sink {
	/** Records that found no room on their way to a slow reader. */
	skipped = 0;
	protected records = 0;
	readonly #path: string | null;
	readonly #destination: Destination;
	readonly #buffer = new ByteBuffer(FLUSH * 2);
	#bytes = 0;
	/** Records in those bytes: a failed write takes what was waiting along. */
	#written = 0;

	/** @param path null when the destination is no file */
	constructor(path: string | null, destination: Destination) {
		this.#path = path;
		this.#destination = destination;
	}

	abstract packet(packet: Packet, number: number, application: number): void;
	abstract interval(): void;
	protected abstract tail(): string;

	/** @returns false when the reader is behind: the record is to be left out */
	protected hasRoom(): boolean {
		if (!this.#destination.full) {
			return true;
		}
		this.skipped++;
		return false;
	}

	protected write(text: string): void {
		this.#buffer.text(text);
		if (this.#buffer.length >= FLUSH) {
			this.flush();
		}
	}

	flush(): void {
		const bytes = this.#buffer.take();
		this.#destination.write(bytes);
		this.#bytes += bytes.length;
		this.#written = this.records;
	}

	finish(): FinishedFile[] {
		this.write(this.tail());
		this.flush();
		const finished = this.#destination.finish();
		return this.#path === null
			? []
			: [{path: this.#path, packets: this.records, bytes: this.#bytes, finished, keep: null}];
	}

	/** Whole records stay, where they cannot be made again. */
	abandon(): FinishedFile[] {
		try {
			if (this.#destination.once) {
				this.flush();
			}
		} catch {
			// it was the disk that failed
		}

		if (!this.#destination.once || this.#written === 0) {
			this.#destination.discard();
			return [];
		}
		const finished = salvage(this.#destination);
		const file = {path: this.#path!, packets: this.#written, bytes: this.#bytes, keep: null};
		return [{...file, finished: finished && {...finished, partial: true}}];
	}
}

export type PacketFormat = 'text' | 'json' | 'ndjson' | 'csv';

/** Columns of CSV and Parquet, in order; the payload follows where it is asked for. */
export const FIELDS = [
	'number',
	'timestamp',
	'source',
	'sourcePort',
	'destination',
	'destinationPort',
	'protocol',
	'link',
	'network',
	'transport',
	'application',
	'bytes',
	'capturedBytes',
	'payloadBytes',
	'tcpFlags',
	'sourceMac',
	'destinationMac',
	'vlan',
	'fragment',
	'tunnel',
	'stop',
	'interface',
	'direction',
] as const satisfies readonly (keyof PacketInfo)[];

export class PacketSink extends TextSink {
	readonly #format: PacketFormat;
	readonly #includesPayload: boolean;
	readonly #columns: readonly (keyof PacketInfo)[];
	readonly #interfaceOf: InterfaceOf;

	constructor(
		path: string | null,
		destination: Destination,
		format: PacketFormat,
		includesPayload = false,
		interfaceOf: InterfaceOf = () => null,
	) {
		super(path, destination);
		this.#interfaceOf = interfaceOf;
		this.#format = format;
		this.#includesPayload = includesPayload;
		this.#columns = includesPayload ? [...FIELDS, 'payload'] : FIELDS;
		if (format === 'csv') {
			this.write(csvRow(this.#columns));
		}
	}

	packet(packet: Packet, number: number, application: number): void {
		if (!this.hasRoom()) {
			return;
		}
		const info = packetInfo(packet, number, application, this.#interfaceOf(packet));
		if (this.#includesPayload) {
			info.payload = payloadText(packet);
		}
		this.write(this.#record(info, packet));
		this.records++;
	}

	#record(info: PacketInfo, packet: Packet): string {
		switch (this.#format) {
			case 'text':
				return `${packetText(info, packet)}\n`;
			case 'csv':
				return csvRow(this.#columns.map(field => info[field] ?? null));
			case 'ndjson':
				return `${JSON.stringify(info)}\n`;
			case 'json':
				return `${this.records === 0 ? '[' : ','}\n\t${JSON.stringify(info)}`;
		}
	}

	interval(): void {}

	protected tail(): string {
		if (this.#format !== 'json') {
			return '';
		}
		return this.records === 0 ? '[]\n' : '\n]\n';
	}
}
