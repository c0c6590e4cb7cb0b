export interface Difference {
	file: string;
	field: string;
}
export function explainedDifferences(
	markdown: string,
	columns?: [string, string],
): Array<Difference & {cells: string[]}>;
export function readScore(text: string): {right: number; compared: number; misses: Difference[]; lost: string[]};
export function adjudicate(
	misses: Difference[],
	explanations: Difference[],
): {explained: number; unexplained: string[]; stale: string[]};
