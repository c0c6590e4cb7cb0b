/** The processes that have a socket open, as proc(5) tells: whoever has it among its descriptors, forked servers all of them. */
import {readdirSync, readFileSync, readlinkSync, statSync} from 'node:fs';
import type {SocketQuery} from '../engine/libpcap/sock-diag.js';
import type {SocketOwner} from './protocol.js';

/** Processes that are told of. */
const MOST = 8;

/** Characters of a unit's or container's name. */
const LONGEST = 200;

export class Owners {
	readonly #inode: (query: SocketQuery) => number | null;

	/** @param inode as of `SocketTable.inode` */
	constructor(inode: (query: SocketQuery) => number | null) {
		this.#inode = inode;
	}

	/** @returns the processes of a connection's socket, by their numbers; none where that is not known */
	of(query: SocketQuery): SocketOwner[] {
		const inode = this.#inode(query);
		if (inode === null) {
			return [];
		}
		const owners = processes()
			.filter(pid => hasSocket(pid, inode))
			.flatMap(ownerOf)
			.slice(0, MOST);
		// Ports are used again: what was found is its owner only if it has the socket still.
		return this.#inode(query) === inode ? owners : [];
	}
}

const processes = (): number[] =>
	readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.map(Number)
		.sort((a, b) => a - b);

function hasSocket(pid: number, inode: number): boolean {
	const wanted = `socket:[${inode}]`;
	try {
		return readdirSync(`/proc/${pid}/fd`).some(name => linkOf(`/proc/${pid}/fd/${name}`) === wanted);
	} catch {
		// it has ended
		return false;
	}
}

function linkOf(file: string): string | null {
	try {
		return readlinkSync(file);
	} catch {
		return null;
	}
}

/** None when it has ended since. */
function ownerOf(pid: number): SocketOwner[] {
	try {
		return [
			{
				pid,
				name: readFileSync(`/proc/${pid}/comm`, 'utf8').replace(/\n$/, ''),
				uid: statSync(`/proc/${pid}`).uid,
				unit: unitOf(readFileSync(`/proc/${pid}/cgroup`, 'utf8')),
				otherNetwork: linkOf(`/proc/${pid}/ns/net`) !== linkOf('/proc/self/ns/net'),
			},
		];
	} catch {
		return [];
	}
}

/** The service, scope or container of a process, by the path of its control group (cgroups(7)); null for none. */
export function unitOf(cgroup: string): string | null {
	const paths = cgroup.split('\n').map(line => line.split(':').slice(2).join(':'));
	const names = paths.flatMap(path => path.split('/')).filter(name => /\.(service|scope)$|^[0-9a-f]{64}$/.test(name));
	return names.at(-1)?.slice(0, LONGEST) ?? null;
}
