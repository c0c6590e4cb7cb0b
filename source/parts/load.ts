/**
 * What runs first in the one file, and in each of its threads: takes a script of ours out of the executable and runs it.
 * The scripts get at Node's own modules and at nothing else: `import()` has no loader here, and `require` knows no files.
 */
import {getRawAsset} from 'node:sea';
import {Script} from 'node:vm';

type Run = (
	require: (name: string) => unknown,
	module: {exports: object},
	exports: object,
	filename: string,
	dirname: string,
) => void;

/** @param name of the script: `cli`, a thread's, or a package's @returns what it exports */
export function load(name: string): object {
	const text = Buffer.from(getRawAsset(`${name}.js`) as ArrayBuffer).toString('latin1');
	const cachedData = Buffer.from(getRawAsset(`${name}.cache`) as ArrayBuffer);
	const run: Run = new Script(text, {filename: `${name}.js`, cachedData}).runInThisContext();
	const module = {exports: {}};
	// A name to ask for modules by: that of the executable is none where /proc is not mounted.
	run(builtIn, module, module.exports, '/netanal-tui', '/');
	return module.exports;
}

function builtIn(name: string): unknown {
	const found = process.getBuiltinModule(name);
	if (found === undefined) {
		throw Object.assign(new Error(`there is no '${name}' in this program`), {code: 'MODULE_NOT_FOUND'});
	}
	return found;
}
