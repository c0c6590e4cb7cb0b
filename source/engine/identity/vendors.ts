/** Vendors of network interfaces, by the longest prefix that the IEEE has given them: MA-L (24 bits), MA-M (28) or MA-S (36). */
import {readFileSync} from 'node:fs';
import {brotliDecompressSync} from 'node:zlib';
import {sanitize} from '../../format/sanitize.js';
import {readPart} from '../../parts/parts.js';

/** Hexadecimal digits of a prefix, longest first. */
const LENGTHS = [9, 7, 6];
/** Debian's ieee-data. */
export const SYSTEM_FILES = ['oui.csv', 'mam.csv', 'oui36.csv'].map(name => `/usr/share/ieee-data/${name}`);
/** What is said of an address that nobody was given, and that says so itself. */
const RANDOMISED = 'randomised';
const LOCALLY_ADMINISTERED = 2;

export class Vendors {
	readonly #byPrefix: ReadonlyMap<string, string>;

	constructor(byPrefix: ReadonlyMap<string, string>) {
		this.#byPrefix = byPrefix;
	}

	/** The system's lists where all of them are there, else those that came with the program. */
	static load(files: readonly string[] = SYSTEM_FILES): Vendors {
		try {
			return new Vendors(new Map(files.flatMap(file => [...fromRegistry(readFileSync(file, 'utf8'))])));
		} catch {
			return new Vendors(fromPacked(brotliDecompressSync(readPart('vendors.br')).toString()));
		}
	}

	/** @param mac `02:00:5e:10:00:00` @returns null when nobody knows */
	of(mac: string): string | null {
		const digits = mac.replaceAll(':', '').toUpperCase();
		for (const length of LENGTHS) {
			const vendor = this.#byPrefix.get(digits.slice(0, length));
			if (vendor !== undefined) {
				return vendor;
			}
		}
		const isLocal = (Number.parseInt(digits.slice(0, 2), 16) & LOCALLY_ADMINISTERED) !== 0;
		return isLocal ? RANDOMISED : null;
	}
}

/** IEEE's own form: `MA-L,002272,American Micro-Fuel Device Corp.,address`; a name with a comma is in quotes. */
function* fromRegistry(text: string): Generator<[string, string]> {
	for (const [, prefix, quoted, plain] of text.matchAll(/^MA-[LMS],([\dA-F]+),(?:"((?:[^"]|"")*)"|([^,\n]*)),/gm)) {
		yield [prefix, sanitize((quoted?.replaceAll('""', '"') ?? plain).trim())];
	}
}

/** As scripts/vendors.js packs them: a line per vendor, its name, then its prefixes. */
function fromPacked(text: string): Map<string, string> {
	const byPrefix = new Map<string, string>();
	for (const line of text.split('\n')) {
		const [name, ...prefixes] = line.split('\t');
		for (const prefix of prefixes) {
			byPrefix.set(prefix, name);
		}
	}
	return byPrefix;
}
