/**
 * Looks at rows from one place to another, piece by piece, as far as there is time: what is left goes on with the next answer.
 *
 * @param end the place behind the last one
 * @param sizes rows of a piece, and those that are looked at however late it is
 * @param look gets the first place of a piece, and the one behind its last
 * @returns the place behind the last one that was looked at
 */
export function inPieces(
	from: number,
	end: number,
	{piece, least}: {piece: number; least: number},
	isTime: () => boolean,
	look: (from: number, to: number) => void,
): number {
	let at = from;
	while (at < end && (at < from + least || isTime())) {
		const to = Math.min(end, at + piece);
		look(at, to);
		at = to;
	}
	return at;
}
