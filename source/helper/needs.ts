/** The capabilities that what is granted takes. */
import {Capability} from '../engine/libpcap/capabilities.js';
import type {Begin, Granted} from './protocol.js';

/** Kept for good, once it is who it is to be. */
export function capabilitiesOf({names, folder, sockets, processes}: Granted): number[] {
	const writes = names.length > 0 || folder !== null;
	return [
		// Root's files go also where another user's folder is.
		...(writes ? [Capability.DAC_OVERRIDE] : []),
		...(sockets ? [Capability.NET_RAW] : []),
		// What descriptors other users' processes have takes both: each alone finds none.
		...(processes ? [Capability.SYS_PTRACE, Capability.DAC_READ_SEARCH] : []),
	];
}

/** What it is begun with: who is to become somebody else loses the rest on every thread by that, and no earlier. */
export function startingCapabilities(begin: Begin): number[] {
	const becoming = [Capability.DAC_READ_SEARCH, Capability.SETUID, Capability.SETGID];
	return [...capabilitiesOf(begin), ...(begin.account === null ? [] : becoming)];
}
