/** The options at the end of a pcapng block (draft-ietf-opsawg-pcapng § 3.5). */

const END_OF_OPTIONS = 0;

/** Values, like packets, are filled to a multiple of 4 bytes. */
export const padded = (size: number): number => (size + 3) & ~3;

/** Until the end of the options, or the first that does not fit: none of them says where packets are. */
export function eachOption(
	view: DataView,
	from: number,
	end: number,
	little: boolean,
	action: (code: number, value: number, size: number) => void,
): void {
	for (let at = from; at + 4 <= end; ) {
		const code = view.getUint16(at, little);
		const size = view.getUint16(at + 2, little);
		const value = at + 4;
		at = value + padded(size);
		if (code === END_OF_OPTIONS || at > end) {
			return;
		}
		action(code, value, size);
	}
}
