#!/usr/bin/env node
// What must be true before a release, `npm run release-check`: a clean tree, a program that works from `npm ci
// --ignore-scripts`, the same tarball and the same one file from two builds, a Debian package that is
// installed, tried and removed in fresh Debians, no known advisory, the bill of materials in sbom.cdx.json and a licence for all that is in
// it. Everything is done in a clone of what is committed; the work tree is only looked at. Tests are npm test's.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {tryPackage} from './package/try-debian.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const {version} = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
/** What may be shipped or installed with a program under the MIT licence; MPL-2.0 as an unchanged package beside it only. */
const LICENCES = new Set([
	'0BSD',
	'Apache-2.0',
	'Bitstream-Vera',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'ISC',
	'MIT',
	'(MIT AND Zlib)',
	'MPL-2.0',
	'Unlicense',
]);
/** What only the text of a licence tells, read by a person. */
const READ = new Map([['dejavu-fonts-ttf', 'Bitstream-Vera']]);
const counts = {ok: 0, FAILED: 0, UNKNOWN: 0};

report('work tree', workTree());
report('changelog', changelog());
const clone = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-release-'));
process.on('exit', () => fs.rmSync(clone, {recursive: true, force: true}));
const installed = freshInstall();
report('fresh install', installed);
if (installed[0]) {
	report('tarball', tarball());
	report('one file', oneFile());
	report('Debian package', debian());
	report('lintian', lintian());
	report('advisories', advisories());
	const bill = billOfMaterials();
	report('bill of materials', bill.result);
	report('licences', licences(bill.components));
}

console.log(`${counts.ok} ok, ${counts.FAILED} failed, ${counts.UNKNOWN} not known`);
process.exitCode = counts.FAILED > 0 ? 1 : 0;

/** @param result true, false or null where it cannot be told here; and why */
function report(what, [good, words]) {
	const verdict = good === null ? 'UNKNOWN' : good ? 'ok' : 'FAILED';
	counts[verdict]++;
	console.log(`${verdict.padEnd(7)} ${what}: ${words}`);
}

function runIn(cwd, command, ...args) {
	return spawnSync(command, args, {cwd, encoding: 'utf8', maxBuffer: 1 << 28});
}

function workTree() {
	const changed = runIn(root, 'git', 'status', '--porcelain').stdout.trim();
	return [changed === '', changed === '' ? 'clean' : `${changed.split('\n').length} files changed: commit them first`];
}

function changelog() {
	const named = fs.readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8').includes(`## [${version}]`);
	return [named, named ? `has ${version}` : `has no section [${version}]: rename [Unreleased]`];
}

/** What is committed, installed without running any script of any package, built and tried. */
function freshInstall() {
	const steps = [
		[root, 'git', 'clone', '--quiet', root, clone],
		[clone, 'npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
		[clone, 'npm', 'run', '--silent', 'build'],
		[clone, process.execPath, 'dist/cli.js', 'interfaces'],
	];
	for (const [cwd, command, ...args] of steps) {
		const {status, stdout, stderr} = runIn(cwd, command, ...args);
		if (status !== 0) {
			return [false, `${command} ${args[0]}: ${(stderr || stdout).trim().split('\n').at(-1)}`];
		}
	}

	return [true, 'npm ci --ignore-scripts, build and libpcap work'];
}

function tarball() {
	const digests = [];
	for (const turn of [1, 2]) {
		// prepack builds from nothing each time.
		fs.rmSync(path.join(clone, 'dist'), {recursive: true, force: true});
		const folder = path.join(clone, `packed-${turn}`);
		fs.mkdirSync(folder);
		const {status, stdout, stderr} = runIn(clone, 'npm', 'pack', '--silent', '--pack-destination', folder);
		if (status !== 0) {
			return [false, stderr.trim()];
		}
		const file = path.join(folder, stdout.trim().split('\n').at(-1));
		digests.push(digestOf(file));
	}

	return sameBytes(digests);
}

/** The file itself is tried by test/package/one-file.test.ts. */
function oneFile() {
	const digests = [];
	for (const turn of ['first', 'second']) {
		const {status, stderr} = runIn(clone, process.execPath, 'scripts/package.js', '--into', turn, '--deb');
		if (status !== 0) {
			return [false, stderr.trim().split('\n').at(-1)];
		}
		digests.push(digestOf(path.join(clone, turn, `linux-${process.arch}/netanal-tui`)));
	}

	return sameBytes(digests);
}

/** The one that `oneFile` has made. */
function debianFile() {
	const folder = path.join(clone, 'second');
	const name = fs.readdirSync(folder).find(file => file.endsWith('.deb'));
	return name === undefined ? null : path.join(folder, name);
}

function debian() {
	const file = debianFile();
	return file === null ? [false, 'none was made'] : tryPackage(file);
}

function lintian() {
	const {status, stdout, error} = runIn(clone, 'lintian', '--fail-on', 'error', debianFile() ?? '');
	if (error) {
		return [null, 'needs lintian: apt-get install lintian'];
	}
	return [status === 0, stdout.trim().split('\n').join('; ') || 'nothing to say'];
}

function digestOf(file) {
	return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}

function sameBytes(digests) {
	return [digests[0] === digests[1], `sha256 ${[...new Set(digests)].join(' and then ')}`];
}

function advisories() {
	const {status, stdout} = runIn(clone, 'npm', 'audit', '--json');
	const answer = JSON.parse(stdout || '{}');
	if (!answer.metadata) {
		const why = (answer.message ?? 'no answer').split(' - ')[0];
		return [null, `this registry answers no npm audit (${why}): run it where the public one can be reached`];
	}
	return [status === 0, `${answer.metadata.vulnerabilities.total} known; see npm audit`];
}

function billOfMaterials() {
	const {status, stdout, stderr} = runIn(clone, 'npm', 'sbom', '--sbom-format', 'cyclonedx');
	if (status !== 0) {
		return {result: [false, stderr.trim().split('\n')[0]], components: []};
	}
	fs.writeFileSync(path.join(root, 'sbom.cdx.json'), stdout);
	const {components} = JSON.parse(stdout);
	return {result: [true, `${components.length} components in sbom.cdx.json`], components};
}

/** Of what users get: the packages that npm installs for them, and those whose code is in the bundle. */
function licences(components) {
	const bundled = fs.readFileSync(path.join(clone, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
	const isDevelopment = ({properties = []}) => properties.some(({name}) => name === 'cdx:npm:package:development');
	const found = new Map();
	for (const component of components) {
		const name = component['bom-ref'].replace(/@([^@]+)$/, ' $1');
		const theirs = component.licenses?.map(({license, expression}) => license?.id ?? license?.name ?? expression) ?? [];
		if (!isDevelopment(component)) {
			found.set(name, theirs.join(' and ') || 'none');
		}
	}
	// names and versions head the sections
	for (const [, name, version, licence] of bundled.matchAll(/^(\S+) (\d\S*) \((.+)\)$/gm)) {
		found.set(`${name} ${version}`, READ.get(name) ?? licence);
	}
	const odd = [...found]
		.filter(([, licence]) => !LICENCES.has(licence))
		.map(([name, licence]) => `${name}: ${licence}`);
	const sums = new Map();
	for (const licence of found.values()) {
		sums.set(licence, (sums.get(licence) ?? 0) + 1);
	}
	const list = [...sums].map(([licence, sum]) => `${sum} ${licence}`).join(', ');
	return [odd.length === 0, odd.length === 0 ? list : `look at ${odd.join('; ')}`];
}
