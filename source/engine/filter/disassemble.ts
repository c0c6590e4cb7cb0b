/** A compiled filter as text, in the words and columns of `tcpdump -d`. */
import {endianness} from 'node:os';

const INSTRUCTION_SIZE = 8;

// Classes, sizes, modes and sources of <pcap/bpf.h>.
const [LD, LDX, ST, STX, ALU, JMP, RET] = [0, 1, 2, 3, 4, 5, 6];
const SIZES: Readonly<Record<number, string>> = {0: '', 8: 'h', 16: 'b'};
const JUMPS: Readonly<Record<number, string>> = {16: 'jeq', 32: 'jgt', 48: 'jge', 64: 'jset'};
const ARITHMETIC: Readonly<Record<number, readonly [name: string, base: 10 | 16]>> = {
	0: ['add', 10],
	16: ['sub', 10],
	32: ['mul', 10],
	48: ['div', 10],
	64: ['or', 16],
	80: ['and', 16],
	96: ['lsh', 10],
	112: ['rsh', 10],
	144: ['mod', 10],
	160: ['xor', 16],
};
const NEG = 0x84;
const X = 8;

/** One line per instruction. @param program `struct bpf_insn`s in host order: code 2, jt 1, jf 1, k 4 bytes */
export function disassemble(program: Uint8Array): string[] {
	const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
	const little = endianness() === 'LE';
	return Array.from({length: program.length / INSTRUCTION_SIZE}, (_, i) => {
		const at = i * INSTRUCTION_SIZE;
		const code = view.getUint16(at, little);
		const k = view.getInt32(at + 4, little);
		const [name, operand] = words(code, k, i);
		const line = `(${String(i).padStart(3, '0')}) ${name.padEnd(8)} `;
		const conditional = (code & 7) === JMP && (code & 0xf0) !== 0;
		return conditional
			? `${line}${operand.padEnd(16)} jt ${i + 1 + view.getUint8(at + 2)}\tjf ${i + 1 + view.getUint8(at + 3)}`
			: line + operand;
	});
}

function words(code: number, k: number, index: number): [name: string, operand: string] {
	const kind = code & 7;
	if (kind === LD || kind === LDX) {
		return load(code, k);
	}
	if (kind === ST || kind === STX) {
		return [kind === ST ? 'st' : 'stx', `M[${k}]`];
	}
	if (kind === JMP) {
		if ((code & 0xf0) === 0) {
			return ['ja', String(index + 1 + k)];
		}
		return [JUMPS[code & 0xf0] ?? 'j?', code & X ? 'x' : hex(k)];
	}

	if (kind === ALU) {
		if (code === NEG) {
			return ['neg', ''];
		}
		const [name, base] = ARITHMETIC[code & 0xf0] ?? ['alu?', 16];
		return [name, code & X ? 'x' : base === 16 ? hex(k) : `#${k}`];
	}

	if (kind === RET) {
		return ['ret', code & 16 ? '' : `#${k}`];
	}
	return [code & 0x80 ? 'txa' : 'tax', ''];
}

function load(code: number, k: number): [name: string, operand: string] {
	const name = (code & 7) === LDX ? 'ldx' : 'ld';
	const sized = name + (SIZES[code & 24] ?? '?');
	switch (code & 0xe0) {
		case 0x00:
			return [name, hex(k)];
		case 0x20:
			return [sized, `[${k}]`];
		case 0x40:
			return [sized, `[x + ${k}]`];
		case 0x60:
			return [name, `M[${k}]`];
		case 0x80:
			return [name, '#pktlen'];
		default:
			return [sized, `4*([${k}]&0xf)`];
	}
}

function hex(k: number): string {
	return `#0x${(k >>> 0).toString(16)}`;
}
