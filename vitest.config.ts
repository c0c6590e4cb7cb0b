import fs from 'node:fs';
import process from 'node:process';
import {defineConfig} from 'vitest/config';
import {validatorForVite} from './scripts/validator.js';

const {version} = JSON.parse(fs.readFileSync(new URL('./package.json', import.meta.url), 'utf8'));
const report = process.env.NETANAL_TEST_REPORT;

/**
 * Tests of the whole program among others on interfaces, and of what a process takes. Those that are left out, and brokers, wait for what they
 * mean and share nothing.
 */
const SYSTEM = [
	'test/live/!(worker-death).test.ts',
	'test/security/!(exports|writers).test.ts',
	'test/engine/memory.test.ts',
];
/** The program in pseudo-terminals: each has its own, and waits for what is shown. */
const TERMINALS = ['test/pty/!(time-and-files).test.ts'];

export default defineConfig({
	plugins: [validatorForVite(import.meta.dirname)],
	define: {
		NETANAL_VERSION: JSON.stringify(version),
		// source/parts/parts.ts finds the fonts where npm put them; in dist/ they lie beside the code.
		NETANAL_FILES: JSON.stringify('../../dist/'),
		NETANAL_FONTS: JSON.stringify('../../node_modules/dejavu-fonts-ttf/ttf/'),
	},
	test: {
		// what has the machine's network and processors to itself comes last, a file after the other; many of the others mostly wait
		projects: [
			{extends: true, test: {name: 'system', include: SYSTEM, maxWorkers: 1, sequence: {groupOrder: 3}}},
			{extends: true, test: {name: 'terminals', include: TERMINALS, maxWorkers: 2, sequence: {groupOrder: 2}}},
			{
				extends: true,
				test: {
					name: 'parts',
					include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
					exclude: [...SYSTEM, ...TERMINALS],
					maxWorkers: 3,
					sequence: {groupOrder: 1},
				},
			},
		],
		reporters: report ? ['default', ['json', {outputFile: report}]] : ['default'],
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
});
