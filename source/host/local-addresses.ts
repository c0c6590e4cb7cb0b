import os from 'node:os';
import type {EngineSource} from '../engine/options.js';

/** Beginnings of the addresses of the demonstration's own network. */
const DEMO = ['192.0.2.', '2001:db8:1:'];

/** What traffic comes in to: the interface's own addresses; none when they are not known, as of a file. */
export function localAddresses(source: EngineSource): readonly string[] {
	if (source.kind === 'demo') {
		return DEMO;
	}
	if (source.kind !== 'interface') {
		return [];
	}
	const interfaces = os.networkInterfaces();
	const own = source.name === 'any' ? Object.values(interfaces).flat() : (interfaces[source.name] ?? []);
	return own.flatMap(address => (address === undefined ? [] : [address.address.replace(/%.*$/, '')]));
}
