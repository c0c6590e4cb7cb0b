import fs from 'node:fs';
import process from 'node:process';
import {defineConfig} from 'vitest/config';
import {validatorForVite} from './scripts/validator.js';

const {version} = JSON.parse(fs.readFileSync(new URL('./package.json', import.meta.url), 'utf8'));
const report = process.env.NETANAL_TEST_REPORT;

export default defineConfig({
	plugins: [validatorForVite(import.meta.dirname)],
	define: {
		NETANAL_VERSION: JSON.stringify(version),
		// source/parts/parts.ts finds the fonts where npm put them; in dist/ they lie beside the code.
		NETANAL_FILES: JSON.stringify('../../dist/'),
		NETANAL_FONTS: JSON.stringify('../../node_modules/dejavu-fonts-ttf/ttf/'),
	},
	test: {
		include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
		reporters: report ? ['default', ['json', {outputFile: report}]] : ['default'],
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
});
