/** What this machine calls its interfaces by their indices: of its network namespace, not of the one that /sys was mounted in. */
import {readdirSync, readFileSync} from 'node:fs';
import {nameOfBytes, typedName} from '../../format/raw-name.js';

/** Milliseconds between two looks for an index that is not known: interfaces come and go. */
const AGAIN = 1000;

export class InterfaceNames {
	readonly #names = new Map<number, string>();
	readonly #now: () => number;
	readonly #folders: {proc: string; sys: string};
	#looked = Number.NEGATIVE_INFINITY;

	/** @param now milliseconds of a clock that does not go back */
	constructor(now: () => number, folders = {proc: '/proc/net', sys: '/sys/class/net'}) {
		this.#now = now;
		this.#folders = folders;
	}

	/** Null: nothing is called so, or not any more. */
	of(index: number): string | null {
		if (!this.#names.has(index) && this.#now() - this.#looked >= AGAIN) {
			this.#looked = this.#now();
			this.#look();
		}
		return this.#names.get(index) ?? null;
	}

	/** A name that was known stays: its packets are told of still. */
	#look(): void {
		const {proc, sys} = this.#folders;
		const found = [
			...sysNames(sys),
			...addressNames(linesOf(`${proc}/if_inet6`)),
			...groupNames(linesOf(`${proc}/igmp`)),
		];
		for (const [index, name] of found) {
			this.#names.set(index, name);
		}
	}
}

/** /proc/net/igmp: `2\teth0      :     1      V3`, a line for each device that IPv4 is bound to, more of its groups below. */
function* groupNames(lines: readonly string[]): Generator<[number, string]> {
	for (const line of lines) {
		const [, index, name] = /^(\d+)\s+(\S+?)\s*:/.exec(line) ?? [];
		if (name !== undefined) {
			yield [Number(index), nameOf(name)];
		}
	}
}

/** /proc/net/if_inet6: address, index and so on in hexadecimal, the name last. */
function* addressNames(lines: readonly string[]): Generator<[number, string]> {
	for (const line of lines) {
		const [, index, , , , name] = line.trim().split(/\s+/);
		if (name !== undefined) {
			yield [Number.parseInt(index, 16), nameOf(name)];
		}
	}
}

function* sysNames(folder: string): Generator<[number, string]> {
	try {
		for (const name of readdirSync(folder, 'buffer')) {
			const file = Buffer.concat([Buffer.from(`${folder}/`), name, Buffer.from('/ifindex')]);
			const index = Number(linesOf(file)[0]);
			if (index > 0) {
				yield [index, typedName(nameOfBytes(name))];
			}
		}
	} catch {
		// not mounted: the others say what they know
	}
}

/** @param bytes as Latin-1 has them: the kernel takes nearly any for a name */
const nameOf = (bytes: string) => typedName(nameOfBytes(Buffer.from(bytes, 'latin1')));

function linesOf(file: string | Buffer): string[] {
	try {
		return readFileSync(file, 'latin1').split('\n');
	} catch {
		return [];
	}
}
