import type {Process, ProcessFigures} from './snapshot.js';

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

/** Whether these live in more than one network namespace: else the number of it tells them nothing apart. */
export const haveSeveralNetworks = (rows: readonly Pick<Process, 'networkNamespace'>[]): boolean =>
	new Set(rows.map(({networkNamespace}) => networkNamespace)).size > 1;

/** Whether command lines were asked for. */
export const haveCommands = (rows: readonly Pick<Process, 'command'>[]): boolean =>
	rows.some(({command}) => command !== undefined);
