/** Writes a record per packet as a Parquet file. */
import {type ParquetColumn, ParquetRows} from '../../format/parquet.js';
import type {Packet} from '../decode/packet.js';
import type {PacketInfo} from '../snapshot.js';
import type {Destination} from './destination.js';
import {type InterfaceOf, packetInfo, payloadText} from './packet-info.js';
import type {FinishedFile, Sink} from './sink.js';
import {FIELDS} from './text-sink.js';

const TYPES: Partial<Record<keyof PacketInfo, ParquetColumn['type']>> = {
	number: 'count',
	timestamp: 'time',
	sourcePort: 'count',
	destinationPort: 'count',
	bytes: 'count',
	capturedBytes: 'count',
	payloadBytes: 'count',
	vlan: 'count',
	fragment: 'truth',
};

/** Without its end such a file cannot be read: one that fails leaves nothing. */
export class ParquetSink implements Sink {
	readonly skipped = 0;
	readonly #path: string;
	readonly #destination: Destination;
	readonly #fields: readonly (keyof PacketInfo)[];
	readonly #includesPayload: boolean;
	readonly #rows: ParquetRows;
	#packets = 0;
	#bytes = 0;
	readonly #interfaceOf: InterfaceOf;

	constructor(
		path: string,
		destination: Destination,
		generator: string,
		includesPayload = false,
		interfaceOf: InterfaceOf = () => null,
	) {
		this.#interfaceOf = interfaceOf;
		this.#path = path;
		this.#destination = destination;
		this.#includesPayload = includesPayload;
		this.#fields = includesPayload ? [...FIELDS, 'payload'] : FIELDS;
		this.#rows = new ParquetRows(
			this.#fields.map(name => ({name, type: TYPES[name] ?? 'text'})),
			generator,
		);
	}

	packet(packet: Packet, number: number, application: number): void {
		const info = packetInfo(packet, number, application, this.#interfaceOf(packet));
		if (this.#includesPayload) {
			info.payload = payloadText(packet);
		}
		this.#packets++;
		this.#write(this.#rows.add(this.#fields.map(field => info[field] ?? null)));
	}

	flush(): void {}

	interval(): void {}

	finish(): FinishedFile[] {
		this.#write(this.#rows.end());
		const finished = this.#destination.finish();
		return [{path: this.#path, packets: this.#packets, bytes: this.#bytes, finished, keep: null}];
	}

	abandon(): FinishedFile[] {
		this.#destination.discard();
		return [];
	}

	#write(bytes: Uint8Array | null): void {
		if (bytes !== null) {
			this.#bytes += bytes.length;
			this.#destination.write(bytes);
		}
	}
}
