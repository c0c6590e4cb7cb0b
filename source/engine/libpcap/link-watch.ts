/**
 * Whether the interface under an open handle is still there, up, and what it is called now.
 *
 * Linux only: the handle's own socket is asked (netdevice(7)), so that it is the right network namespace, by index, so that
 * a rename is seen as one. Elsewhere nothing is known beyond what libpcap reports.
 */
import type {CLibrary} from './library.js';

/** `struct ifreq`: a name of 16 bytes and a union, 40 bytes in all. */
const IFREQ_SIZE = 40;
const NAME_SIZE = 16;
const SIOCGIFNAME = 0x8910;
const SIOCGIFFLAGS = 0x8913;
const SIOCGIFINDEX = 0x8933;
const IFF_UP = 1;
/** Its lower layer is up as well: a cable is plugged in, the other end of a veth pair is up. */
const IFF_RUNNING = 0x40;

export interface LinkState {
	/** The name now. */
	name: string;
	present: boolean;
	up: boolean;
	/** Up, and something at the other end: without, nothing can come. */
	carrier: boolean;
}

export class LinkWatch {
	/** As of the last `check`. */
	readonly state: LinkState;
	readonly #c: CLibrary;
	readonly #descriptor: number;
	readonly #index: number;
	readonly #request = Buffer.alloc(IFREQ_SIZE);
	readonly #words = new Int32Array(this.#request.buffer, this.#request.byteOffset + NAME_SIZE, 1);
	readonly #halves = new Int16Array(this.#request.buffer, this.#request.byteOffset + NAME_SIZE, 1);

	/** @param descriptor an open socket of the namespace */
	constructor(c: CLibrary, descriptor: number, name: string) {
		this.#c = c;
		this.#descriptor = descriptor;
		this.state = {name, present: true, up: true, carrier: true};
		this.#index = process.platform === 'linux' && descriptor >= 0 ? this.#lookUp(name) : 0;
	}

	/** Whether `state` means anything. */
	get watching(): boolean {
		return this.#index !== 0;
	}

	/**
	 * @param heard packets have come since the last call: then something is at the other end, whatever the flags say. The kernel
	 *   sets them by a queue of its own, a second or more after the link came up.
	 * @returns whether anything changed since the last call
	 */
	check(heard = false): boolean {
		if (this.#index === 0) {
			return false;
		}
		const {state} = this;
		this.#request.fill(0);
		this.#words[0] = this.#index;
		const present = this.#c.ioctl(this.#descriptor, SIOCGIFNAME, this.#request) === 0;
		const name = present ? this.#name() : state.name;
		const flags = present && this.#c.ioctl(this.#descriptor, SIOCGIFFLAGS, this.#request) === 0 ? this.#halves[0] : 0;
		const up = (flags & IFF_UP) !== 0;
		const carrier = up && (heard || (flags & IFF_RUNNING) !== 0);
		const changed = present !== state.present || up !== state.up || carrier !== state.carrier || name !== state.name;
		state.present = present;
		state.up = up;
		state.carrier = carrier;
		state.name = name;
		return changed;
	}

	#name(): string {
		const end = this.#request.indexOf(0);
		return this.#request.toString('utf8', 0, end < 0 || end > NAME_SIZE ? NAME_SIZE : end);
	}

	/** Interface index, 0 = none (`any`, or a device that is no network interface). */
	#lookUp(name: string): number {
		this.#request.fill(0);
		if (this.#request.write(name, 0, NAME_SIZE - 1, 'utf8') < Buffer.byteLength(name)) {
			return 0;
		}
		return this.#c.ioctl(this.#descriptor, SIOCGIFINDEX, this.#request) === 0 ? this.#words[0] : 0;
	}
}
