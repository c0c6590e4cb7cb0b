/** A rectangle of the screen, in cells, and what stands in it; it hides what was placed there before. */
export interface Piece {
	x: number;
	y: number;
	width: number;
	height: number;
	/** Text with SGR codes; what is wider or more than the rectangle is cut off, what is missing is blank. */
	lines: readonly string[];
	/** Cells at the beginning of each line that are left out; none when absent. */
	from?: number;
}
