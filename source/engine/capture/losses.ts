/** What captures say was dropped when they were made. */

/** The last statistics of an interface; null where they do not say. */
export interface InterfaceLosses {
	kernel: number | null;
	interface: number | null;
	/** In the queue of the program that wrote the capture, where that is ours. */
	queue: number | null;
}

/** The same of all interfaces. */
export class CaptureLosses implements InterfaceLosses {
	kernel: number | null = null;
	interface: number | null = null;
	queue: number | null = null;

	/** @param before what the same interface said until now */
	replace(before: InterfaceLosses | null, now: InterfaceLosses): void {
		for (const part of ['kernel', 'interface', 'queue'] as const) {
			const count = now[part];
			if (count !== null) {
				this[part] = (this[part] ?? 0) - (before?.[part] ?? 0) + count;
			}
		}
	}
}
