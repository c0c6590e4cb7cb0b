/** What is loaded before the first answer and the first frame: each file and each of Node's own modules costs its time (docs/performance.md). */
import type {Metafile} from 'esbuild';
import {beforeAll, describe, expect, it} from 'vitest';
import {bundle, manifest, program} from '../../scripts/bundle.js';
import {afterMain} from '../../scripts/bundle-plugins.js';

let outputs: Metafile['outputs'];
let texts: Map<string, string>;

beforeAll(async () => {
	const external = Object.keys(manifest.dependencies);
	const built = await bundle({entryPoints: program, splitting: true, external, plugins: [afterMain]});
	({outputs} = built.metafile);
	texts = new Map(built.outputFiles.map(({path, text}) => [path.replace(/^.*(?=dist\/)/, ''), text]));
}, 60_000);

/** The files that come with the output that `source` begins, and what they import of Node. */
function loadedWith(source: string): {files: string[]; nodes: string[]; inputs: string[]} {
	const files = new Set<string>();
	const nodes = new Set<string>();
	const visit = (file: string) => {
		if (files.has(file)) {
			return;
		}
		files.add(file);
		for (const {path, kind, external} of outputs[file].imports) {
			if (kind !== 'dynamic-import') {
				external ? nodes.add(path) : visit(path);
			}
		}
	};
	const [first] = Object.entries(outputs).find(([, {entryPoint}]) => entryPoint?.endsWith(source)) ?? [];
	expect(first).toBeDefined();
	visit(first as string);
	return {
		files: [...files],
		nodes: [...nodes],
		inputs: [...files].flatMap(file => Object.keys(outputs[file].inputs)),
	};
}

describe('what the start loads', () => {
	it('is a file or two, in which nothing is that one command alone needs', () => {
		const {files, inputs} = loadedWith('source/main.ts');
		expect(files.length).toBeLessThanOrEqual(3);
		expect(
			inputs.filter(name =>
				/snapshot-validator|echarts|react|dashboard\/panels|engine\/decode\/applications/.test(name),
			),
		).toEqual([]);
	});

	it('is a few files more for the dashboard and for a file that is analysed', () => {
		for (const source of [
			'commands/dashboard/dashboard.ts',
			'commands/dashboard/screen.ts',
			'engine/analysis/run.ts',
		]) {
			expect(loadedWith(source).files.length, source).toBeLessThanOrEqual(6);
		}
	});

	it('is none of those of Node that the first frame needs nothing of', () => {
		const slow = [
			'node:child_process',
			'child_process',
			'node:assert',
			'assert',
			'node:crypto',
			'crypto',
			'node:process',
			'node:perf_hooks',
		];
		const {nodes} = loadedWith('commands/dashboard/screen.ts');
		expect(nodes).toContain('node:fs');
		expect(nodes.filter(name => slow.includes(name))).toEqual([]);
		const whole = loadedWith('commands/dashboard/screen.ts')
			.files.map(file => texts.get(file))
			.join('');
		expect(whole).not.toMatch(/require\("(assert|child_process)"\)/);
	});

	it('makes a module of React once', () => {
		const whole = [...texts.values()].join('');
		expect(whole.match(/__toESM\(require_react\(\)/g)).toHaveLength(1);
		expect(whole.match(/__toESM\(require_jsx_runtime\(\)/g)).toHaveLength(1);
	});
});
