/** A straight line through measurements, and how far it can be trusted. */
export interface Line {
	/** Units of y per unit of x. */
	slope: number;
	/** Standard error of the slope; infinite for fewer than three points. */
	error: number;
}

/** Least squares. @param points x and y; x not all the same */
export function fitLine(points: readonly (readonly [number, number])[]): Line {
	const count = points.length;
	const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
	const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
	let xx = 0;
	let xy = 0;
	for (const [x, y] of points) {
		xx += (x - meanX) ** 2;
		xy += (x - meanX) * (y - meanY);
	}

	const slope = xy / xx;
	const residual = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
	return {slope, error: count < 3 ? Number.POSITIVE_INFINITY : Math.sqrt(residual / (count - 2) / xx)};
}

/** The lowest y of every `size` points in a row: memory just after a collection, without the saw's teeth. */
export function floors(points: readonly (readonly [number, number])[], size: number): [number, number][] {
	const lowest: [number, number][] = [];
	for (let at = 0; at + size <= points.length; at += size) {
		const [x, y] = points.slice(at, at + size).reduce((least, point) => (point[1] < least[1] ? point : least));
		lowest.push([x, y]);
	}

	return lowest;
}
