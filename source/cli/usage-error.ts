/** A mistake in how the program was called: exit status 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}
