/**
 * What an analysis that falls behind leaves out, in steps, so that no packet is lost: first the recognition of new flows, then new flows,
 * then all that is more than a total. A flow that was known before stays exact in every step. Who sets the level: `analysis/shedding.ts`.
 */
import type {DetailLevel, SnapshotDetail} from '../snapshot.js';

/** From this level on no flow is entered. */
export const WITHOUT_FLOWS: DetailLevel = 2;
/** At this one only totals are counted of packets whose flow is not known. */
export const TOTALS_ONLY: DetailLevel = 3;

export class Detail {
	level: DetailLevel = 0;
	#unrecognised = 0;
	#withoutFlow = 0;
	#totalsOnly = 0;
	/** Bytes on the network of packets that were counted in totals alone: no row has them. */
	bytesInNoRow = 0;
	/** Bytes that flows which are entered now may lack, beyond what was taken before. */
	bytesInNoFlow = 0;

	/** Counts a payload that was not shown to recognition. */
	leaveUnrecognised(): void {
		this.#unrecognised++;
	}

	/** Counts a packet that has its endpoints and its conversation, but no flow. */
	leaveWithoutFlow(bytes: number): void {
		this.#withoutFlow++;
		this.bytesInNoFlow += bytes;
	}

	/** Counts a packet that no row has. */
	leaveWithoutRow(bytes: number): void {
		this.#totalsOnly++;
		this.bytesInNoRow += bytes;
		this.bytesInNoFlow += bytes;
	}

	/** `bytesInNoFlow`; from then on the flows know of it. */
	takeBytesInNoFlow(): number {
		const bytes = this.bytesInNoFlow;
		this.bytesInNoFlow = 0;
		return bytes;
	}

	snapshot(): SnapshotDetail {
		return {
			level: this.level,
			packets: {
				unrecognised: this.#unrecognised,
				withoutFlow: this.#withoutFlow,
				totalsOnly: this.#totalsOnly,
			},
		};
	}
}
