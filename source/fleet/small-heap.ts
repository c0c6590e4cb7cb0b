/**
 * V8 lets a heap grow to three times of what is in use before it collects the whole of it: of a thousand sensors, whose messages are
 * taken in the place of those before, that is most of the memory of the process. For a fleet it collects at half as much again
 * (docs/decisions/0041).
 */
import process from 'node:process';
import v8 from 'node:v8';

/** Since V8 13 (Node.js 24) what is young may take 64 MiB twice. */
const LARGE_YOUNG_GENERATION = 13;

/** For a process whose work is a fleet: the flags are the whole process's. */
export function keepHeapSmall(version = process.versions.v8): void {
	v8.setFlagsFromString('--heap-growing-percent=50');
	if (Number.parseInt(version, 10) >= LARGE_YOUNG_GENERATION) {
		v8.setFlagsFromString('--semi-space-growth-factor=1');
	}
}
