/** What was received, what was lost and where: libpcap's wrapping counters and our own as 64-bit counts. */
import type {CaptureHandle} from '../libpcap/handle.js';
import type {PcapStat} from '../libpcap/library.js';
import type {LiveCounters} from '../queue/batch-queue.js';
import {ReturningCounter, WrappingCounter} from '../queue/wrapping-counter.js';
import type {BatchWriter} from './live-batch.js';

export class CounterBook {
	/** Whether libpcap answered at the last reading. */
	readable = false;
	readonly #handle: Pick<CaptureHandle, 'stats' | 'knowsInterfaceDrops'>;
	readonly #writer: Pick<BatchWriter, 'dispatched' | 'dropped'>;
	readonly #stat: PcapStat = {ps_recv: 0, ps_drop: 0, ps_ifdrop: 0};
	readonly #received = new WrappingCounter();
	readonly #kernel = new WrappingCounter();
	readonly #interface = new ReturningCounter();
	/** Received minus dropped by the kernel, as of the reading before. */
	#settled = 0;
	#known = false;

	constructor(
		handle: Pick<CaptureHandle, 'stats' | 'knowsInterfaceDrops'>,
		writer: Pick<BatchWriter, 'dispatched' | 'dropped'>,
	) {
		this.#handle = handle;
		this.#writer = writer;
	}

	/**
	 * @param drained nothing is left in libpcap, so that what is missing was discarded. Otherwise what had been received by
	 * the reading before, longer ago than the kernel holds packets back, is measured: a lower bound.
	 */
	read(drained: boolean): LiveCounters {
		const stat = this.#stat;
		this.readable = this.#handle.stats(stat);
		if (this.readable) {
			this.#known = true;
			this.#received.update(stat.ps_recv);
			this.#kernel.update(stat.ps_drop);
			this.#interface.update(stat.ps_ifdrop);
		}
		const {dispatched, dropped} = this.#writer;
		// While libpcap does not answer, what it hands over goes on.
		const received = this.#known ? Math.max(this.#received.total, dispatched + this.#kernel.total) : dispatched;
		const handedUp = received - this.#kernel.total;
		const discarded = Math.max(0, (drained ? handedUp : this.#settled) - dispatched);
		this.#settled = handedUp;
		return {
			received,
			kernelDrops: this.#known ? this.#kernel.total : null,
			interfaceDrops: this.#known && this.#handle.knowsInterfaceDrops ? this.#interface.total : null,
			queueDrops: dropped,
			dispatched,
			discarded,
		};
	}
}
