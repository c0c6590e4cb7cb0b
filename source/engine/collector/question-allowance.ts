/** How many questions may be asked now: so many at once, and so many a second. */

/** A flood of new flows must not keep the machine busy with itself. */
const MOST_AT_ONCE = 600;
const RATE = 300;

export class QuestionAllowance {
	#left = MOST_AT_ONCE;
	#refilled = 0;

	/** @param now seconds, of a clock that does not go back */
	refill(now: number): void {
		this.#left = Math.min(MOST_AT_ONCE, this.#left + (now - this.#refilled) * RATE);
		this.#refilled = now;
	}

	/** @returns false = none may be asked */
	take(): boolean {
		if (this.#left < 1) {
			return false;
		}
		this.#left--;
		return true;
	}
}
