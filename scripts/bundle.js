// What is bundled, and how, for npm's dist/ (scripts/build.js) and for the one file (scripts/package/).
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {asModules, globalProcess, lastTexts, ownCells, stubs, withoutDevtools} from './bundle-plugins.js';
import {validatorForEsbuild} from './validator.js';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

// Output name → source file. source/parts/parts.ts finds them beside itself, hence flat.
export const program = {cli: 'source/start.ts'};
export const library = {engine: 'source/library/index.ts'};
/** Each is one file: a thread starts sooner with a file of its own than with a dozen that it shares. */
export const workers = {
	'capture-worker': 'source/engine/capture/capture-worker.ts',
	'analysis-worker': 'source/engine/analysis-worker.ts',
	'filter-worker': 'source/engine/filter/filter-worker.ts',
};

/**
 * The privileged helper, a process that is to be small and to start fast: as CommonJS it takes 3 MB less, since Node's loader of
 * modules is not started.
 */
export const helper = {
	entryPoints: {helper: 'source/helper/main.ts'},
	format: 'cjs',
	outExtension: {'.js': '.cjs'},
	supported: {'dynamic-import': false},
};

/** Files that the program opens beside its code. */
export const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map(name => `node_modules/dejavu-fonts-ttf/ttf/${name}`);

/** What the source is told by the build. */
export const definitions = {
	'process.env.NODE_ENV': '"production"',
	NETANAL_VERSION: JSON.stringify(manifest.version),
	NETANAL_FONTS: '"./"',
	NETANAL_FILES: '"./"',
	// Yoga has its WebAssembly with it, and would load Node's HTTP client to fetch it from there.
	fetch: 'undefined',
};

/**
 * @param {import('esbuild').BuildOptions} options what is to be bundled; plugins come before ours
 * @returns {Promise<import('esbuild').BuildResult>} nothing is written
 */
export function bundle({plugins = [], ...options}) {
	return build({
		absWorkingDir: root,
		outdir: 'dist',
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		chunkNames: 'chunk-[hash]',
		// Names stay (no keepNames: it costs a call per closure on the packet path).
		minifySyntax: true,
		minifyWhitespace: true,
		legalComments: 'none',
		plugins: [
			...plugins,
			stubs,
			withoutDevtools,
			ownCells,
			lastTexts,
			asModules,
			globalProcess,
			validatorForEsbuild(root),
		],
		define: definitions,
		metafile: true,
		write: false,
		logLevel: 'silent',
		...options,
	});
}

/** Ends a build with what went wrong; what esbuild has to say is a line each. */
export function failed(error) {
	for (const {text, location} of error.errors ?? [{text: error.message}]) {
		console.error(location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text);
	}
	process.exit(1);
}
