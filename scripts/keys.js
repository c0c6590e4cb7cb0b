#!/usr/bin/env node
// Writes docs/keys.md from the table of commands; test/docs/keys.test.ts fails when the file is not current.
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const {outputFiles} = await build({
	stdin: {
		contents: `
			import {keysDocument} from './source/input/document.js';
			import {SETTINGS} from './source/commands/dashboard/config.js';
			export const text = keysDocument(SETTINGS);
		`,
		resolveDir: root,
	},
	bundle: true,
	format: 'esm',
	platform: 'node',
	write: false,
});
const {text} = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
fs.writeFileSync(path.join(root, 'docs', 'keys.md'), text);
