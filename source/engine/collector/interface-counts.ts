/** Packets and bytes by the interface that they were captured on, where packets say which: pcapng's, and the indices of SLL2. */
import {LinkType} from '../decode/assigned-numbers.js';
import {linkTypeName} from '../decode/names.js';
import {type InterfaceDescription, interfaceOf, MOST_INTERFACES_TOLD} from '../decode/origin.js';
import type {Packet} from '../decode/packet.js';
import type {SnapshotInterface} from '../snapshot.js';

// tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html
const SLL2_INDEX = 4;
const SLL2_HEADER = 20;

export interface DescribedInterface extends InterfaceDescription {
	losses: {kernel: number | null; interface: number | null};
}

interface Count {
	/** From 0, in the order in which packets came. */
	number: number;
	packets: number;
	bytes: number;
	/** Of those, what was seen on another one before. */
	repeatedPackets: number;
	repeatedBytes: number;
}

const NOTHING: Count = {number: -1, packets: 0, bytes: 0, repeatedPackets: 0, repeatedBytes: 0};

const repeatedOf = ({repeatedPackets: packets, repeatedBytes: bytes}: Count) => ({repeated: {packets, bytes}});

/** What an interface is called: by the number that captures describe it with, or by the kernel's index. */
export interface InterfaceNaming {
	described(number: number): string | null;
	indexed(index: number): string | null;
}

const NAMELESS: InterfaceNaming = {described: () => null, indexed: () => null};

export class InterfaceCounts {
	/** By the number that captures describe it with. */
	readonly #described: Count[] = [];
	/** By the index that the kernel gives it. */
	readonly #indexed = new Map<number, Count>();
	/** By number of the count: what asks for its name. */
	readonly #names: (() => string | null)[] = [];
	naming = NAMELESS;

	/** How many have packets. */
	get size(): number {
		return this.#names.length;
	}

	/** @param number that `add` returned @returns null where nobody has named it */
	nameOf(number: number): string | null {
		return this.#names[number]();
	}

	/** @returns number of the interface, from 0 in the order in which they came; -1 = not known */
	add(packet: Packet): number {
		const count = this.#of(packet);
		if (count === null) {
			return -1;
		}
		count.packets++;
		count.bytes += packet.wireLength;
		return count.number;
	}

	/** The same, and nothing is counted. */
	numberOf(packet: Packet): number {
		return this.#of(packet)?.number ?? -1;
	}

	/** One that was seen on another interface before; `add` counts it as well. */
	addRepeated(packet: Packet): void {
		const count = this.#of(packet);
		if (count !== null) {
			count.repeatedPackets++;
			count.repeatedBytes += packet.wireLength;
		}
	}

	/**
	 * Those with the most bytes first; none where nothing tells them apart.
	 *
	 * @param interfaces that captures describe, by their numbers
	 * @param nameOf what an index is called on this machine
	 */
	snapshot(interfaces: readonly DescribedInterface[], nameOf: (index: number) => string | null): SnapshotInterface[] {
		const isSeveral = this.size > 1;
		const described = interfaces.flatMap((known, number): SnapshotInterface[] => {
			const count = this.#described[number] ?? NOTHING;
			const {packets, bytes} = count;
			const {kernel, interface: device} = known.losses;
			// what was captured on `any` stands under the indices of its packets
			if (known.linkType === LinkType.LINUX_SLL2 && packets === 0 && kernel === null && device === null) {
				return [];
			}
			return [
				{
					name: known.name,
					description: known.description,
					index: null,
					linkType: linkTypeName(known.linkType),
					packets,
					bytes,
					drops: {kernel, interface: device},
					...(isSeveral && repeatedOf(count)),
					...(known.filter !== null && {filter: known.filter}),
					...(known.hardware !== null && {hardware: known.hardware}),
					...(known.system !== null && {system: known.system}),
				},
			];
		});
		const indexed = [...this.#indexed].map(
			([index, count]): SnapshotInterface => ({
				name: nameOf(index),
				description: null,
				index,
				linkType: linkTypeName(LinkType.LINUX_SLL2),
				packets: count.packets,
				bytes: count.bytes,
				drops: {kernel: null, interface: null},
				...(isSeveral && repeatedOf(count)),
			}),
		);
		return [...described, ...indexed].sort((a, b) => b.bytes - a.bytes || b.packets - a.packets);
	}

	#of(packet: Packet): Count | null {
		const index = kernelIndex(packet);
		return index === null ? this.#ofDescribed(interfaceOf(packet.origin)) : this.#ofIndex(index);
	}

	#ofDescribed(number: number): Count | null {
		if (number < 0) {
			return null;
		}
		this.#described[number] ??= this.#begun(() => this.naming.described(number));
		return this.#described[number];
	}

	#ofIndex(index: number): Count | null {
		const known = this.#indexed.get(index);
		if (known !== undefined || this.#indexed.size >= MOST_INTERFACES_TOLD) {
			return known ?? null;
		}
		const count = this.#begun(() => this.naming.indexed(index) ?? `index ${index}`);
		this.#indexed.set(index, count);
		return count;
	}

	#begun(name: () => string | null): Count {
		return {...NOTHING, number: this.#names.push(name) - 1};
	}
}

/** Index of the interface of a packet that was captured on `any`; null where it says none. */
export function kernelIndex({linkType, view, start, end}: Packet): number | null {
	return linkType === LinkType.LINUX_SLL2 && end - start >= SLL2_HEADER ? view.getUint32(start + SLL2_INDEX) : null;
}
