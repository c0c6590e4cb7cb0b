import {Stop} from './codes.js';
import type {Packet} from './packet.js';

/** Notes why decoding ended early; the first reason of a packet stays. `offset` is an index into `packet.bytes`. */
export function stop(packet: Packet, reason: number, layer: number, offset: number): void {
	if (packet.stop !== Stop.none) {
		return;
	}
	packet.stop = reason;
	packet.stopLayer = layer;
	packet.stopOffset = offset - packet.start;
}

/**
 * Notes that a header of `needed` bytes at `offset` is not all there. Past `limit`, the end that the layers below give,
 * the packet contradicts itself; short of it, only the capture was cut.
 */
export function stopShort(packet: Packet, layer: number, offset: number, needed: number, limit: number): void {
	stop(packet, offset + needed > limit ? Stop.tooShort : Stop.truncated, layer, offset);
}
