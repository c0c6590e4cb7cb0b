/** Interfaces and VLANs. */

/** An interface of a capture of several: as pcapng describes it, or by its index where it was captured on `any` (SLL2). */
export interface SnapshotInterface {
	/** Null: it has none, or this machine has no interface of this index. */
	name: string | null;
	description: string | null;
	/** Added to the contract: of the kernel that captured; null where the capture has none. */
	index: number | null;
	linkType: string;
	packets: number;
	bytes: number;
	/** By its statistics; null = it does not say. */
	drops: {kernel: number | null; interface: number | null};
	/** Added to the contract: capture filter, hardware and operating system, as the capture says them; absent where it does not. */
	filter?: string;
	hardware?: string;
	system?: string;
	/** Added to the contract: of its packets, those that were seen on another interface before; absent where packets came on one alone. */
	repeated?: PacketsAndBytes;
}

export interface PacketsAndBytes {
	packets: number;
	bytes: number;
}

/** Packets with a tag of this VLAN. One with two tags is in two rows; of more, in those of the innermost two. */
export interface SnapshotVlan {
	id: number;
	packets: number;
	bytes: number;
}
