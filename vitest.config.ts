import fs from 'node:fs';
import {defineConfig} from 'vitest/config';

const {version} = JSON.parse(fs.readFileSync(new URL('./package.json', import.meta.url), 'utf8'));

export default defineConfig({
	define: {NETANAL_VERSION: JSON.stringify(version)},
	test: {
		include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
});
