#!/usr/bin/env node
// The program for hosts without Node, `npm run package [-- --into FOLDER] [--deb] [ARCHITECTURE...]`: one file for each
// architecture (default: this machine's) into FOLDER (default: packages)/linux-ARCHITECTURE/netanal-tui; with --deb a Debian package of
// it beside them, which needs dpkg-deb and dist/.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {failed, root} from './bundle.js';
import {debianPackage} from './package/debian.js';
import {oneFile} from './package/one-file.js';
import {ARCHITECTURES} from './package/registry.js';

const {values, positionals: architectures} = parseArgs({
	options: {into: {type: 'string', default: path.join(root, 'packages')}, deb: {type: 'boolean', default: false}},
	allowPositionals: true,
});
// What is packed has the same modes whoever builds it.
process.umask(0o022);
for (const arch of architectures.length === 0 ? [process.arch] : architectures) {
	if (!ARCHITECTURES.includes(arch)) {
		console.error(`package.js: no Node for '${arch}' here: one of ${ARCHITECTURES.join(', ')}`);
		process.exit(2);
	}
	const started = performance.now();
	const target = path.join(values.into, `linux-${arch}/netanal-tui`);
	const {licences, stripped} = await oneFile(arch, target).catch(failed);
	const megabytes = (fs.statSync(target).size / 1e6).toFixed(0);
	const seconds = ((performance.now() - started) / 1000).toFixed(0);
	const note = stripped ? '' : '; larger than need be: apt-get install binutils';
	console.log(`${path.relative('.', target)}: ${megabytes} MB in ${seconds} s${note}`);
	if (values.deb) {
		const file = debianPackage({arch, program: target, licences, folder: values.into});
		console.log(`${path.relative('.', file)}: ${(fs.statSync(file).size / 1e6).toFixed(0)} MB`);
	}
}
