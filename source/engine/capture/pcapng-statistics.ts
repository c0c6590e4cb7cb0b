/** The pcapng Interface Statistics Block (draft-ietf-opsawg-pcapng § 4.6), and who wrote a section. */
import type {InterfaceLosses} from './losses.js';
import {eachOption} from './pcapng-options.js';

/** Type, length, interface, timestamp and trailing length. */
export const STATISTICS_LENGTH = 24;

const SHB_USERAPPL = 4;
const ISB_IFDROP = 5;
const ISB_FILTERACCEPT = 6;
const ISB_OSDROP = 7;
const ISB_USRDELIV = 8;
const OPTIONS_OF_SECTION = 24;
const OPTIONS_OF_STATISTICS = 20;
const OUR_NAME = 'netanal-tui ';
const TEXT = new TextDecoder();

/** The block at `view[at]`, `length` bytes long with its trailer. @param isOurs what was neither dropped nor delivered was lost in our queue */
export function readStatistics(
	view: DataView,
	at: number,
	length: number,
	little: boolean,
	isOurs: boolean,
): InterfaceLosses {
	const counts = new Map<number, number>();
	eachOption(view, at + OPTIONS_OF_STATISTICS, at + length - 4, little, (code, value, size) => {
		const count = size === 8 ? Number(view.getBigUint64(value, little)) : Number.NaN;
		// some fill in all ones for what they do not know
		if (Number.isSafeInteger(count)) {
			counts.set(code, count);
		}
	});
	const [kernel, accepted, delivered] = [ISB_OSDROP, ISB_FILTERACCEPT, ISB_USRDELIV].map(
		code => counts.get(code) ?? null,
	);
	const isKnown = isOurs && accepted !== null && delivered !== null;
	return {
		kernel,
		interface: counts.get(ISB_IFDROP) ?? null,
		queue: isKnown ? Math.max(0, accepted - (kernel ?? 0) - delivered) : null,
	};
}

/** Whether the section header at `view[at]` names this program as its writer. */
export function isWrittenByUs(view: DataView, at: number, length: number, little: boolean): boolean {
	let isOurs = false;
	eachOption(view, at + OPTIONS_OF_SECTION, at + length - 4, little, (code, value, size) => {
		if (code === SHB_USERAPPL && size >= OUR_NAME.length) {
			const name = TEXT.decode(new Uint8Array(view.buffer, view.byteOffset + value, size));
			// what is said behind our version is that another program's capture was copied
			isOurs = name.startsWith(OUR_NAME) && !name.includes(' ', OUR_NAME.length);
		}
	});
	return isOurs;
}
