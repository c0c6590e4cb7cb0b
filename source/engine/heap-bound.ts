/**
 * How much of V8's heap our workers may fill. V8 of Node 20 and 22 ends a worker whose heap is exhausted; that of Node 24 may end the whole
 * process, or leave the thread hanging. So each worker looks for itself, between two rounds, and dies of an exception before; and for what
 * fills a heap within one round the main thread looks, where V8 could not be relied on.
 */
import {getHeapStatistics} from 'node:v8';
import {resourceLimits, type Worker} from 'node:worker_threads';

/**
 * Of what V8 may take, garbage included. V8 collects before its heap is filled by halves between what is in use and the whole, so that
 * three quarters at least are in use.
 */
const SHARE = 7 / 8;
/** From this share on it is looked at more often. */
const HALF = 1 / 2;
/** Up to this share, from outside less often. */
const LITTLE = 1 / 16;

/** Milliseconds between two looks; a heap takes longer to grow from half to full. */
const EVERY = 250;
const NEAR = 20;
/** A look from outside makes three threads wake: of a capture to which nothing comes it was most of the work. */
const SELDOM = 1000;
/** The same of one that has hardly grown since the last look: an idle one. */
const STILL = 5000;
/** Growth that is hardly any, as a share. */
const HARDLY = 1 / 64;

/** The first Node whose V8 does not always end a worker only. */
const FIRST_UNSAFE = 24;

const MEBIBYTE = 2 ** 20;

/** Bytes that a thread's heap may have, given Node's limit. */
export interface Heap {
	used: number;
	/** Infinity = not known. */
	most: number;
}

/** Of this thread, when it is a worker. */
function ownHeap(): Heap {
	return {used: getHeapStatistics().used_heap_size, most: mostOf(resourceLimits)};
}

/** @param limits empty for the main thread, −1 for a worker that has not begun */
function mostOf(limits: Worker['resourceLimits']): number {
	const mebibytes = limits?.maxOldGenerationSizeMb ?? 0;
	return mebibytes > 0 ? mebibytes * MEBIBYTE : Number.POSITIVE_INFINITY;
}

/** @returns why it has to end; null when it need not */
export function excess({used, most}: Heap): string | null {
	return used < SHARE * most
		? null
		: `no memory left: its objects take ${Math.round(used / MEBIBYTE)} MiB of ${Math.round(most / MEBIBYTE)}`;
}

/** A worker's own look, each round. */
export class HeapBound {
	#next = 0;

	constructor(private readonly heap: () => Heap = ownHeap) {}

	/** @param now milliseconds, monotonic @throws Error when there is no memory left */
	check(now: number): void {
		if (now < this.#next) {
			return;
		}
		this.#next = now + EVERY;
		const words = excess(this.heap());
		if (words !== null) {
			throw new Error(words);
		}
	}
}

/** Milliseconds until the next look from outside. @param share of the heap that is used; the last one that was used before */
function patience(share: number, last: number): number {
	if (share < LITTLE) {
		// none is used by a worker that has not begun
		const idle = last > 0 && Math.abs(share - last) < HARDLY ? STILL : SELDOM;
		return share > 0 ? idle : EVERY;
	}
	return share < HALF ? EVERY : NEAR;
}

/** What Node 24 has, and the types of Node 20 do not. */
interface Watched {
	resourceLimits?: Worker['resourceLimits'];
	getHeapStatistics?(): Promise<{used_heap_size: number}>;
	once: Worker['once'];
}

/**
 * Looks from outside at a worker that may be within a long round.
 * @param exhausted is told why, once
 */
export function watchHeap(worker: Watched, exhausted: (words: string) => void, node = process.versions.node): void {
	if (Number.parseInt(node, 10) < FIRST_UNSAFE || !worker.getHeapStatistics) {
		return;
	}
	let timer: NodeJS.Timeout;
	let isOver = false;
	let last = 0;
	const again = (milliseconds: number) => {
		if (!isOver) {
			timer = setTimeout(look, milliseconds).unref();
		}
	};
	const look = async () => {
		// One that has not begun, or has ended, has none to tell of.
		const statistics = await worker.getHeapStatistics?.().catch(() => null);
		const used = statistics?.used_heap_size ?? 0;
		const most = mostOf(worker.resourceLimits);
		const words = excess({used, most});
		if (words === null) {
			again(patience(used / most, last));
			last = used / most;
		} else if (!isOver) {
			isOver = true;
			exhausted(words);
		}
	};
	worker.once('exit', () => {
		isOver = true;
		clearTimeout(timer);
	});
	again(EVERY);
}
