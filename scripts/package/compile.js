// Compiled code for what the one file starts with, made by the Node that will be inside it: `node compile.js SCRIPT CACHE`.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import vm from 'node:vm';

/** V8 writes the same bytes each time only when its hashes are the same. */
const SEEDS = ['--hash-seed=1', '--random-seed=1'];

/**
 * Where in the compiled code V8 notes the flags that it was made under, the seed among them (SerializedCodeData, src/snapshot/code-serializer.h): it
 * takes code from no other. The code itself is the same under any seed.
 */
const FLAGS_AT = 12;

/**
 * @param {string} node the program that will run it
 * @param {string} script the file with the text
 * @param {string} cache the file for the compiled code: the same bytes for the same text
 * @throws {Error} where that Node would not take it
 */
export function compile(node, script, cache) {
	const {status, stderr} = spawnSync(node, [...SEEDS, fileURLToPath(import.meta.url), 'make', script, cache]);
	const checked = spawnSync(node, [fileURLToPath(import.meta.url), 'check', script, cache], {encoding: 'utf8'});
	if (status !== 0 || checked.status !== 0) {
		throw new Error(`${script} cannot be compiled: ${stderr}${checked.stderr}`);
	}
}

const compiled = (text, cachedData) => new vm.Script(text, {filename: 'cache', cachedData});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [what, script, cache] = process.argv.slice(2);
	const text = fs.readFileSync(script, 'latin1');
	if (what === 'make') {
		fs.writeFileSync(cache, compiled(text).createCachedData());
	} else {
		const made = fs.readFileSync(cache);
		compiled('')
			.createCachedData()
			.copy(made, FLAGS_AT, FLAGS_AT, FLAGS_AT + 4);
		if (compiled(text, made).cachedDataRejected) {
			console.error(`Node ${process.version} does not take its own compiled code`);
			process.exit(1);
		}
		fs.writeFileSync(cache, made);
	}
}
