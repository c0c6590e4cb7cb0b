#!/usr/bin/env node
// Completes package-lock.json after an `npm install` from a registry that lacks some platforms' optional packages: npm
// leaves those out of the lock file and `npm ci` then refuses it. `--check` only reports; exit status 1 when incomplete.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../package-lock.json');
const lock = JSON.parse(fs.readFileSync(file, 'utf8'));
const systems = new Set([
	'aix',
	'android',
	'darwin',
	'freebsd',
	'linux',
	'netbsd',
	'openbsd',
	'openharmony',
	'sunos',
	'win32',
]);
const missing = [];

for (const entry of Object.values(lock.packages)) {
	for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
		const key = `node_modules/${name}`;
		const words = name.split('/').pop().split('-');
		const at = words.findIndex(word => systems.has(word));
		// Only packages of one platform at an exact version: what they need is known without asking for them.
		if (lock.packages[key] || at === -1 || !words[at + 1] || !/^\d+\.\d+\.\d+$/.test(version)) continue;
		missing.push(`${name}@${version}`);
		lock.packages[key] = {
			version,
			cpu: [words[at + 1]],
			...(entry.dev ? {dev: true} : {}),
			...(words.includes('musl') ? {libc: ['musl']} : {}),
			license: entry.license,
			optional: true,
			os: [words[at]],
			...(entry.engines ? {engines: entry.engines} : {}),
		};
	}
}

if (missing.length === 0) {
	console.log('package-lock.json is complete');
} else if (process.argv.includes('--check')) {
	console.error(`package-lock.json lacks ${missing.join(', ')}: run \`node scripts/complete-lock.js\``);
	process.exitCode = 1;
} else {
	const {'': project, ...packages} = lock.packages;
	lock.packages = {
		'': project,
		...Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))),
	};
	fs.writeFileSync(file, `${JSON.stringify(lock, null, '\t')}\n`);
	console.log(`added ${missing.join(', ')}`);
}
