/** What of a process is resident, told apart by where it lies. */

/** V8 asks for pages at random addresses of 46 bits, in Node 20, 22 and 24 on x64; the kernel gives everybody else higher ones. */
const END_OF_V8 = 2 ** 46;
const MAPPING = /^([\da-f]+)-[\da-f]+ (\S+) \S+ \S+ \d+ *(.*)$/;

/**
 * Bytes that are resident, without files. What V8 has compiled counts as its heaps, which it is kept in.
 *
 * @param smaps as proc_pid_smaps(5) has it
 */
export function residentBytes(smaps: string): {inHeaps: number; outside: number} {
	const bytes = {inHeaps: 0, outside: 0};
	let where: keyof typeof bytes | null = null;
	for (const line of smaps.split('\n')) {
		const mapping = MAPPING.exec(line);
		if (mapping !== null) {
			const [, start, rights, name] = mapping;
			const isPages = name === '' && (rights.includes('x') || Number.parseInt(start, 16) < END_OF_V8);
			where = isPages ? 'inHeaps' : name === '' || name.startsWith('[') ? 'outside' : null;
		} else if (where !== null && line.startsWith('Rss:')) {
			bytes[where] += 1024 * Number.parseInt(line.slice(4), 10);
		}
	}
	return bytes;
}
