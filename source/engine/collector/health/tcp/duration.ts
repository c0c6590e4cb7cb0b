const SECOND = 1e9;

/** Nanoseconds as seconds with nine decimals: `"0.050000000"`; null stays null, and so does what is no time. */
export function formatDuration(nanoseconds: number | null): string | null {
	if (nanoseconds === null || !(nanoseconds >= 0)) {
		return null;
	}
	const whole = Math.round(nanoseconds);
	return `${Math.floor(whole / SECOND)}.${String(whole % SECOND).padStart(9, '0')}`;
}
