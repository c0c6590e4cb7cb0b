/** Fields that came to the snapshot's schema later, as they are where nothing is known: in files and messages of earlier versions. */
export const LATER_FIELDS = {
	queue: null,
	detail: {level: 0, packets: {unrecognised: 0, withoutFlow: 0, totalsOnly: 0}},
	tunnels: [],
	encapsulations: [],
	otherProtocols: [],
	packetSizes: [],
	decodeStops: [],
	recent: null,
	error: null,
};
