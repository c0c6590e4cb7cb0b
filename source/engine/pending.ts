/** Questions that wait for the answers of a worker, by number. */
export class Pending<Answer> {
	readonly #waiting = new Map<number, {resolve(answer: Answer): void; reject(error: Error): void}>();

	/** @param send asks; its answer may come at once */
	ask(id: number, send: () => void): Promise<Answer> {
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, {resolve, reject});
			send();
		});
	}

	answer(id: number, answer: Answer): void {
		this.#waiting.get(id)?.resolve(answer);
		this.#waiting.delete(id);
	}

	/** Nobody is left to answer: this is what they get. */
	answerAll(answer: Answer): void {
		for (const {resolve} of this.#waiting.values()) {
			resolve(answer);
		}
		this.#waiting.clear();
	}

	rejectAll(error: Error): void {
		for (const {reject} of this.#waiting.values()) {
			reject(error);
		}
		this.#waiting.clear();
	}
}
