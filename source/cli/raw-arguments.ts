/** The words of the command line, also those that are not UTF-8: Node has marks in their place, and Linux tells the bytes. */
import {readFileSync} from 'node:fs';
import {nameOfBytes} from '../format/raw-name.js';

const MARK = '\ufffd';
const OWN_WORDS = '/proc/self/cmdline';

/** @param argv as Node has them @returns as `raw-name.ts` writes what is not UTF-8; the same where the system does not tell */
export function rawArguments(argv: readonly string[], file = OWN_WORDS): readonly string[] {
	if (!argv.some(word => word.includes(MARK))) {
		return argv;
	}
	let bytes: Buffer;
	try {
		bytes = readFileSync(file);
	} catch {
		return argv;
	}
	const words = wordsOf(bytes).slice(-argv.length);
	// what was not started by these words is not told by them
	const isSame = words.length === argv.length && words.every((word, i) => word.toString() === argv[i]);
	return isSame ? words.map(nameOfBytes) : argv;
}

/** Each ends with a zero. */
function wordsOf(bytes: Buffer): Buffer[] {
	const words: Buffer[] = [];
	for (let at = 0; at < bytes.length; ) {
		const zero = bytes.indexOf(0, at);
		const end = zero < 0 ? bytes.length : zero;
		words.push(bytes.subarray(at, end));
		at = end + 1;
	}
	return words;
}
