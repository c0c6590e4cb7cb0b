// What esbuild is told of packages and files that it would bundle otherwise.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const require = createRequire(import.meta.url);
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** What Ink imports and has no use for here. */
const STUBS = {
	// Who asks the surface for its size is told; the package has other programs at hand for who is not, and Node's `child_process` for them.
	'terminal-size': "export default () => { throw new Error('a surface without a size'); };",
	// What ends the program ends the dashboard (terminal/lifecycle.ts), and with it Ink.
	'signal-exit': 'export default () => () => {};',
};

export const stubs = {
	name: 'stubs',
	setup(builder) {
		builder.onResolve({filter: exactly(Object.keys(STUBS))}, ({path: name}) => ({path: name, namespace: 'stub'}));
		builder.onLoad({filter: /.*/, namespace: 'stub'}, ({path: name}) => ({contents: STUBS[name]}));
	},
};

/** For DEV=true, Ink would connect to React's developer tools (a megabyte and a web socket server), and read a file beside the program. */
export const withoutDevtools = {
	name: 'without-devtools',
	setup(builder) {
		builder.onLoad({filter: /[/\\]ink[/\\]build[/\\]reconciler\.js$/}, ({path: file}) => ({
			contents: fs.readFileSync(file, 'utf8').replaceAll('isDev()', 'false'),
		}));
	},
};

/** Ink measures and takes lines apart as the rest of the program does, in a tenth of the time (docs/decisions/0023). */
export const ownCells = {
	name: 'own-cells',
	setup(builder) {
		const names = ['string-width', 'slice-ansi', '@alcalzone/ansi-tokenize'];
		builder.onResolve({filter: exactly(names)}, ({path: name}) => ({
			path: path.join(root, 'source/terminal/ink', `${path.basename(name)}.ts`),
		}));
	},
};

/** What Ink does with its `cache` of each distinct text that it was ever given, and what is done instead. */
const TEXTS = {
	'measure-text': [['const cache = new Map();', 'const cache = new LastTexts();']],
	'wrap-text': [
		['const cache = {};', 'const cache = new LastTexts();'],
		// a text that ends in digits is not another one in a box of another width
		['text + String(maxWidth) + String(wrapType)', "[text, maxWidth, wrapType].join('\\0')"],
		['cache[cacheKey];', 'cache.get(cacheKey);'],
		['cache[cacheKey] = wrappedText;', 'cache.set(cacheKey, wrappedText);'],
	],
};

/** Ink keeps the last texts that it measured and wrapped, not all of them (docs/decisions/0023). */
export const lastTexts = {
	name: 'last-texts',
	setup(builder) {
		builder.onLoad({filter: /[/\\]ink[/\\]build[/\\](measure|wrap)-text\.js$/}, ({path: file}) => {
			let contents = fs.readFileSync(file, 'utf8');
			for (const [theirs, ours] of TEXTS[path.basename(file, '.js')]) {
				if (!contents.includes(theirs)) {
					throw new Error(`${file} is another one than before: it has no '${theirs}'`);
				}
				contents = contents.replace(theirs, () => ours);
			}
			const module = JSON.stringify(path.join(root, 'source/terminal/ink/last-texts.ts'));
			return {contents: `import {LastTexts} from ${module};\n${contents}`};
		});
	},
};

/**
 * What is no module of ECMAScript becomes one once, not once in each of the forty files that import it: for each of them esbuild would
 * make an object with a getter for each export.
 */
export const asModules = {
	name: 'as-modules',
	setup(builder) {
		const names = ['react', 'react/jsx-runtime'];
		builder.onResolve({filter: exactly(names)}, ({path: name, kind, namespace, resolveDir}) =>
			kind === 'import-statement' && namespace !== 'module'
				? {path: name, namespace: 'module', pluginData: resolveDir}
				: undefined,
		);
		builder.onLoad({filter: /.*/, namespace: 'module'}, ({path: name, pluginData: resolveDir}) => ({
			contents: [
				`import whole from '${name}';`,
				'export default whole;',
				...Object.keys(require(name)).map(key => `export const ${key} = whole.${key};`),
			].join('\n'),
			resolveDir,
		}));
	},
};

/** Node's own one has a getter for all that a process can be asked, and each is asked when it is imported. */
export const globalProcess = {
	name: 'global-process',
	setup(builder) {
		builder.onResolve({filter: exactly(['node:process'])}, ({path: name}) => ({path: name, namespace: 'global'}));
		builder.onLoad({filter: /.*/, namespace: 'global'}, () => ({
			contents:
				'const {process} = globalThis; export default process; export const {env} = process; export const cwd = () => process.cwd();',
		}));
	},
};

/** What several of those that are loaded later share comes with main.ts where it is small: a file of its own costs more than its bytes. */
const SMALL = ['engine/rows.ts', 'engine/row-filter.ts', 'engine/row-match.ts', 'engine/snapshot.ts'];

/**
 * What is loaded later says that it comes after main.ts: what both need is in one file with it then. esbuild would make one for each set
 * of those that need a module, thirty of them, and each takes Node half a millisecond to find and read. What the analysis loads later
 * comes after the whole analysis in the same way.
 */
export const afterMain = {
	name: 'after-main',
	setup(builder) {
		const main = path.join(root, 'source/main.ts');
		const analysis = path.join(root, 'source/engine/analysis');
		builder.onResolve({filter: /^\./}, ({path: name, kind, resolveDir}) => {
			const file = path.join(resolveDir, name).replace(/\.js$/, '.ts');
			const isOurs = file.startsWith(path.join(root, 'source'));
			const after = resolveDir === analysis ? [main, path.join(analysis, 'run.ts')] : [main];
			return isOurs && kind === 'dynamic-import' && file !== main
				? {path: file, namespace: 'later', pluginData: after}
				: undefined;
		});
		builder.onLoad({filter: /.*/, namespace: 'later'}, ({path: file, pluginData: after}) => ({
			contents: [
				...after.map(each => `import '${each}';`),
				...SMALL.map((each, index) => `export * as small${index} from '${path.join(root, 'source', each)}';`),
				`export * from '${file}';`,
			].join('\n'),
			resolveDir: root,
		}));
	},
};

function exactly(names) {
	return new RegExp(`^(${names.join('|')})$`);
}
