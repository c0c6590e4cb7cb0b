#!/usr/bin/env node
// Scores the built program against the corpus beside the project and compares with the thresholds below:
// `npm run conformance [-- --verbose] [--only SUBSTRING]`. Says so and ends well where there is no corpus.
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

/** Lowest score that passes, in percent of the fields compared. */
const THRESHOLDS = {captures: 0, malformed: 0};

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const scorer = path.resolve(root, '../shared/corpus/check.mjs');

if (fs.existsSync(scorer)) {
	for (const [name, flags] of [
		['captures', []],
		['malformed', ['--malformed']],
	]) {
		const {right, compared, lines} = await score([...flags, ...process.argv.slice(2)]);
		console.log(`conformance, ${name}:`);
		for (const line of lines) console.log(`  ${line}`);
		const percent = (100 * right) / compared;
		if (!(compared > 0 && percent >= THRESHOLDS[name])) {
			console.error(`conformance: ${name} score below ${THRESHOLDS[name]} %; see each miss with --verbose`);
			process.exitCode = 1;
		}
	}
} else {
	console.log('conformance: skipped, there is no corpus at ../shared/corpus beside the project');
}

// The scorer's own exit status asks for 100 %, so only its last line counts here.
async function score(flags) {
	const child = spawn(process.execPath, [scorer, '--cli', `${process.execPath} dist/cli.js`, ...flags], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let text = '';
	child.stdout.setEncoding('utf8').on('data', chunk => {
		text += chunk;
	});
	await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
	const lines = text.trimEnd().split('\n');
	const [, right = 0, compared = 0] = /^score: (\d+)\/(\d+)/.exec(lines.at(-1)) ?? [];
	return {right: Number(right), compared: Number(compared), lines};
}
