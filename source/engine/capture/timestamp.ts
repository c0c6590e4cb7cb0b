/**
 * Timestamps of pcapng interfaces: a 64-bit count of units since the epoch, where `if_tsresol` gives the unit (a negative
 * power of 10 or of 2; draft-ietf-opsawg-pcapng § 4.2) and `if_tsoffset` seconds to add. Exact to the nanosecond;
 * what is finer is cut off, as libpcap and Wireshark do. Seconds that a double does not hold are as `decode/far-time.ts` has them.
 */
import {floorDouble, restOf} from '../decode/far-time.js';

const TWO_32 = 4_294_967_296;
/** Below this upper word the whole count is exact in a double. */
const EXACT_HIGH = 1 << 21;
/** With so many seconds more, what the plain arithmetic has is exact in a double, unless a unit is a second. */
const SAFE_OFFSET = 2 ** 52;

export class TimestampUnit {
	/** Result of `convert`. */
	seconds = 0;
	nanoseconds = 0;

	/** Some of its times are finer than nanoseconds. */
	readonly isFiner: boolean;
	readonly #offset: number;
	readonly #exactOffset: bigint;
	/** Units per second, exact up to 10^22 and 2^127. */
	readonly #perSecond: number;
	/** Whether the plain arithmetic below holds for this unit. */
	readonly #plain: boolean;
	/** Nanoseconds per unit, for decimal units of a nanosecond or more. */
	readonly #nanosecondsPerUnit: number;
	readonly #exactPerSecond: bigint;

	/**
	 * @param resolution the byte of `if_tsresol`; 6 (microseconds) where the option is absent
	 * @param offset seconds, of `if_tsoffset`
	 */
	constructor(resolution = 6, offset: number | bigint = 0) {
		const binary = (resolution & 0x80) !== 0;
		const exponent = resolution & 0x7f;
		this.#offset = Number(offset);
		this.#exactOffset = BigInt(offset);
		this.#exactPerSecond = (binary ? 2n : 10n) ** BigInt(exponent);
		this.#perSecond = Number(this.#exactPerSecond);
		const isSafe = Math.abs(this.#offset) <= (exponent === 0 ? 0 : SAFE_OFFSET);
		this.#plain = (binary ? exponent <= 22 : exponent <= 9) && isSafe;
		this.isFiner = 1_000_000_000n % this.#exactPerSecond !== 0n;
		this.#nanosecondsPerUnit = binary ? 1e9 / this.#perSecond : 10 ** Math.max(0, 9 - exponent);
	}

	/**
	 * Sets `seconds` and `nanoseconds`.
	 *
	 * @param high upper, and @param low lower 32 bits of the count, unsigned
	 */
	convert(high: number, low: number): void {
		const perSecond = this.#perSecond;
		if (!this.#plain || (high >= EXACT_HIGH && perSecond < 1e6)) {
			this.#convertExactly(high, low);
			return;
		}

		const units = high * TWO_32 + low;
		let seconds = Math.floor(units / perSecond);
		// Past 2^53 `units` is rounded, but the quotient is at most one off; 32-bit arithmetic gives the true remainder.
		let rest = high < EXACT_HIGH ? units - seconds * perSecond : (low - Math.imul(seconds, perSecond)) | 0;
		if (rest < 0) {
			seconds--;
			rest += perSecond;
		} else if (rest >= perSecond) {
			seconds++;
			rest -= perSecond;
		}

		this.seconds = seconds + this.#offset;
		this.nanoseconds = Math.floor(rest * this.#nanosecondsPerUnit);
	}

	/** For units that no common writer uses: it allocates. */
	#convertExactly(high: number, low: number): void {
		const units = BigInt(high) * 4_294_967_296n + BigInt(low);
		const rest = units % this.#exactPerSecond;
		const seconds = units / this.#exactPerSecond + this.#exactOffset;
		this.seconds = floorDouble(seconds);
		this.nanoseconds = restOf(seconds, Number((rest * 1_000_000_000n) / this.#exactPerSecond));
	}
}
