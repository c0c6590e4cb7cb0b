/** Milliseconds between two looks. */
const POLL = 20;

/** Resolves when it is so: for what nobody tells of, in another process or the system. The test's own limit is the patience. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await isSo())) {
		await new Promise(resolve => setTimeout(resolve, POLL));
	}
}
