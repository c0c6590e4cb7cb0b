/** Blocks and options of pcapng in one byte order (draft-ietf-opsawg-pcapng § 3.1, 3.5). */
import type {ByteBuffer} from './byte-buffer.js';

export type Option = readonly [code: number, value: Uint8Array];

const TWO_32 = 4_294_967_296;

export class PcapngBlocks {
	readonly u16: (to: Buffer, value: number, at: number) => void;
	readonly u32: (to: Buffer, value: number, at: number) => void;
	readonly #little: boolean;

	constructor(little: boolean) {
		this.#little = little;
		this.u16 = little ? (to, value, at) => to.writeUInt16LE(value, at) : (to, value, at) => to.writeUInt16BE(value, at);
		this.u32 = little ? (to, value, at) => to.writeUInt32LE(value, at) : (to, value, at) => to.writeUInt32BE(value, at);
	}

	read32(from: Buffer, at: number): number {
		return this.#little ? from.readUInt32LE(at) : from.readUInt32BE(at);
	}

	u64(value: bigint): Buffer {
		const bytes = Buffer.alloc(8);
		if (this.#little) {
			bytes.writeBigUInt64LE(value);
		} else {
			bytes.writeBigUInt64BE(value);
		}
		return bytes;
	}

	/** Nanoseconds since 1970 as 64 bits, upper half first; in two steps that doubles hold exactly. */
	time(to: Buffer, at: number, seconds: number, nanoseconds: number): void {
		const high = Math.floor(seconds / 65_536) * 1e9;
		const low = (high % 65_536) * 65_536 + (seconds % 65_536) * 1e9 + Math.max(0, nanoseconds);
		this.u32(to, Math.floor(high / 65_536) + Math.floor(low / TWO_32), at);
		this.u32(to, low % TWO_32, at + 4);
	}

	/** The same of a count of 64 bits. */
	units(to: Buffer, at: number, count: bigint): void {
		this.u32(to, Number(count >> 32n), at);
		this.u32(to, Number(BigInt.asUintN(32, count)), at + 4);
	}

	/** All of them, and their end. */
	options(...list: readonly Option[]): Buffer {
		const parts = list.flatMap(([code, value]) => {
			const head = Buffer.alloc(4);
			this.u16(head, code, 0);
			this.u16(head, value.length, 2);
			return [head, value, Buffer.alloc(-value.length & 3)];
		});
		return Buffer.concat([...parts, Buffer.alloc(4)]);
	}

	/** @param body a multiple of 4 bytes */
	write(out: ByteBuffer, type: number, ...body: readonly Uint8Array[]): void {
		const content = body.reduce((sum, part) => sum + part.length, 0);
		const length = content + 12;
		const at = out.length;
		const to = out.room(length);
		this.u32(to, type, at);
		this.u32(to, length, at + 4);
		let offset = at + 8;
		for (const part of body) {
			to.set(part, offset);
			offset += part.length;
		}
		this.u32(to, length, at + length - 4);
		out.length += length;
	}
}
