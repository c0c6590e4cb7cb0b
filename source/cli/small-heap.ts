/**
 * V8 lets a heap grow to three times of what is in use before it collects the whole of it. Where what is kept is replaced again and again, as a
 * thousand sensors' messages and the rows of a file's next group are, that is most of the memory of a process: it collects at half as
 * much again here (docs/decisions/0041).
 */
import process from 'node:process';
import v8 from 'node:v8';

/** Since V8 13 (Node.js 24) what is young may take 64 MiB twice. */
const LARGE_YOUNG_GENERATION = 13;

/** For a command whose process does nothing else: the flags are the whole process's. */
export function keepHeapSmall(version = process.versions.v8): void {
	v8.setFlagsFromString('--heap-growing-percent=50');
	if (Number.parseInt(version, 10) >= LARGE_YOUNG_GENERATION) {
		v8.setFlagsFromString('--semi-space-growth-factor=1');
	}
}
