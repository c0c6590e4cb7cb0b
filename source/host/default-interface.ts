/** The interface that the default route goes through. */
import {readFileSync} from 'node:fs';
import {networkInterfaces} from 'node:os';
import {UsageError} from '../cli/usage-error.js';

/** Linux's routing tables, as the kernel prints them: proc(5) `/proc/net/route`, and its IPv6 twin. */
export interface RouteTables {
	ipv4: string;
	ipv6: string;
}

const UP = 0x1;

/** @throws UsageError when there is none */
export function defaultInterface(tables: RouteTables = systemTables()): string {
	const name = ipv4Default(tables.ipv4) ?? ipv6Default(tables.ipv6) ?? firstWithAddress();
	if (name === null) {
		throw new UsageError(
			'there is no default route to take the interface from; name one: netanal-tui IFACE (netanal-tui interfaces lists them)',
		);
	}
	return name;
}

function systemTables(): RouteTables {
	return {ipv4: read('/proc/net/route'), ipv6: read('/proc/net/ipv6_route')};
}

function read(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}

/** Columns: Iface Destination Gateway Flags RefCnt Use Metric Mask …, hexadecimal but for Metric. */
function ipv4Default(table: string): string | null {
	let best: {name: string; metric: number} | null = null;
	for (const line of table.split('\n').slice(1)) {
		const [name, destination, , flags, , , metric, mask] = line.trim().split(/\s+/);
		if (
			name === undefined ||
			destination !== '00000000' ||
			mask !== '00000000' ||
			(Number.parseInt(flags, 16) & UP) === 0
		) {
			continue;
		}
		if (best === null || Number(metric) < best.metric) {
			best = {name, metric: Number(metric)};
		}
	}

	return best?.name ?? null;
}

/** Columns: destination, its prefix length, source, its prefix length, next hop, metric, references, uses, flags, Iface. */
function ipv6Default(table: string): string | null {
	let best: {name: string; metric: number} | null = null;
	for (const line of table.split('\n')) {
		const [destination, length, , , , metric, , , flags, name] = line.trim().split(/\s+/);
		if (
			name === undefined ||
			name === 'lo' ||
			length !== '00' ||
			!/^0+$/.test(destination) ||
			(Number.parseInt(flags, 16) & UP) === 0
		) {
			continue;
		}
		const value = Number.parseInt(metric, 16);
		if (best === null || value < best.metric) {
			best = {name, metric: value};
		}
	}

	return best?.name ?? null;
}

/** Systems without such tables, and hosts without a default route: the first that is not the loopback. */
function firstWithAddress(): string | null {
	for (const [name, addresses] of Object.entries(networkInterfaces())) {
		if (addresses?.some(({internal}) => !internal)) {
			return name;
		}
	}
	return null;
}
