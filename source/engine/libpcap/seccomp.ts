/** Filters of this process's own system calls: seccomp(2). */
import {loadKoffi} from './library.js';

/** <asm/unistd.h> */
const SYS_SECCOMP: Readonly<Record<string, number>> = {x64: 317, arm64: 277};

/** <linux/seccomp.h> */
const SECCOMP_SET_MODE_FILTER = 1;
export const SECCOMP_RET_ALLOW = 0x7fff_0000;

/** <linux/bpf_common.h>: offsets are those of `struct seccomp_data`. */
export const LOAD = 0x20;
export const EQUAL = 0x15;
export const RETURN = 6;

/** `struct sock_filter` */
export type Instruction = readonly [code: number, jumpIfTrue: number, jumpIfFalse: number, value: number];

/** @returns what the call returns: with some flags a descriptor. Below 0 where the kernel cannot do it, or the number of the call is not known */
export async function filterCalls(flags: number, instructions: readonly Instruction[]): Promise<number> {
	const number = SYS_SECCOMP[process.arch];
	if (number === undefined) {
		return -1;
	}
	const koffi = await loadKoffi();
	const code = Buffer.alloc(8 * instructions.length);
	for (const [i, [operation, yes, no, value]] of instructions.entries()) {
		code.writeUInt16LE(operation, 8 * i);
		code.writeUInt8(yes, 8 * i + 2);
		code.writeUInt8(no, 8 * i + 3);
		code.writeUInt32LE(value, 8 * i + 4);
	}
	const program = Buffer.alloc(16);
	program.writeUInt16LE(instructions.length, 0);
	program.writeBigUInt64LE(BigInt(koffi.address(code)), 8);
	const syscall = koffi.load(null).func('long syscall(long, ...)');
	return Number(
		syscall(number, ...['uint', SECCOMP_SET_MODE_FILTER], ...['uint', flags], ...['void *', program]) as number,
	);
}
