/** The order of timestamps. */

/** Of two timestamps; null only where both are. */
export const earlier = (a: string | null, b: string | null) => (a === null || (b !== null && isBefore(b, a)) ? b : a);
export const later = (a: string | null, b: string | null) => (a === null || (b !== null && isBefore(a, b)) ? b : a);

const MINUS = 0x2d;

/** Of timestamps, all of which have nine decimals: those of one length are in the order of their digits. */
const isBefore = (a: string, b: string) =>
	a.length === b.length && a.charCodeAt(0) !== MINUS && b.charCodeAt(0) !== MINUS ? a < b : Number(a) < Number(b);
