/** The processes that have a socket open, as proc(5) tells: whoever has it among its descriptors, forked servers all of them. */
import {readFileSync, readlinkSync, statSync} from 'node:fs';
import type {FoundSockets, SocketAnswer, SocketQuery} from '../engine/libpcap/sockets.js';
import {readCommand} from './command-line.js';
import type {Descriptors} from './descriptors.js';
import {readName} from './process-name.js';
import type {FoundOwner, SocketOwner} from './protocol.js';

/** Processes that are told of. */
const MOST = 8;

/** Characters of a unit's or container's name, and of a process's. */
const LONGEST = 200;

export class Owners {
	/** @param find as of `SocketTable.find` @param tellsCommands their command lines are read and told as well */
	constructor(
		readonly find: (query: SocketQuery) => SocketAnswer,
		readonly descriptors: Descriptors,
		readonly tellsCommands = false,
	) {}

	/** @returns the processes of a connection's socket, by their numbers; none where that is not known */
	of(query: SocketQuery): SocketOwner[] {
		const [inode, ...others] = this.inodes(query);
		if (inode === undefined || others.length > 0) {
			return [];
		}
		const owners = (this.descriptors.all().get(inode) ?? []).flatMap(pid => this.#socketOwner(pid)).slice(0, MOST);
		return this.still(query, [inode]) === null ? [] : owners;
	}

	/** The sockets that may have the connection; none where there is none that somebody has. */
	inodes(query: SocketQuery): number[] {
		return this.#sockets(query)?.inodes ?? [];
	}

	/** Ports are used again: who was found is the owner only if the connection has these sockets still. Null where it has not. */
	still(query: SocketQuery, inodes: readonly number[]): FoundSockets | null {
		const sockets = this.#sockets(query);
		return sockets?.inodes.join() === inodes.join() ? sockets : null;
	}

	#sockets(query: SocketQuery): FoundSockets | null {
		const answer = this.find(query);
		return answer === 'later' ? null : answer;
	}

	/**
	 * The one process to name, of all that have these sockets: it alone has them, or, of several of one name that share one socket, as
	 * a server that has forked, the first. Null where it is not known which.
	 */
	theOne(holders: ReadonlyMap<number, readonly number[]>, inodes: readonly number[]): FoundOwner | null {
		const pids = inodes.map(inode => holders.get(inode) ?? []);
		const [first] = pids[0] ?? [];
		if (first === undefined || (inodes.length > 1 && !pids.every(each => each.length === 1 && each[0] === first))) {
			return null;
		}
		const owner = this.found(first);
		const isOneName = pids[0].every(pid => pid === first || foundOwner(pid)?.name === owner?.name);
		return isOneName ? owner : null;
	}

	/** Null when it has ended since. */
	found(pid: number): FoundOwner | null {
		const owner = foundOwner(pid);
		return owner !== null && this.tellsCommands ? {...owner, command: readCommand(pid)} : owner;
	}

	#socketOwner(pid: number): SocketOwner[] {
		const owner = this.found(pid);
		if (owner === null) {
			return [];
		}
		const {begun: _, ...rest} = owner;
		return [{...rest, otherNetwork: owner.networkNamespace !== namespaceOf('self')}];
	}
}

function foundOwner(pid: number): FoundOwner | null {
	try {
		const name = readName(pid).slice(0, LONGEST);
		// Behind the name, which may hold anything; the third field is the first there.
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
		return {
			pid,
			begun: Number(fields[19]),
			name,
			uid: statSync(`/proc/${pid}`).uid,
			unit: unitOf(readFileSync(`/proc/${pid}/cgroup`, 'utf8')),
			networkNamespace: namespaceOf(String(pid)),
		};
	} catch {
		return null;
	}
}

/** Number of the network namespace of a process (namespaces(7), /proc/PID/ns/net); null where it may not be seen. */
function namespaceOf(pid: string): number | null {
	try {
		return Number(/^net:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/ns/net`))?.[1] ?? Number.NaN) || null;
	} catch {
		return null;
	}
}

/** The service, scope or container of a process, by the path of its control group (cgroups(7)), the innermost; null for none. */
export function unitOf(cgroup: string): string | null {
	const paths = cgroup.split('\n').map(line => line.split(':').slice(2).join(':'));
	const names = paths.flatMap(path => path.split('/').flatMap(unitName));
	// what a container's own first process is in tells less than the container
	const unit = names.filter(name => name !== 'init.scope').at(-1) ?? names.at(-1);
	return unit?.slice(0, LONGEST) ?? null;
}

/** Of systemd, Docker and its kin, LXC (`lxc/NAME`, `lxc.payload.NAME`); none for other parts of a path. */
function unitName(part: string, index: number, parts: readonly string[]): string[] {
	const isUnit = /\.(service|scope)$|^[0-9a-f]{64}$/.test(part) || parts[index - 1] === 'lxc';
	return isUnit ? [part] : (/^lxc\.payload\.(.+)$/.exec(part)?.slice(1) ?? []);
}
