/**
 * Turns a classic BPF program, as libpcap compiles it, into a JavaScript function: the same answers as `pcap_offline_filter`
 * without a foreign call per packet.
 *
 * Instructions: McCanne and Jacobson, "The BSD Packet Filter" (1993), and <pcap/bpf.h>. A is the accumulator, X the index
 * register, M the scratch memory; all hold unsigned 32-bit numbers, kept here as signed ones. Jumps lead forward only, so the
 * program becomes one `switch` whose cases are its basic blocks. Only numbers of ours get into the source text.
 */
import {endianness} from 'node:os';

/** Whether the packet `bytes[start]` … `bytes[end - 1]`, `wireLength` bytes long on the network, is kept. */
export type PacketFilter = (bytes: Uint8Array, start: number, end: number, wireLength: number) => boolean;

interface Instruction {
	code: number;
	jt: number;
	jf: number;
	/** As a signed number. */
	k: number;
}

const INSTRUCTION_SIZE = 8;
const MEMORY_WORDS = 16;

/**
 * @param program `struct bpf_insn`s in host order: code 2, jt 1, jf 1, k 4
 * @throws Error when it is no valid program (libpcap makes none such)
 */
export function packetFilter(program: Uint8Array): PacketFilter {
	const instructions = decode(program);
	if (instructions.length === 0) {
		return () => true;
	}
	return new Function('bytes', 'start', 'end', 'wireLength', sourceText(instructions)) as PacketFilter;
}

function decode(program: Uint8Array): Instruction[] {
	const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
	const little = endianness() === 'LE';
	return Array.from({length: program.length / INSTRUCTION_SIZE}, (_, i) => ({
		code: view.getUint16(i * INSTRUCTION_SIZE, little),
		jt: view.getUint8(i * INSTRUCTION_SIZE + 2),
		jf: view.getUint8(i * INSTRUCTION_SIZE + 3),
		k: view.getInt32(i * INSTRUCTION_SIZE + 4, little),
	}));
}

function sourceText(program: readonly Instruction[]): string {
	const targets = new Set<number>();
	for (const [i, {code, jt, jf, k}] of program.entries()) {
		if ((code & 7) !== 5) {
			continue;
		}
		for (const target of (code & 0xf0) === 0 ? [i + 1 + (k >>> 0)] : [i + 1 + jt, i + 1 + jf]) {
			targets.add(target);
		}
	}

	const lines = ['let a = 0, x = 0, at = 0, pc = 0;'];
	for (let i = 0; i < MEMORY_WORDS; i++) {
		lines.push(`let m${i} = 0;`);
	}
	lines.push('for (;;) switch (pc) {', 'case 0:');
	for (const [i, instruction] of program.entries()) {
		if (i > 0 && targets.has(i)) {
			lines.push(`case ${i}:`);
		}
		lines.push(statement(instruction, i, program.length));
	}

	lines.push('default: return false;', '}');
	return lines.join('\n');
}

function statement(instruction: Instruction, i: number, length: number): string {
	const {code, k} = instruction;
	switch (code & 7) {
		case 0:
			return code === 0x00 ? `a = ${k};` : load('a', instruction, i);
		case 1:
			return load('x', instruction, i);
		case 2:
			return `${memory(k, i)} = a;`;
		case 3:
			return `${memory(k, i)} = x;`;
		case 4:
			return arithmetic(instruction, i);
		case 5:
			return jump(instruction, i, length);
		case 6:
			return (code & 0x18) === 0x10 ? 'return a !== 0;' : `return ${k !== 0};`;
		default:
			return (code & 0xf8) === 0 ? 'x = a;' : 'a = x;';
	}
}

/** Mode in bits 5–7: immediate, absolute, indirect, memory, length, header length; size in bits 3–4: word, half, byte. */
function load(register: 'a' | 'x', {code, k}: Instruction, i: number): string {
	const size = [4, 2, 1][(code & 0x18) >> 3];
	const offset = k >>> 0;
	switch (code & 0xe0) {
		case 0x00:
			return `${register} = ${k};`;
		case 0x20:
			if (size === undefined) {
				break;
			}
			return `at = start + ${offset}; if (at + ${size} > end) return false; ${register} = ${bytesAt(size)};`;
		case 0x40:
			if (size === undefined) {
				break;
			}
			return `at = start + (x >>> 0) + ${offset}; if (at + ${size} > end) return false; ${register} = ${bytesAt(size)};`;
		case 0x60:
			return `${register} = ${memory(k, i)};`;
		case 0x80:
			return `${register} = wireLength | 0;`;
		case 0xa0:
			return `at = start + ${offset}; if (at >= end) return false; ${register} = (bytes[at] & 15) << 2;`;
		default:
	}

	throw new Error(`instruction ${i} of the filter is unknown: 0x${code.toString(16)}`);
}

/** Network byte order. */
function bytesAt(size: number): string {
	if (size === 1) {
		return 'bytes[at]';
	}
	if (size === 2) {
		return '(bytes[at] << 8) | bytes[at + 1]';
	}
	return '(bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]';
}

function memory(k: number, i: number): string {
	if (k < 0 || k >= MEMORY_WORDS) {
		throw new Error(`instruction ${i} of the filter uses memory word ${k}`);
	}
	return `m${k}`;
}

function arithmetic({code, k}: Instruction, i: number): string {
	const register = (code & 8) !== 0;
	const operand = register ? 'x' : String(k);
	const unsigned = register ? '(x >>> 0)' : String(k >>> 0);
	const zero = register ? 'if (x === 0) return false; ' : k === 0 ? 'return false; ' : '';
	const shift = (operator: string) =>
		register ? `a = ${unsigned} < 32 ? a ${operator} x : 0;` : `a = ${k >>> 0 < 32 ? `a ${operator} ${k}` : 0};`;
	switch (code & 0xf0) {
		case 0x00:
			return `a = (a + ${operand}) | 0;`;
		case 0x10:
			return `a = (a - ${operand}) | 0;`;
		case 0x20:
			return `a = Math.imul(a, ${operand});`;
		case 0x30:
			return `${zero}a = ((a >>> 0) / ${unsigned}) | 0;`;
		case 0x40:
			return `a |= ${operand};`;
		case 0x50:
			return `a &= ${operand};`;
		case 0x60:
			return shift('<<');
		case 0x70:
			return `${shift('>>>')} a |= 0;`;
		case 0x80:
			return 'a = -a | 0;';
		case 0x90:
			return `${zero}a = ((a >>> 0) % ${unsigned}) | 0;`;
		case 0xa0:
			return `a ^= ${operand};`;
		default:
			throw new Error(`instruction ${i} of the filter is unknown: 0x${code.toString(16)}`);
	}
}

function jump({code, jt, jf, k}: Instruction, i: number, length: number): string {
	const register = (code & 8) !== 0;
	const operand = register ? 'x' : String(k);
	const unsigned = register ? '(x >>> 0)' : String(k >>> 0);
	const go = (distance: number) => {
		if (i + 1 + distance >= length) {
			throw new Error(`instruction ${i} of the filter jumps out of it`);
		}
		return `pc = ${i + 1 + distance}; continue;`;
	};

	const conditions: Record<number, string> = {
		16: `a === ${operand}`,
		32: `(a >>> 0) > ${unsigned}`,
		48: `(a >>> 0) >= ${unsigned}`,
		64: `(a & ${operand}) !== 0`,
	};
	const operation = code & 0xf0;
	if (operation === 0) {
		return go(k >>> 0);
	}
	const condition = conditions[operation];
	if (condition === undefined) {
		throw new Error(`instruction ${i} of the filter is unknown: 0x${code.toString(16)}`);
	}
	return `${jt === 0 ? `if (!(${condition})) {` : `if (${condition}) {`} ${go(jt === 0 ? jf : jt)} }${
		jt === 0 || jf === 0 ? '' : ` ${go(jf)}`
	}`;
}
