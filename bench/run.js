#!/usr/bin/env node
// `npm run bench -- --scenario NAME [--rounds N] [--packets N] [--captures DIR] [--write]`; bundles bench/main.ts, since
// Node 20 runs no TypeScript, and runs it on the built program in dist/.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {definitions} from '../scripts/bundle.js';
import {validatorForEsbuild} from '../scripts/validator.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
if (!fs.existsSync(path.join(root, 'dist/cli.js'))) {
	console.error('bench: dist/ is missing: run `npm run build` first');
	process.exit(1);
}

const outdir = path.join(root, 'node_modules/.cache/netanal-bench');
await build({
	absWorkingDir: root,
	entryPoints: {
		main: 'bench/main.ts',
		'fleet-sensors': 'bench/fleet/sensors.ts',
		'fleet-listener': 'bench/fleet/listener.ts',
	},
	outdir,
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node20',
	packages: 'external',
	plugins: [validatorForEsbuild(root)],
	define: {NETANAL_VERSION: definitions.NETANAL_VERSION},
	logLevel: 'error',
});
process.chdir(root);
// React's other build keeps every frame; which one it is, is settled when the bundle is imported.
process.env.NODE_ENV = 'production';
const {main} = await import(pathToFileURL(path.join(outdir, 'main.js')).href);
process.exitCode = await main(process.argv.slice(2));
