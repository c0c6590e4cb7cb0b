/** The corpus of real captures, which lies beside the project. */
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

export const corpus = fileURLToPath(new URL('../../shared/corpus/captures', import.meta.url));

/** @returns the files that are named, else those of the corpus in their order; null where there is none */
export function capturesToCompare(named) {
	if (named.length > 0) {
		return named;
	}
	if (!fs.existsSync(corpus)) {
		return null;
	}
	return fs
		.readdirSync(corpus, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => path.join(entry.parentPath ?? entry.path, entry.name))
		.sort();
}
