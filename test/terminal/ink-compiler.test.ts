/** Node 20's V8 leaves the layout of Ink to its first compiler; a later Node is left as it is. */
import {afterEach, expect, it, vi} from 'vitest';

const flags = vi.hoisted(() => [] as string[]);

vi.mock('node:v8', () => ({default: {setFlagsFromString: (flag: string) => flags.push(flag)}}));

const real = process.versions;

afterEach(() => {
	Object.defineProperty(process, 'versions', {value: real, configurable: true, enumerable: true});
	vi.resetModules();
	flags.length = 0;
});

it.each([
	['20.0.0', 1],
	['20.20.2', 1],
	['22.23.3', 0],
	['24.21.0', 0],
	['200.0.0', 0],
])('of Node %s %i flag is set', async (node, count) => {
	Object.defineProperty(process, 'versions', {value: {...real, node}, configurable: true, enumerable: true});
	await import('../../source/terminal/ink/compiler.js');
	expect(flags).toHaveLength(count);
	expect(flags.every(flag => /^--wasm-tiering-budget=\d+$/.test(flag))).toBe(true);
});
