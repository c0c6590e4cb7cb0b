/** Country, city and autonomous system of addresses, from MaxMind DB files of the user's. Nothing is asked of the network. */
import {readFileSync, statSync} from 'node:fs';
import {Reader, type Response} from 'mmdb-lib';
import {sanitize} from '../../format/sanitize.js';
import {NetanalError} from '../errors.js';
import {unreadable} from '../unreadable.js';

/** What the files say of an address; null = nothing. */
export interface Place {
	country: string | null;
	city: string | null;
	asn: number | null;
	asnName: string | null;
}

export const NOWHERE: Readonly<Place> = {country: null, city: null, asn: null, asnName: null};

interface OpenFile {
	path: string;
	/** Null when it could not be read. */
	reader: Reader<Response> | null;
	/** Of the file that was read last: another one has another. */
	identity: string;
	/** What was said of it last. */
	problem: string | null;
}

/** Milliseconds between looks at whether a file was replaced. */
const LOOK = 2000;
/** Addresses whose place is remembered. */
const MOST_PLACES = 65_536;

export class GeoIp {
	readonly #files: OpenFile[];
	readonly #places = new Map<string, Place>();
	readonly #tell: (problem: NetanalError) => void;
	#looked: number;

	/** @param tell told of each file that cannot be read, or not to its end: the others answer, and the old one until it is whole again */
	constructor(paths: readonly string[], tell: (problem: NetanalError) => void, now: number) {
		this.#tell = tell;
		this.#looked = now;
		this.#files = paths.map(path => ({path, reader: null, identity: '', problem: null}));
		this.#refresh();
	}

	/** Takes up files that were replaced. @param now milliseconds, of any clock @returns whether there were some */
	look(now: number): boolean {
		if (now - this.#looked < LOOK) {
			return false;
		}
		this.#looked = now;
		return this.#refresh();
	}

	/** @param address as `formatAddress` writes it */
	of(address: string): Place {
		const known = this.#places.get(address);
		if (known !== undefined) {
			return known;
		}
		if (this.#places.size === MOST_PLACES) {
			this.#places.clear();
		}
		const place = this.#find(address);
		this.#places.set(address, place);
		return place;
	}

	#find(address: string): Place {
		const unmapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1] ?? address;
		const place = {...NOWHERE};
		for (const file of this.#files) {
			// A file of IPv4 alone would answer for an IPv6 address with that of its first bits.
			if (file.reader === null || (file.reader.metadata.ipVersion === 4 && unmapped.includes(':'))) {
				continue;
			}
			try {
				const found = placeOf(file.reader.get(unmapped));
				for (const field of ['country', 'city', 'asn', 'asnName'] as const) {
					Object.assign(place, place[field] === null && {[field]: found[field]});
				}
			} catch {
				file.reader = null;
				this.#tell(damaged(file.path));
			}
		}
		return place;
	}

	#refresh(): boolean {
		let isNew = false;
		for (const file of this.#files) {
			try {
				const {dev, ino, size, mtimeMs} = statSync(file.path);
				const identity = [dev, ino, size, mtimeMs].join(' ');
				if (identity === file.identity) {
					continue;
				}
				file.identity = identity;
				file.reader = open(file.path);
				file.problem = null;
				isNew = true;
			} catch (error) {
				const problem = unreadable(error, file.path, 'MaxMind DB file');
				if (file.problem !== problem.message) {
					file.problem = problem.message;
					this.#tell(problem);
				}
			}
		}
		if (isNew) {
			this.#places.clear();
		}
		return isNew;
	}
}

/** @throws NetanalError, or what reading a file throws */
function open(path: string): Reader<Response> {
	const bytes = readFileSync(path);
	try {
		const reader = new Reader<Response>(bytes);
		// A file that was cut has its metadata nowhere, or points behind its end.
		const {nodeCount, recordSize, ipVersion} = reader.metadata;
		if (!(nodeCount * recordSize * 2) || (nodeCount * recordSize) / 4 > bytes.length || ![4, 6].includes(ipVersion)) {
			throw damaged(path);
		}
		return reader;
	} catch {
		throw damaged(path);
	}
}

function damaged(path: string): NetanalError {
	return new NetanalError(
		'FILE_UNREADABLE',
		`cannot read ${path}: it is no MaxMind DB file, or a damaged one; get it anew`,
	);
}

/** Of a record of MaxMind's, DB-IP's or IPinfo's databases: what is kept are texts and numbers of our own. */
function placeOf(record: unknown): Place {
	const country = at(record, 'country', 'iso_code') ?? at(record, 'registered_country', 'iso_code');
	const given = at(record, 'autonomous_system_number') ?? /^AS(\d+)$/.exec(textOf(at(record, 'asn')) ?? '')?.[1];
	const asn = Number(given);
	return {
		country: textOf(country) ?? textOf(at(record, 'country_code')) ?? textOf(at(record, 'country')),
		city: textOf(at(record, 'city', 'names', 'en')) ?? textOf(at(record, 'city')),
		asn: Number.isSafeInteger(asn) && asn > 0 ? asn : null,
		asnName: textOf(at(record, 'autonomous_system_organization')) ?? textOf(at(record, 'as_name')),
	};
}

function at(value: unknown, ...path: string[]): unknown {
	return path.reduce(
		(inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
		value,
	);
}

/** Whoever made the file may have put anything into it. */
const LONGEST = 200;

function textOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? sanitize(value.slice(0, LONGEST)) : null;
}
