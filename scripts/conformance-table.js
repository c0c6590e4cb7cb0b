// The differences that docs/conformance.md explains, and the misses that the corpus's scorer lists.

/**
 * Every row of every table in a document whose first two columns are these.
 *
 * @param {string} markdown
 * @param {[string, string]} columns
 * @returns {Array<{file: string, field: string, cells: string[]}>} `cells`: all of the row
 */
export function explainedDifferences(markdown, [file, field] = ['file', 'field']) {
	const rows = [];
	let columns = 0;
	for (const line of markdown.split('\n')) {
		if (!line.startsWith('|')) {
			columns = 0;
			continue;
		}

		const cells = line
			.replace(/^\||\|\s*$/g, '')
			.split('|')
			.map(cell => cell.trim());
		if (cells[0] === file && cells[1] === field) {
			columns = cells.length;
		} else if (columns > 0 && !cells.every(cell => /^:?-+:?$/.test(cell))) {
			if (cells.length !== columns || cells.includes('')) {
				throw new Error(`a row of differences needs ${columns} cells with something in each: ${line}`);
			}

			rows.push({file: cells[0], field: cells[1], cells});
		}
	}

	return rows;
}

/**
 * What `check.mjs --verbose` lists: the file, then the field, each deeper by two blanks.
 *
 * @param {string} text
 * @returns {{right: number, compared: number, misses: Array<{file: string, field: string}>, lost: string[]}}
 *   `lost`: files that gave no result or are not there
 */
export function readScore(text) {
	const lines = text.trimEnd().split('\n');
	const misses = [];
	const lost = [];
	for (const [i, line] of lines.entries()) {
		const file = /^ {2}(\S.*)$/.exec(line);
		const field = /^ {4}(\S.*)$/.exec(lines[i + 1] ?? '');
		if (file && field) {
			misses.push({file: file[1], field: field[1]});
		}
		const nothing = /^(?:no snapshot|absent): (\S+)/.exec(line);
		if (nothing) {
			lost.push(nothing[1]);
		}
	}

	const score = /^score: (\d+)\/(\d+)/.exec(lines.at(-1) ?? '');
	return {right: Number(score?.[1] ?? 0), compared: Number(score?.[2] ?? 0), misses, lost};
}

/**
 * Sets misses against explanations.
 *
 * @param {Array<{file: string, field: string}>} misses
 * @param {Array<{file: string, field: string}>} explanations
 * @returns {{explained: number, unexplained: string[], stale: string[]}} `stale`: explained, but no longer a miss
 */
export function adjudicate(misses, explanations) {
	const key = ({file, field}) => `${file}: ${field}`;
	const missed = new Set(misses.map(key));
	const known = new Set(explanations.map(key));
	return {
		explained: misses.filter(miss => known.has(key(miss))).length,
		unexplained: [...missed].filter(miss => !known.has(miss)),
		stale: [...known].filter(row => !missed.has(row)),
	};
}
