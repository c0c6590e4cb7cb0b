// Node 20 does not read TypeScript: esbuild bundles the generator into a temporary folder first.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const folder = mkdtempSync(path.join(tmpdir(), 'netanal-traffic-'));
try {
	const outfile = path.join(folder, 'cli.mjs');
	await build({
		entryPoints: [fileURLToPath(new URL('cli.ts', import.meta.url))],
		outfile,
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
	});
	await import(pathToFileURL(outfile).href);
} finally {
	rmSync(folder, {recursive: true});
}
