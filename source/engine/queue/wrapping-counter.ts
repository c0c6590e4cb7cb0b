/** A 64-bit count kept from a 32-bit one that wraps, e.g. libpcap's `struct pcap_stat`; exact while it is read once per 2³². */
export class WrappingCounter {
	/** Everything counted since the first reading's zero. */
	total = 0;
	#last = 0;

	/** @param value the unsigned 32-bit count now */
	update(value: number): number {
		this.total += (value - this.#last) >>> 0;
		this.#last = value;
		return this.total;
	}
}

/**
 * The same of one that may fall as well: a driver begins anew, or libpcap reads an interface's drops by a name that is gone, and
 * takes them for 0. What was counted stays, and counts once when the count comes back. Exact while no more than 2³¹ come
 * between two readings.
 */
export class ReturningCounter {
	/** The most that was counted. */
	total = 0;
	#now = 0;
	#last = 0;

	/** @param value the unsigned 32-bit count now */
	update(value: number): number {
		this.#now += (value - this.#last) | 0;
		this.#last = value;
		this.total = Math.max(this.total, this.#now);
		return this.total;
	}
}
