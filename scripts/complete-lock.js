#!/usr/bin/env node
// Completes package-lock.json after an `npm install` from a registry that lacks some platforms' optional packages: npm
// leaves those out of the lock file and `npm ci` then refuses it. Every package gets the hash that npm checks it against.
// `--check` only reports; exit status 1 when incomplete.
import {spawnSync} from 'node:child_process';
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
		if (lock.packages[key] || at === -1 || !words[at + 1] || !/^\d+\.\d+\.\d+$/.test(version)) {
			continue;
		}
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

const unchecked = Object.entries(lock.packages).filter(([key, {integrity}]) => key !== '' && !integrity);
missing.push(...unchecked.map(([key]) => `the hash of ${key}`));

/** @returns the package, with the registry's hash of it */
function withHash(key, {version, ...rest}) {
	const name = key.replace(/^.*node_modules\//, '');
	const {stdout} = spawnSync('npm', ['view', `${name}@${version}`, 'dist.integrity'], {encoding: 'utf8'});
	const integrity = stdout.trim();
	if (/^sha512-\S+$/.test(integrity)) {
		return {version, integrity, ...rest};
	}
	console.error(`the registry has no hash of ${name}@${version}: ask another one`);
	process.exitCode = 1;
	return {version, ...rest};
}

if (missing.length === 0) {
	console.log('package-lock.json is complete');
} else if (process.argv.includes('--check')) {
	console.error(`package-lock.json lacks ${missing.join(', ')}: run \`node scripts/complete-lock.js\``);
	process.exitCode = 1;
} else {
	for (const [key, entry] of unchecked) {
		lock.packages[key] = withHash(key, entry);
	}
	const {'': project, ...packages} = lock.packages;
	lock.packages = {
		'': project,
		...Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))),
	};
	fs.writeFileSync(file, `${JSON.stringify(lock, null, '\t')}\n`);
	console.log(`added ${missing.join(', ')}`);
}
