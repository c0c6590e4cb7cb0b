/** The longest that Node's own timers wait; asked for more, they do not wait at all. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** Calls `action` once, after any time. @param milliseconds not negative @returns ends it */
export function after(milliseconds: number, action: () => void): () => void {
	let timer: NodeJS.Timeout;
	const wait = (left: number) => {
		const step = Math.min(left, LONGEST_TIMER);
		timer = setTimeout(() => (left > step ? wait(left - step) : action()), step);
	};
	wait(milliseconds);
	return () => clearTimeout(timer);
}
