/**
 * How long this thread waits for a name server. pcap_compile(3PCAP) looks host names up, and a thread inside such a call can
 * be neither stopped nor left behind: with the resolver's own patience a silent server would hold up the program's end for
 * ten seconds and more.
 */
import {loadKoffi} from './library.js';

/** Seconds for each server, and rounds through them, in place of 5 and 2. */
const TIMEOUT = 2;
const ROUNDS = 1;

/** Limits the calling thread's resolver. glibc only; elsewhere nothing changes. */
export async function limitResolver(): Promise<void> {
	if (process.platform !== 'linux') {
		return;
	}
	const koffi = await loadKoffi();
	const library = koffi.load(null);
	try {
		const initialise = library.func('__res_init', 'int', []);
		const state = library.func('__res_state', 'void *', []);
		if (initialise() !== 0) {
			return;
		}
		// The first two fields of `struct __res_state`, <resolv.h>: retrans and retry.
		new Int32Array(koffi.view(state(), 8)).set([TIMEOUT, ROUNDS]);
	} catch {
		// musl has no such state, and a patience of its own.
	}
}
