/** What goes in and out, bytes per second. */
export interface InAndOut {
	sent: number;
	received: number;
	/** Nobody's part is missing; otherwise it is at least so much: overload kept packets from the tables. */
	isWhole: boolean;
}
