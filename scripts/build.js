#!/usr/bin/env node
// Bundles source/ into a flat dist/: `node scripts/build.js [--fast]`. --fast leaves the declaration files out.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {thirdPartyLicences} from './licences.js';
import {snapshotSchema} from './schema.js';
import {validatorForEsbuild} from './validator.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const fast = process.argv.includes('--fast');
const {version, dependencies = {}} = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

// Output name → source file. Workers are found by `new URL('./NAME.js', import.meta.url)`, hence flat.
const entries = existing({cli: 'source/start.ts', engine: 'source/engine/index.ts'});
/** Each is one file: a thread starts sooner with a file of its own than with a dozen that it shares. */
const workers = existing({
	'capture-worker': 'source/engine/capture/capture-worker.ts',
	'analysis-worker': 'source/engine/analysis-worker.ts',
	'filter-worker': 'source/engine/filter/filter-worker.ts',
});

function existing(candidates) {
	return Object.fromEntries(Object.entries(candidates).filter(([, file]) => fs.existsSync(path.join(root, file))));
}

/** Files that the program opens beside its code. */
const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map(name => `node_modules/dejavu-fonts-ttf/ttf/${name}`);

const manual = 'netanal-tui.1';

const stubDevtools = {
	name: 'stub-react-devtools',
	setup(builder) {
		// Ink loads it for DEV=true only; bundling it would add a megabyte and a web socket server.
		builder.onResolve({filter: /^(react-devtools-core|ws)$/}, ({path: name}) => ({path: name, namespace: 'stub'}));
		builder.onLoad({filter: /.*/, namespace: 'stub'}, () => ({
			contents: 'export default {initialize() {}, connectToDevTools() {}};',
		}));
	},
};

/** Ink measures and takes lines apart as the rest of the program does, in a tenth of the time (docs/decisions/0023). */
const ownCells = {
	name: 'own-cells',
	setup(builder) {
		builder.onResolve({filter: /^(string-width|@alcalzone\/ansi-tokenize)$/}, ({path: name}) => ({
			path: path.join(root, 'source/terminal/ink', `${path.basename(name)}.ts`),
		}));
	},
};

/** What CommonJS packages in the bundle (react-reconciler, signal-exit) call for Node's own modules. */
const REQUIRE =
	"import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);\n";

// The packed bytes have modes among them: the same ones whoever builds.
process.umask(0o022);
if (process.env.npm_lifecycle_event === 'prepack') {
	for (const name of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']) {
		fs.chmodSync(path.join(root, name), 0o644);
	}
}

const started = performance.now();
if (Object.keys(entries).length > 0) {
	await bundle();
}
manualPage();
if (!fast) {
	declarations();
}
console.log(`built dist/ ${version} in ${((performance.now() - started) / 1000).toFixed(1)} s`);

/** In front of the files that use it: each of the others would start half a millisecond later for it. */
function withRequire(text) {
	if (!/\btypeof require\b/.test(text)) {
		return text;
	}
	const [hashbang = ''] = /^#!.*\n/.exec(text) ?? [];
	return hashbang + REQUIRE + text.slice(hashbang.length);
}

function esbuild(entryPoints, splitting) {
	return build({
		absWorkingDir: root,
		entryPoints,
		outdir: 'dist',
		bundle: true,
		splitting,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		chunkNames: 'chunk-[hash]',
		// Names stay (no keepNames: it costs a call per closure on the packet path).
		minifySyntax: true,
		minifyWhitespace: true,
		legalComments: 'none',
		external: Object.keys(dependencies),
		plugins: [stubDevtools, ownCells, validatorForEsbuild(root)],
		define: {
			'process.env.NODE_ENV': '"production"',
			NETANAL_VERSION: JSON.stringify(version),
			NETANAL_FONTS: '"./"',
			// Yoga has its WebAssembly with it, and would load Node's HTTP client to fetch it from there.
			fetch: 'undefined',
		},
		metafile: true,
		write: false,
		logLevel: 'silent',
	});
}

async function bundle() {
	const results = await Promise.all([esbuild(entries, true), esbuild(workers, false)]).catch(error => {
		for (const {text, location} of error.errors ?? [{text: error.message}]) {
			console.error(location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text);
		}
		process.exit(1);
	});

	fs.mkdirSync(dist, {recursive: true});
	const outputs = results.flatMap(({outputFiles}) =>
		outputFiles.map(({path: file, text}) => ({name: path.basename(file), contents: withRequire(text)})),
	);
	outputs.push({name: 'snapshot.schema.json', contents: snapshotSchema(root)});
	for (const font of fonts) {
		outputs.push({name: path.basename(font), contents: fs.readFileSync(path.join(root, font))});
	}
	outputs.push({
		name: 'THIRD-PARTY-LICENSES.txt',
		contents: thirdPartyLicences(root, [...results.flatMap(({metafile}) => Object.keys(metafile.inputs)), ...fonts]),
	});
	// Shared chunks first and stale ones last: a program started in the middle finds either the old or the new set.
	outputs.sort((a, b) => Number(b.name.startsWith('chunk-')) - Number(a.name.startsWith('chunk-')));
	for (const {name, contents} of outputs) {
		const temporary = path.join(dist, `.${name}.${process.pid}`);
		fs.writeFileSync(temporary, contents, {mode: name === 'cli.js' ? 0o755 : 0o644});
		fs.renameSync(temporary, path.join(dist, name));
	}
	const kept = new Set([manual, ...outputs.map(({name}) => name)]);
	for (const entry of fs.readdirSync(dist, {withFileTypes: true})) {
		if (entry.isFile() && !entry.name.startsWith('.') && !kept.has(entry.name)) {
			fs.rmSync(path.join(dist, entry.name), {force: true});
		}
	}
}

/** What the program prints is what the package's `man` field names. */
function manualPage() {
	const {status, stdout, stderr} = spawnSync(process.execPath, [path.join(dist, 'cli.js'), 'man'], {encoding: 'utf8'});
	if (status !== 0) {
		console.error(`dist/cli.js man: ${stderr}`);
		process.exit(1);
	}

	// Written over, an old one would keep its mode.
	fs.rmSync(path.join(dist, manual), {force: true});
	fs.writeFileSync(path.join(dist, manual), stdout);
}

function declarations() {
	if (!entries.engine) {
		return;
	}
	const types = path.join(dist, 'types');
	fs.rmSync(types, {recursive: true, force: true});
	const {status} = spawnSync(
		process.execPath,
		[path.join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.types.json'],
		{cwd: root, stdio: 'inherit'},
	);
	if (status !== 0) {
		process.exit(status ?? 1);
	}
}
