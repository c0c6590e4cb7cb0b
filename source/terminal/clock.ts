/** Time as the dashboard sees it; tests move it by hand. */
export interface Clock {
	/** Milliseconds of a clock that never goes back. */
	now(): number;
	/** Epoch seconds, as packets are stamped. */
	wall(): number;
	/** Runs the function once, later. @returns takes it back */
	after(milliseconds: number, run: () => void): () => void;
}

export const systemClock: Clock = {
	now: () => performance.now(),
	wall: () => Date.now() / 1000,
	after(milliseconds, run) {
		const timer = setTimeout(run, milliseconds);
		return () => clearTimeout(timer);
	},
};
