#!/usr/bin/env node
// `npm run soak`: bundles test/soak (Node 20 does not read TypeScript) and runs it. `npm run build` comes first.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const cache = path.join(root, 'node_modules', '.cache');
fs.mkdirSync(cache, {recursive: true});
const folder = fs.mkdtempSync(path.join(cache, 'netanal-soak-'));
process.on('exit', () => fs.rmSync(folder, {recursive: true, force: true}));
const outfile = path.join(folder, 'soak.mjs');
await build({
	entryPoints: [path.join(root, 'test', 'soak', 'main.ts')],
	outfile,
	bundle: true,
	// Node finds them from node_modules/.cache as from anywhere below the project.
	packages: 'external',
	format: 'esm',
	platform: 'node',
	target: 'node20',
	define: {NETANAL_VERSION: '"soak"'},
	logLevel: 'error',
});
await import(pathToFileURL(outfile).href);
