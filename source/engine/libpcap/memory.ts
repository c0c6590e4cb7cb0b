/**
 * What glibc does with freed memory. By itself it learns from large buffers that were freed to take the next ones out of what it keeps, where
 * they must be cleared: all of a table is resident then, used or not, and stays with the process when it is freed. Twenty captures
 * that came after two times twenty took 1.5 GB where the first took 0.5.
 */
import {loadKoffi} from './library.js';

/** <malloc.h> */
const M_TRIM_THRESHOLD = -1;
const M_MMAP_THRESHOLD = -3;

/**
 * Bytes from which a buffer is mapped, and unmapped when it is freed. Tables grow by halves and doubles: what lies among small
 * things leaves holes there, which fill with what is never freed.
 */
const LARGE = 128 * 1024;

/** Free bytes at the end of what an arena has; glibc keeps twice the largest buffer that was freed before, and puts large ones there. */
const SPARE = 1024 * 1024;

/** For this process, from now on. Other C libraries have no such setting, and no need of it. */
export async function mapLargeBuffers(): Promise<void> {
	await ofGlibc(library => {
		const mallopt = library.func('mallopt', 'int', ['int', 'int']);
		mallopt(M_MMAP_THRESHOLD, LARGE);
		mallopt(M_TRIM_THRESHOLD, SPARE);
	});
}

/** Gives the system back what was freed and is kept. Takes another thread up to a second after many captures, this one nothing. */
export async function returnFreeMemory(): Promise<void> {
	await ofGlibc(library => {
		const trim = library.func('malloc_trim', 'int', ['size_t']);
		return new Promise<void>(resolve => trim.async(0, () => resolve()));
	});
}

async function ofGlibc(use: (library: ReturnType<Awaited<ReturnType<typeof loadKoffi>>['load']>) => unknown) {
	if (process.platform !== 'linux') {
		return;
	}
	try {
		const koffi = await loadKoffi();
		await use(koffi.load(null));
	} catch {
		// musl, or koffi may not be read any more: it is memory only.
	}
}
