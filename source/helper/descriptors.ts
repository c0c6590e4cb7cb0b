/** Which processes have which sockets among their descriptors: proc(5), /proc/PID/fd. */
import {readdirSync, readlinkSync} from 'node:fs';

/** Processes that are looked at first, since they had the sockets that were asked for last. */
const MOST_LIKELY = 16;
/** Sockets whose place is remembered; then all are forgotten. */
const MOST_PLACES = 1 << 16;

interface Place {
	pid: number;
	/** Of the descriptor. */
	name: string;
}

export class Descriptors {
	/** Where each socket was seen last. */
	readonly #places = new Map<number, Place>();
	/** The last one last. */
	readonly #likely = new Set<number>();

	/** A process that has the socket where it was seen before; null where that is not known any more. */
	known(inode: number): number | null {
		const place = this.#places.get(inode);
		if (place === undefined) {
			return null;
		}
		if (inodeOf(`/proc/${place.pid}/fd/${place.name}`) === inode) {
			return place.pid;
		}
		this.#places.delete(inode);
		return null;
	}

	/**
	 * Looks for somebody who has each of these: first where others were found, then at the youngest processes first, until all are found.
	 *
	 * @param hasTime asked between two processes
	 */
	search(inodes: ReadonlySet<number>, hasTime: () => boolean): Map<number, number> {
		const found = new Map<number, number>();
		const likely = [...this.#likely].reverse();
		const others = processes().reverse();
		for (const pid of new Set([...likely, ...others])) {
			if (found.size === inodes.size || !hasTime()) {
				break;
			}
			for (const inode of this.#look(pid)) {
				if (inodes.has(inode) && !found.has(inode)) {
					found.set(inode, pid);
					this.#wasFound(pid);
				}
			}
		}
		return found;
	}

	/** Who has which socket: all processes, by their numbers. */
	all(): Map<number, number[]> {
		const holders = new Map<number, number[]>();
		this.#places.clear();
		for (const pid of processes()) {
			for (const inode of new Set(this.#look(pid))) {
				const known = holders.get(inode);
				if (known === undefined) {
					holders.set(inode, [pid]);
				} else {
					known.push(pid);
				}
			}
		}
		return holders;
	}

	/** Sockets of a process; none when it has ended. */
	#look(pid: number): number[] {
		let names: string[];
		try {
			names = readdirSync(`/proc/${pid}/fd`);
		} catch {
			this.#likely.delete(pid);
			return [];
		}
		const inodes: number[] = [];
		if (this.#places.size > MOST_PLACES) {
			this.#places.clear();
		}
		for (const name of names) {
			const inode = inodeOf(`/proc/${pid}/fd/${name}`);
			if (inode !== null) {
				inodes.push(inode);
				this.#places.set(inode, {pid, name});
			}
		}
		return inodes;
	}

	#wasFound(pid: number): void {
		this.#likely.delete(pid);
		this.#likely.add(pid);
		if (this.#likely.size > MOST_LIKELY) {
			const [oldest] = this.#likely;
			this.#likely.delete(oldest);
		}
	}
}

const processes = (): number[] =>
	readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.map(Number)
		.sort((a, b) => a - b);

/** Of the socket that a descriptor is; null for anything else. */
function inodeOf(file: string): number | null {
	try {
		const link = readlinkSync(file);
		return link.startsWith('socket:[') ? Number(link.slice(8, -1)) : null;
	} catch {
		return null;
	}
}
