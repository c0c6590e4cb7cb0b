/**
 * Rows as an Apache Parquet file, in row groups that are handed on as they are full: no more of it is in memory, however long it gets.
 * Every column may be null. Source: parquet.apache.org/docs/file-format.
 */
import {ByteWriter} from 'hyparquet-writer/src/bytewriter.js';
import {ParquetWriter} from 'hyparquet-writer/src/parquet-writer.js';

/** As the library has it. */
type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

export type ParquetCell = string | number | boolean | null;

/**
 * `time`: seconds with nine decimals as text become two columns: microseconds as a TIMESTAMP, and under the name with `Nanoseconds` behind it
 * all of them since 1970. `count`: a signed 64-bit number. `seconds`: a duration as text becomes a double.
 */
export interface ParquetColumn {
	name: string;
	type: 'text' | 'count' | 'truth' | 'time' | 'seconds';
}

/** Rows that are in memory. */
export const GROUP_ROWS = 32_768;

const KINDS = {
	text: {type: 'BYTE_ARRAY', converted_type: 'UTF8'},
	count: {type: 'INT64'},
	truth: {type: 'BOOLEAN'},
	seconds: {type: 'DOUBLE'},
	time: {type: 'INT64', converted_type: 'TIMESTAMP_MICROS'},
} as const satisfies Record<ParquetColumn['type'], Partial<SchemaElement>>;

type Value = string | bigint | number | boolean | null;

interface Stored {
	name: string;
	data: Value[];
}

export class ParquetRows {
	readonly #writer = new ByteWriter();
	readonly #file: ParquetWriter;
	readonly #columns: readonly ParquetColumn[];
	/** Of a column of times two, one after the other. */
	readonly #stored: Stored[];

	/** @param generator `netanal-tui 0.2.0` */
	constructor(columns: readonly ParquetColumn[], generator: string) {
		this.#columns = columns;
		const elements = columns.flatMap(({name, type}): SchemaElement[] => [
			{name, ...KINDS[type], repetition_type: 'OPTIONAL'},
			...(type === 'time' ? [{name: `${name}Nanoseconds`, ...KINDS.count, repetition_type: 'OPTIONAL'} as const] : []),
		]);
		this.#stored = elements.map(({name}) => ({name, data: []}));
		const root = {name: 'root', num_children: elements.length, repetition_type: 'REQUIRED'} as const;
		this.#file = new ParquetWriter({writer: this.#writer, schema: [root, ...elements], createdBy: generator});
	}

	/** @param row a cell for each column @returns bytes of the file that are ready, if any */
	add(row: readonly ParquetCell[]): Uint8Array | null {
		let at = 0;
		for (const [i, {type}] of this.#columns.entries()) {
			const cell = row[i];
			if (type === 'time') {
				const nanoseconds = cell === null ? null : nanosecondsOf(String(cell));
				this.#stored[at++].data.push(nanoseconds === null ? null : held(microseconds(nanoseconds)));
				this.#stored[at++].data.push(nanoseconds === null ? null : held(nanoseconds));
			} else {
				this.#stored[at++].data.push(stored(type, cell));
			}
		}
		return this.#stored[0].data.length < GROUP_ROWS ? null : this.#group();
	}

	/** @returns the rest of the file */
	end(): Uint8Array {
		const last = this.#group();
		this.#file.finish();
		return Buffer.concat([last, this.#take()]);
	}

	#group(): Uint8Array {
		// the places of pages would be kept until the end
		const columnData = this.#stored.map(({name, data}) => ({name, data, offsetIndex: false}));
		this.#file.write({columnData, rowGroupSize: GROUP_ROWS});
		for (const column of this.#stored) {
			column.data = [];
		}
		return this.#take();
	}

	/** What was written since; its array is its own. */
	#take(): Uint8Array {
		const bytes = Uint8Array.from(this.#writer.getBytes());
		this.#writer.index = 0;
		return bytes;
	}
}

function stored(type: ParquetColumn['type'], cell: ParquetCell): Value {
	if (cell === null) {
		return null;
	}
	switch (type) {
		case 'count':
			return BigInt(cell);
		case 'truth':
			return Boolean(cell);
		case 'seconds':
			return Number(cell);
		default:
			return String(cell);
	}
}

/** `952109329.022770000` → 952109329022770000n. */
function nanosecondsOf(timestamp: string): bigint {
	return BigInt(timestamp.replace('.', ''));
}

/** Null where 64 bits do not hold it: nanoseconds before 1677 and after 2262. */
const held = (value: bigint): bigint | null => (BigInt.asIntN(64, value) === value ? value : null);

/** Rounded down, before 1970 as well. */
function microseconds(nanoseconds: bigint): bigint {
	const rest = ((nanoseconds % 1000n) + 1000n) % 1000n;
	return (nanoseconds - rest) / 1000n;
}
