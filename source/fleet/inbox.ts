/**
 * Messages that wait to be looked at: of each boot the one with the highest sequence. Those of one sensor take turns with those of
 * the others, so that one which sends without end keeps nobody from being heard.
 */
import type {Sender} from './message/sensor-state.js';

/** Bytes that wait at once; what is more is left out. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What a message takes besides its bytes. */
const OVERHEAD = 512;
/** Boots of one sensor that are taken at once. */
const MOST_BOOTS = 16;

interface Waiting {
	sender: Sender;
	bytes: Uint8Array;
	/** Milliseconds at which it came. */
	heard: number;
}

export class Inbox {
	readonly #waiting = new Map<string, Map<string, Waiting>>();
	#bytes = 0;
	#ignored = 0;

	put(sender: Sender, bytes: Uint8Array, heard = 0): void {
		const boots = this.#waiting.get(sender.sensor) ?? new Map<string, Waiting>();
		const before = boots.get(sender.boot);
		if (before !== undefined && before.sender.sequence >= sender.sequence) {
			return;
		}
		const more = size(bytes) - (before === undefined ? 0 : size(before.bytes));
		if (this.#bytes + more > MOST_BYTES) {
			this.#ignored++;
			return;
		}
		this.#bytes += more;
		// a copy: the client's buffers hold many messages, and live as long as one of them
		boots.set(sender.boot, {sender, bytes: Buffer.from(bytes), heard});
		this.#waiting.set(sender.sensor, boots);
	}

	/** Messages that were left out since this was asked last. */
	takeIgnored(): number {
		const ignored = this.#ignored;
		this.#ignored = 0;
		return ignored;
	}

	/** Takes what waits, as long as somebody goes on, those first that wait longest; of a sensor with very many boots, the first of them. */
	*take(): Generator<Waiting> {
		for (const [sensor, boots] of this.#waiting) {
			for (const [boot, waiting] of [...boots].slice(0, MOST_BOOTS)) {
				boots.delete(boot);
				this.#bytes -= size(waiting.bytes);
				if (boots.size === 0) {
					this.#waiting.delete(sensor);
				}
				yield waiting;
			}
		}
	}
}

const size = (bytes: Uint8Array) => bytes.length + OVERHEAD;
