import type {Clock} from './clock.js';
import type {TerminalDevice} from './device.js';
import {type Key, KeyParser} from './keys.js';

/** Milliseconds after which an Escape stands alone: longer than the gaps within a sequence, shorter than patience. */
const ESCAPE_ALONE = 50;

/** Turns the device's input into keys. @returns ends it */
export function listenToKeys(device: TerminalDevice, clock: Clock, onKey: (key: Key) => void): () => void {
	const parser = new KeyParser();
	let cancel: (() => void) | null = null;
	const stop = device.onInput(text => {
		cancel?.();
		cancel = null;
		for (const key of parser.feed(text)) {
			onKey(key);
		}
		if (parser.incomplete) {
			cancel = clock.after(ESCAPE_ALONE, () => {
				for (const key of parser.flush()) {
					onKey(key);
				}
			});
		}
	});
	return () => {
		cancel?.();
		stop();
	};
}
