// The IEEE's lists of who was given which hardware addresses (its public listing, as the package oui-data has it), packed: a line
// per vendor, its name and then its prefixes in hexadecimal, with Brotli. source/engine/identity/vendors.ts reads it.
import fs from 'node:fs';
import path from 'node:path';
import {brotliCompressSync, constants} from 'node:zlib';

/** What is read, relative to the project's folder. */
export const registry = 'node_modules/oui-data/index.json';

/** @param {string} root the project's folder */
export function packedVendors(root) {
	const prefixes = new Map();
	for (const [prefix, entry] of Object.entries(JSON.parse(fs.readFileSync(path.join(root, registry), 'utf8')))) {
		const [name] = entry.split('\n');
		prefixes.set(name.trim(), [...(prefixes.get(name.trim()) ?? []), prefix]);
	}
	const lines = [...prefixes]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, given]) => [name, ...given.sort()].join('\t'));
	const text = Buffer.from(lines.join('\n'));
	const {BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT} = constants;
	// The best quality takes five seconds for a tenth less.
	const params = {[BROTLI_PARAM_QUALITY]: 9, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: text.length};
	return brotliCompressSync(text, {params});
}
