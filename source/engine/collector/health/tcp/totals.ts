/** Counts of all TCP flows. */
export class TcpTotals {
	segments = 0;
	/** Segments of which nothing was counted, under overload. */
	leftOut = 0;
	connections = 0;
	retransmittedSegments = 0;
	outOfOrder = 0;
	duplicateAcks = 0;
	keepAlives = 0;
	zeroWindows = 0;
	/** Segments that cannot be their flow's. */
	outOfWindow = 0;
}
