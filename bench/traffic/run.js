// Node 20 does not read TypeScript: esbuild bundles the generator in memory.
import {build} from 'esbuild';

const {outputFiles} = await build({
	entryPoints: [new URL('cli.ts', import.meta.url).pathname],
	bundle: true,
	write: false,
	format: 'esm',
	platform: 'node',
	target: 'node20',
});
await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
