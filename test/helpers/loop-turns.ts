/** @returns how often the event loop came round meanwhile */
export async function loopTurns(during: () => Promise<unknown>): Promise<number> {
	let turns = 0;
	let next = setImmediate(function count() {
		turns++;
		next = setImmediate(count);
	});
	try {
		await during();
	} finally {
		clearImmediate(next);
	}
	return turns;
}
