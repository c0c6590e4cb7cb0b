#!/usr/bin/env node
// `npm run fuzz -- --seconds N --seed S`: bundles test/fuzz (Node 20 does not read TypeScript) and runs it.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const folder = mkdtempSync(path.join(tmpdir(), 'netanal-fuzz-'));
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));
const outfile = path.join(folder, 'fuzz.mjs');
await build({
	entryPoints: [path.join(root, 'test', 'fuzz', 'main.ts')],
	outfile,
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node20',
	logLevel: 'error',
});
await import(pathToFileURL(outfile).href);
