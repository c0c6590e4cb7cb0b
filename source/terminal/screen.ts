/**
 * The one owner of the screen. Nothing else in the program switches screens, cursor, modes or raw input.
 *
 *   enter ──▶ ours ──▶ leave          suspend = leave + stop the process; resume = enter with everything unknown
 */
import type {TerminalDevice} from './device.js';
import type {FrameStream} from './frame-stream.js';
import {MOUSE_OFF, MOUSE_ON} from './mouse.js';
import {LINE_FEED} from './ways.js';

/** Alternate screen, no cursor, no wrapping at the edge, bracketed paste, clear. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[m\u001b[2J\u001b[H';
/** Milliseconds that a terminal gets for taking the last frame. */
const PATIENCE = 300;
/** Milliseconds after which frames are made shorter: the first one needs nothing of it. */
const SOON = 300;
/** The reverse, and whatever a frame cut short may have left on. */
const LEAVE = '\u001b[?2026l\u001b[m\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l';

export class Screen {
	readonly #device: TerminalDevice;
	readonly #frames: FrameStream;
	#ours = false;
	#left = false;
	#shortening: NodeJS.Timeout | undefined;

	readonly #enter: string;
	readonly #leave: string;

	/** @param hasMouse presses and the wheel are wanted of the terminal, which knows them */
	constructor(device: TerminalDevice, frames: FrameStream, hasMouse = false) {
		this.#device = device;
		this.#frames = frames;
		this.#enter = hasMouse ? ENTER + MOUSE_ON : ENTER;
		this.#leave = hasMouse ? MOUSE_OFF + LEAVE : LEAVE;
	}

	get ours(): boolean {
		return this.#ours;
	}

	/** Takes the screen. Does nothing when it is ours already. */
	enter(): void {
		if (this.#ours) {
			return;
		}
		this.#ours = true;
		this.#left = false;
		this.#device.setRaw(true);
		this.#device.writeNow(this.#enter);
		this.#frames.open();
		clearTimeout(this.#shortening);
		// where the program cannot be read any more, since root was given up, frames stay longer
		this.#shortening = setTimeout(() => this.#shorten().catch(() => {}), SOON).unref();
	}

	/** From now on a row down takes one byte, where the terminal's driver can be told so. */
	async #shorten(): Promise<void> {
		const {passLineFeeds} = await import('./line-feeds.js');
		if (this.#ours && this.#device.passLineFeeds(passLineFeeds)) {
			this.#frames.moveDownBy(LINE_FEED);
		}
	}

	/** Takes the screen anew: others may have written on it, and have changed the terminal's settings. */
	retake(): void {
		this.#ours = false;
		this.enter();
	}

	/** Draws nothing more and waits until the terminal has the last frame: half of it must not come after `leave`. */
	settle(): Promise<void> {
		return this.#frames.settle(PATIENCE);
	}

	/** Says once more that the screen is not ours: Ctrl-C makes a terminal throw away what it has been sent and not shown yet. */
	repeatLeave(): void {
		if (this.#left) {
			this.#device.writeNow(this.#leave);
		}
	}

	/** Gives the terminal back as it was found. Safe to call from any exit path, any number of times. */
	leave(): void {
		if (!this.#ours) {
			return;
		}
		this.#ours = false;
		this.#left = true;
		clearTimeout(this.#shortening);
		this.#frames.close();
		this.#device.writeNow(this.#leave);
		this.#device.setRaw(false);
	}
}
