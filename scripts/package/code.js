// The program as text for one executable: each entry is one CommonJS script that needs nothing but Node's own modules.
import fs from 'node:fs';
import path from 'node:path';
import {transform} from 'esbuild';
import {bundle, definitions, helper, program, root, workers} from '../bundle.js';
import {apart, entries} from './apart.js';

const PARTS = path.join(root, 'source/parts');
const PACKED = path.join(PARTS, 'packed-parts.ts');

/** The only argument of the privileged helper, which is the same executable. */
export const HELPER_WORD = '--be-the-privileged-helper';

/** The packages with native code, and the name of each one's binary inside the executable. */
export const NATIVE = {koffi: 'koffi.node', resvg: 'resvg.node'};

/** Parts come from inside, and so do the binaries that koffi and resvg look for on the disk. */
const fromInside = {
	name: 'from-inside',
	setup(builder) {
		builder.onResolve({filter: /\/(helper-part|parts)\.js$/}, ({path: name, resolveDir}) => {
			const asked = path.resolve(resolveDir, name);
			return path.dirname(asked) === PARTS
				? {path: path.join(PARTS, `packed-${path.basename(asked, '.js')}.ts`)}
				: null;
		});
		builder.onResolve({filter: /^koffi$/}, () => ({path: path.join(root, 'node_modules/koffi/src/koffi/index.cjs')}));
		builder.onResolve({filter: /^\.\/src\/static\.cjs$/}, () => ({path: 'koffi', namespace: 'native'}));
		builder.onResolve({filter: /^\.\/js-binding\.js$/}, () => ({path: 'resvg', namespace: 'native'}));
		// It has its WebAssembly with it, and only wants to know where it would lie.
		builder.onLoad({filter: /yoga-wasm-base64-esm\.js$/}, ({path: file}) => ({
			contents: fs.readFileSync(file, 'utf8').replace('import.meta.url', '"file:///"'),
		}));
		builder.onLoad({filter: /.*/, namespace: 'native'}, ({path: name}) => ({
			contents: `const native = require(${JSON.stringify(PACKED)}).loadNative(${JSON.stringify(NATIVE[name])});
				module.exports = ${name === 'koffi' ? '{loadStatic: () => native}' : 'native'};`,
			resolveDir: root,
		}));
	},
};

/**
 * @returns {Promise<{scripts: Map<string, string>, loader: string, inputs: string[]}>} the text of each entry by its name, what
 * runs them, and what went into them
 * @throws {Error} where something would be looked for outside of the executable
 */
export async function packedCode() {
	const scripts = new Map();
	const inputs = new Set();
	const add = async (name, contents, plugins) => {
		const {text, used} = await script(name, contents, plugins);
		scripts.set(name, text);
		for (const input of used) {
			inputs.add(input);
		}
	};
	for (const [name, file] of Object.entries({...program, ...workers, ...helper.entryPoints})) {
		// Imported, not bundled as it is: a module may wait as it loads (yoga does), which no CommonJS script can. As a
		// module that is imported when the script runs, it may.
		await add(name, `import('./${file}');`, [fromInside, apart(PACKED)]);
	}
	for (const [name, exports] of entries()) {
		await add(name, exports, []);
	}
	return {scripts, loader: await loader(), inputs: [...inputs].sort()};
}

/** @throws {Error} where something would be looked for outside of the executable */
async function script(name, contents, plugins) {
	const {outputFiles, metafile} = await bundle({
		stdin: {contents, resolveDir: root, sourcefile: `${name}.js`},
		plugins,
		// A file that a plugin has found has no tsconfig.json for esbuild: which files have one would depend on who is first to find them.
		tsconfigRaw: {
			compilerOptions: {jsx: 'react-jsx', target: 'ES2022', verbatimModuleSyntax: true, alwaysStrict: false},
		},
		define: {...definitions, NETANAL_HELPER_WORD: JSON.stringify(HELPER_WORD)},
	});
	const [{text}] = outputFiles;
	const [{imports}] = Object.values(metafile.outputs);
	const outside = imports
		.filter(({path: module}) => !/^(node:|[a-z_/]+$)/.test(module))
		.map(({path: module}) => module);
	if (outside.length > 0) {
		throw new Error(`${name} imports ${outside.join(', ')}, which would be looked for outside of the executable`);
	}
	const {code} = await transform(text, {
		format: 'cjs',
		platform: 'node',
		target: 'node24',
		minifySyntax: true,
		minifyWhitespace: true,
		supported: {'dynamic-import': false},
	});
	const finder = /\bimport\.meta\b|\bimport\((?!"node:)/.exec(text);
	if (finder) {
		const near = text.slice(Math.max(0, finder.index - 80), finder.index + 80);
		throw new Error(`${name} finds something of its own by ${finder[0]}; use source/parts/parts.ts: …${near}…`);
	}
	return {
		text: `(function(require,module,exports,__filename,__dirname){"use strict";${code}\n})`,
		used: Object.keys(metafile.inputs),
	};
}

/** Text that defines `load`, for what runs before any of the scripts. */
async function loader() {
	const {outputFiles} = await bundle({
		entryPoints: [path.join(root, 'source/parts/load.ts')],
		format: 'iife',
		globalName: 'loader',
	});
	return `${outputFiles[0].text}const {load}=loader;`;
}
