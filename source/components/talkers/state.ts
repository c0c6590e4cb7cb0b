/** Who stands where in the list of talkers, so that it can be read while it changes. */
import type {Endpoint} from '../../engine/snapshot.js';
import type {EndpointRate} from '../app/rates.js';

export interface Talker {
	endpoint: Endpoint;
	rate: EndpointRate | null;
}

/** A row moves up only past one that is clearly slower: this many times, and this many bytes per second. */
const CLEARLY = 1.15;
const AT_LEAST = 64;

/**
 * The next order of addresses. Rows keep their places; one moves up to the first row that its smoothed rate is clearly
 * above of. Who is new is put in by the same rule, from the end.
 *
 * @param previous addresses in the order shown so far
 * @param endpoints of the snapshot, by total
 */
export function nextOrder(
	previous: readonly string[],
	endpoints: readonly Endpoint[],
	rates: ReadonlyMap<string, EndpointRate>,
): string[] {
	const present = new Set(endpoints.map(endpoint => endpoint.address));
	const known = new Set(previous);
	const order = [
		...previous.filter(address => present.has(address)),
		...endpoints.map(endpoint => endpoint.address).filter(address => !known.has(address)),
	];
	const speed = (address: string) => rates.get(address)?.sorting ?? 0;
	for (let index = 1; index < order.length; index++) {
		const address = order[index]!;
		const rate = speed(address);
		const place = order.findIndex((other, row) => row < index && rate > speed(other) * CLEARLY + AT_LEAST);
		if (place !== -1) {
			order.splice(index, 1);
			order.splice(place, 0, address);
		}
	}
	return order;
}

/** The rows in their order. */
export function talkers(
	order: readonly string[],
	endpoints: readonly Endpoint[],
	rates: ReadonlyMap<string, EndpointRate>,
): Talker[] {
	const byAddress = new Map(endpoints.map(endpoint => [endpoint.address, endpoint]));
	return order.flatMap(address => {
		const endpoint = byAddress.get(address);
		return endpoint === undefined ? [] : [{endpoint, rate: rates.get(address) ?? null}];
	});
}
