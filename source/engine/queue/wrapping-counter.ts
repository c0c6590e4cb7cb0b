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
