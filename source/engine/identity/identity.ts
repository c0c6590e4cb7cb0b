/** Who is behind an address: what is known without asking anybody, of endpoints that a snapshot shows. */
import type {NetanalError} from '../errors.js';
import type {IdentifyOptions} from '../options.js';
import type {EndpointIdentity} from '../snapshot.js';
import {GeoIp, NOWHERE, type Place} from './geoip.js';
import {Groups} from './groups.js';
import {hostNames, serviceNames, systemNeighbours} from './local-files.js';
import {Vendors} from './vendors.js';

/** Milliseconds between looks at the system's table of neighbours. */
const LOOK = 2000;

export class Identity {
	readonly #options: IdentifyOptions;
	readonly #isLive: boolean;
	readonly #vendors: Vendors | null;
	readonly groups = new Groups();
	#geoip: GeoIp | null = null;
	#hosts: ReadonlyMap<string, string> = new Map();
	#services: ReadonlyMap<string, string> = new Map();
	#neighbours: ReadonlyMap<string, string> = new Map();
	#looked = Number.NEGATIVE_INFINITY;

	/**
	 * Reads what belongs to the program: who it becomes later may not.
	 *
	 * @param isLive this machine's neighbours are those of what is captured
	 */
	constructor(options: IdentifyOptions, isLive: boolean) {
		this.#options = options;
		this.#isLive = isLive;
		this.#vendors = options.vendors ? Vendors.load() : null;
	}

	/** Reads what belongs to the user and the system. @param tell told of each file that cannot be read */
	open(tell: (problem: NetanalError) => void, now: number): void {
		const {geoip = [], hosts, services} = this.#options;
		this.#geoip = geoip.length === 0 ? null : new GeoIp(geoip, tell, now);
		this.#hosts = hosts ? hostNames() : this.#hosts;
		this.#services = services ? serviceNames() : this.#services;
	}

	/** Before each snapshot: takes up what has changed. @returns whether places may be others than before */
	look(now: number): boolean {
		if (this.#vendors !== null && this.#isLive && now - this.#looked >= LOOK) {
			this.#looked = now;
			this.#neighbours = systemNeighbours();
		}
		return this.#geoip?.look(now) ?? false;
	}

	get hasPlaces(): boolean {
		return this.#geoip !== null;
	}

	placeOf(address: string): Place {
		return this.#geoip?.of(address) ?? NOWHERE;
	}

	/** What is asked for, each field null where nothing is known. @param learnt what packets say of the hardware address */
	of(address: string, learnt: string | null): EndpointIdentity {
		const mac = learnt ?? this.#neighbours.get(address) ?? null;
		return {
			...this.#geoip?.of(address),
			...(this.#vendors !== null && {mac, vendor: mac === null ? null : this.#vendors.of(mac)}),
		};
	}

	hostName(address: string): string | null {
		return this.#hosts.get(address) ?? null;
	}

	/** `443/tcp` → its name; none where nobody has asked for them. */
	get services(): ReadonlyMap<string, string> {
		return this.#services;
	}

	/** Absent where nobody has asked for it. */
	service(transport: string, port: number): {service?: string | null} {
		return this.#options.services ? {service: this.#services.get(`${port}/${transport}`) ?? null} : {};
	}
}
