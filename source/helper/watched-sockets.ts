/**
 * Sockets of UDP that flows were told to belong to: that they are closed is told as the kernel says it, since nothing on the network tells
 * that a port of UDP is another process's from then on.
 */
import type {SocketClosing} from '../engine/libpcap/socket-closings.js';
import type {SocketClosed} from '../engine/owners.js';

/** Sockets at once; of more the first ones are not watched any more. */
const MOST = 4096;

/** Milliseconds between looks at what was closed: programs may close thousands in a second. */
export const PAUSE = 20;

/** What is used of `SocketClosings`. */
interface Closings {
	readonly descriptor: number | null;
	open(): void;
	close(): void;
	read(): SocketClosing[];
}

export class WatchedSockets {
	/** Cookie → inode. */
	readonly #watched = new Map<bigint, number>();
	#next = 0;

	/**
	 * @param isFree whether no socket of UDP has the port
	 * @param now milliseconds, monotonic @param clock milliseconds since the epoch
	 */
	constructor(
		private readonly closings: Closings,
		private readonly isFree: (port: number) => boolean,
		private readonly closed: (closed: SocketClosed) => void,
		private readonly now: () => number = () => performance.now(),
		private readonly clock: () => number = Date.now,
	) {}

	/** What is waited for; null = nothing by now. */
	get descriptor(): number | null {
		return this.now() < this.#next ? null : this.closings.descriptor;
	}

	/** Milliseconds until `descriptor` is to be asked again; -1 = there is no need to. */
	get pause(): number {
		const left = this.#next - this.now();
		return this.closings.descriptor === null || left <= 0 ? -1 : Math.ceil(left);
	}

	/** Comes before a socket is looked at for the last time that is watched then: what closes it from now on is told. */
	listen(): void {
		this.closings.open();
	}

	watch(cookie: bigint, inode: number): void {
		this.#watched.set(cookie, inode);
		if (this.#watched.size > MOST) {
			const [oldest] = this.#watched.keys();
			this.#watched.delete(oldest);
		}
	}

	/** Tells which of them are closed. */
	hear(): void {
		this.#next = this.now() + PAUSE;
		const time = this.clock() / 1000;
		const told = this.closings.read();
		for (const {cookie, localPort} of told) {
			const socket = this.#watched.get(cookie);
			if (socket === undefined) {
				continue;
			}
			this.#watched.delete(cookie);
			// a socket with its port may have come after it, and gone as well
			const isAlone = told.every(other => other.cookie === cookie || other.localPort !== localPort);
			this.closed({closed: socket, time, isFree: isAlone && this.isFree(localPort)});
		}
		if (this.#watched.size === 0) {
			this.closings.close();
		}
	}
}
