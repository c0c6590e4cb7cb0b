#!/usr/bin/env node
// Bundles source/ into a flat dist/: `node scripts/build.js [--fast]`. --fast leaves the declaration files out.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {bundle, failed, fonts, helper, library, manifest, program, root, workers} from './bundle.js';
import {afterMain} from './bundle-plugins.js';
import {thirdPartyLicences} from './licences.js';
import {snapshotSchema} from './schema.js';
import {packedVendors, registry} from './vendors.js';

const dist = path.join(root, 'dist');
const fast = process.argv.includes('--fast');
const external = Object.keys(manifest.dependencies);
const manual = 'netanal-tui.1';

/** What CommonJS packages in the bundle (amqplib, NATS's client, Ink's stack-utils) call for Node's own modules. */
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
await writeBundles();
manualPage();
if (!fast) {
	declarations();
}
console.log(`built dist/ ${manifest.version} in ${((performance.now() - started) / 1000).toFixed(1)} s`);

/** In front of the files that use it: each of the others would start half a millisecond later for it. */
function withRequire(text) {
	if (!/\btypeof require\b/.test(text)) {
		return text;
	}
	const [hashbang = ''] = /^#!.*\n/.exec(text) ?? [];
	return hashbang + REQUIRE + text.slice(hashbang.length);
}

async function writeBundles() {
	const results = await Promise.all([
		bundle({entryPoints: program, splitting: true, external, plugins: [afterMain]}),
		bundle({entryPoints: library, splitting: true, external}),
		bundle({entryPoints: workers, external}),
		bundle({...helper, external}),
	]).catch(failed);

	fs.mkdirSync(dist, {recursive: true});
	const outputs = results.flatMap(({outputFiles}) =>
		outputFiles.map(({path: file, text}) => ({name: path.basename(file), contents: withRequire(text)})),
	);
	outputs.push({name: 'snapshot.schema.json', contents: snapshotSchema(root)});
	for (const font of fonts) {
		outputs.push({name: path.basename(font), contents: fs.readFileSync(path.join(root, font))});
	}
	outputs.push({name: 'vendors.br', contents: vendors()});
	outputs.push({
		name: 'THIRD-PARTY-LICENSES.txt',
		contents: thirdPartyLicences(root, [
			...results.flatMap(({metafile}) => Object.keys(metafile.inputs)),
			...fonts,
			registry,
		]),
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

/** Packing them takes longer than all else: a fast build keeps what is newer than they are. */
function vendors() {
	const packed = path.join(dist, 'vendors.br');
	const changed = file => fs.statSync(file, {throwIfNoEntry: false})?.mtimeMs ?? 0;
	const isCurrent =
		changed(packed) > Math.max(...[registry, 'scripts/vendors.js'].map(file => changed(path.join(root, file))));
	return fast && isCurrent ? fs.readFileSync(packed) : packedVendors(root);
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
