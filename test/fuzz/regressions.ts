/** Failures that the fuzzer found: `NAME.bin`, the capture, and `NAME.json`, what it did. Dropping a pair in adds a test. */
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export interface Regression {
	name: string;
	bytes: Uint8Array;
	/** What did not hold. */
	fault: string;
	/** The case that found it. */
	seed: number;
	index: number;
}

/** @returns the path of the capture */
export function writeRegression(folder: string, regression: Omit<Regression, 'name'>): string {
	const {bytes, ...facts} = regression;
	fs.mkdirSync(folder, {recursive: true});
	const target = path.join(folder, createHash('sha256').update(bytes).digest('hex').slice(0, 12));
	fs.writeFileSync(`${target}.bin`, bytes);
	fs.writeFileSync(`${target}.json`, `${JSON.stringify(facts, null, '\t')}\n`);
	return `${target}.bin`;
}

export function readRegressions(folder: string): Regression[] {
	return fs
		.readdirSync(folder)
		.filter(name => name.endsWith('.bin'))
		.sort()
		.map(file => {
			const name = file.slice(0, -'.bin'.length);
			const facts = JSON.parse(fs.readFileSync(path.join(folder, `${name}.json`), 'utf8'));
			return {...facts, name, bytes: fs.readFileSync(path.join(folder, file))};
		});
}
