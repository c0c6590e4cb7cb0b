#!/usr/bin/env node
// What must be true before a release, `npm run release-check`: a clean tree, the same tarball from two builds, advisories,
// and the bill of materials in sbom.cdx.json. Tests are npm test's.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const {version} = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
let failures = 0;

report('work tree', workTree());
report('changelog', changelog());
report('tarball', tarball());
report('advisories', advisories());
report('bill of materials', billOfMaterials());
process.exitCode = failures > 0 ? 1 : 0;

function report(what, [good, words]) {
	if (!good) failures++;
	console.log(`${good ? 'ok    ' : 'FAILED'} ${what}: ${words}`);
}

function run(command, ...args) {
	return spawnSync(command, args, {cwd: root, encoding: 'utf8', maxBuffer: 1 << 28});
}

function workTree() {
	const changed = run('git', 'status', '--porcelain').stdout.trim();
	return [changed === '', changed === '' ? 'clean' : `${changed.split('\n').length} files changed: commit them first`];
}

function changelog() {
	const named = fs.readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8').includes(`## [${version}]`);
	return [named, named ? `has ${version}` : `has no section [${version}]: rename [Unreleased]`];
}

function tarball() {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-release-'));
	try {
		const digests = [1, 2].map(() => {
			// prepack builds from nothing each time.
			fs.rmSync(path.join(root, 'dist'), {recursive: true, force: true});
			const {status, stdout, stderr} = run('npm', 'pack', '--silent', '--pack-destination', folder);
			if (status !== 0) throw new Error(stderr.trim());
			const file = path.join(folder, stdout.trim().split('\n').at(-1));
			return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
		});
		return [digests[0] === digests[1], `sha256 ${[...new Set(digests)].join(' and then ')}`];
	} catch (error) {
		return [false, error.message];
	} finally {
		fs.rmSync(folder, {recursive: true, force: true});
	}
}

function advisories() {
	const {status, stdout} = run('npm', 'audit', '--json');
	const answer = JSON.parse(stdout || '{}');
	if (!answer.metadata)
		return [false, 'this registry answers no npm audit: run it where registry.npmjs.org can be reached'];
	return [status === 0, `${answer.metadata.vulnerabilities.total} known; see npm audit`];
}

function billOfMaterials() {
	const {status, stdout, stderr} = run('npm', 'sbom', '--sbom-format', 'cyclonedx');
	if (status !== 0) return [false, stderr.trim().split('\n')[0]];
	fs.writeFileSync(path.join(root, 'sbom.cdx.json'), stdout);
	return [true, `${JSON.parse(stdout).components.length} components in sbom.cdx.json`];
}
