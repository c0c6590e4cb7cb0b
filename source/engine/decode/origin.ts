/** What a capture says beside a packet: which of its interfaces it was captured on, and which way it went; one number. */

/** Interfaces that are told apart; packets of further ones have none. */
export const MOST_INTERFACES_TOLD = 1000;

/** What a capture says of an interface; null = nothing. */
export interface InterfaceDescription {
	name: string | null;
	description: string | null;
	/** LINKTYPE_ value. */
	linkType: number;
	/** Capture filter, hardware and operating system, in its words. */
	filter: string | null;
	hardware: string | null;
	system: string | null;
}

/** Values of a packet's direction; 0 = not known. */
export enum Direction {
	in = 1,
	out = 2,
}

/** @param number of the interface, -1 = none @param direction 0 = not known */
export const originOf = (number: number, direction: number): number => ((number + 1) << 2) | direction;

/** Number of the interface, -1 = not known. */
export const interfaceOf = (origin: number): number => (origin >>> 2) - 1;

/** Of `Direction`, or 0. */
export const directionOf = (origin: number): number => origin & 3;
