/** How far it has come, as one line of text. */
import type {Snapshot} from '../engine/snapshot.js';
import {bar} from '../format/bars.js';
import {elapsed} from '../format/durations.js';
import {bitRate, bytes, count, packetRate} from '../format/numbers.js';

const BAR = 24;

/** `[####----] 45%  2.31 GB of 5.10 GB  210 MB/s  0:13 left`; without a bar where the total is not known. @param time seconds since the start */
export function readingText({read, total}: {read: number; total: number | null}, time: number): string {
	const rate = time > 0 ? read / time : 0;
	const speed = `${bytes(rate)}/s`;
	if (total === null || total === 0) {
		return `${bytes(read)} read  ${speed}  ${elapsed(time)}`;
	}
	const share = Math.min(1, read / total);
	const left = rate > 0 ? elapsed((total - Math.min(read, total)) / rate) : 'n/a';
	const done = bar(share, BAR, ['#']).replaceAll(' ', '-');
	return `[${done}] ${String(Math.floor(share * 100)).padStart(3)}%  ${bytes(read)} of ${bytes(total)}  ${speed}  ${left} left`;
}

/** What a live capture has seen so far, and how fast it was lately. */
export class LiveText {
	#packets = 0;
	#bytes = 0;
	#time: number;
	readonly #start: number;

	/** @param now milliseconds */
	constructor(now: number) {
		this.#start = now;
		this.#time = now;
	}

	next({totals, drops}: Snapshot, now: number): string {
		const seconds = Math.max(0.001, (now - this.#time) / 1000);
		const packets = packetRate((totals.packets - this.#packets) / seconds);
		const bits = bitRate((totals.bytes - this.#bytes) / seconds);
		this.#packets = totals.packets;
		this.#bytes = totals.bytes;
		this.#time = now;
		const time = elapsed((now - this.#start) / 1000);
		return `${time}  ${count(totals.packets)} packets  ${bytes(totals.bytes)}  ${packets}  ${bits}  ${dropsText(drops)}`;
	}
}

/** `dropped: kernel 0, interface n/a, queue 0`. */
export function dropsText({kernel, interface: device, queue}: Snapshot['drops']): string {
	return `dropped: kernel ${count(kernel)}, interface ${count(device)}, queue ${count(queue)}`;
}
