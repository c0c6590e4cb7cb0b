#!/usr/bin/env node
// Scores the built program against the corpus beside the project, sets the misses against docs/conformance.md and compares
// with the threshold below: `npm run conformance [-- --verbose] [--only SUBSTRING]`. Says so and ends well where there is
// no corpus.
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {adjudicate, explainedDifferences, readScore} from './conformance-table.js';

/** Fields that agree or are explained, of those compared, in percent: no less passes. */
const THRESHOLD = 99.5;
const DOCUMENT = 'docs/conformance.md';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const scorer = path.resolve(root, '../shared/corpus/check.mjs');
const args = process.argv.slice(2);
const whole = !args.includes('--only');

if (fs.existsSync(scorer)) {
	const explanations = explainedDifferences(fs.readFileSync(path.join(root, DOCUMENT), 'utf8'));
	const sets = [
		['captures', []],
		['malformed', ['--malformed']],
	];
	const others = args.filter(arg => arg !== '--verbose');
	const texts = await Promise.all(sets.map(([, flags]) => run([...flags, ...others])));
	for (const [at, [name]] of sets.entries()) {
		const text = texts[at];
		if (args.includes('--verbose')) {
			console.log(text);
		}
		judge(name, readScore(text), explanations);
	}
} else {
	console.log('conformance: skipped, there is no corpus at ../shared/corpus beside the project');
}

function judge(name, {right, compared, misses, lost}, explanations) {
	const own = explanations.filter(({file}) => file.startsWith(`${name}/`));
	const {explained, unexplained, stale} = adjudicate(misses, own);
	const percent = fields => `${((100 * fields) / Math.max(1, compared)).toFixed(2)} %`;
	console.log(
		`conformance, ${name}: ${right} of ${compared} agree (${percent(right)}); ${explained} more are explained (${percent(right + explained)})`,
	);
	for (const file of lost) {
		fail(`${name}: no result for ${file}`);
	}
	for (const miss of unexplained) {
		fail(`differs, and ${DOCUMENT} does not say why: ${miss}`);
	}
	if (whole) {
		for (const row of stale) {
			fail(`${DOCUMENT} explains what no longer differs: ${row}`);
		}
	}
	if (!(compared > 0 && (100 * (right + explained)) / compared >= THRESHOLD)) {
		fail(`${name}: below ${THRESHOLD} %`);
	}
}

function fail(message) {
	console.error(`conformance: ${message}`);
	process.exitCode = 1;
}

// The scorer's own exit status asks for 100 %, so only what it prints counts here.
async function run(flags) {
	const cli = `${process.execPath} dist/cli.js`;
	const child = spawn(process.execPath, [scorer, '--cli', cli, '--verbose', ...flags], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let text = '';
	child.stdout.setEncoding('utf8').on('data', chunk => {
		text += chunk;
	});
	await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
	return text;
}
