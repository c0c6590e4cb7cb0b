import type {ProcessFigures} from './snapshot.js';

/** What these have sent and received together. */
export const sumOf = (rows: readonly ProcessFigures[]): ProcessFigures =>
	rows.reduce(
		(sum, row) => ({
			packetsSent: sum.packetsSent + row.packetsSent,
			packetsReceived: sum.packetsReceived + row.packetsReceived,
			bytesSent: sum.bytesSent + row.bytesSent,
			bytesReceived: sum.bytesReceived + row.bytesReceived,
		}),
		{packetsSent: 0, packetsReceived: 0, bytesSent: 0, bytesReceived: 0},
	);
