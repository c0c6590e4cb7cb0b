// The Debian package: the one file, with what Debian's users expect beside it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {gzipSync} from 'node:zlib';
import {manifest, root} from '../bundle.js';
import {run} from './run.js';

const NAMES = {x64: 'amd64', arm64: 'arm64'};

/** Debian's own variables for who makes a package. */
const {DEBFULLNAME = 'netanal-tui contributors', DEBEMAIL = 'netanal-tui@users.noreply.github.com'} = process.env;
const MAINTAINER = `${DEBFULLNAME} <${DEBEMAIL}>`;

const DESCRIPTION = `terminal dashboard for live network traffic and capture files
 Shows who talks to whom, how much and by which protocol, live from an
 interface or from pcap and pcapng files, with losses in kernel, interface
 and queue told apart. Prints the same as tables, JSON, NDJSON and CSV.
 .
 The package holds one executable with its own Node.js inside. A systemd
 unit for a sensor, netanal-tui@INTERFACE.service, is installed and not
 enabled.`;

const OVERRIDES = `# Node.js is inside on purpose, as it is released: Debian 12 has none that is new enough.
netanal-tui: embedded-library zlib [usr/bin/netanal-tui]
netanal-tui: hardening-no-pie [usr/bin/netanal-tui]
`;

/**
 * @param {{arch: string, program: string, licences: string, folder: string}} what the architecture, the one file, the notices that go with it,
 * and where the package is put
 * @returns {string} its file; the same bytes for the same commit
 * @throws {Error} in one line
 */
export function debianPackage({arch, program, licences, folder}) {
	const tree = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-debian-'));
	try {
		// dpkg-deb takes the modes that it finds.
		fs.chmodSync(tree, 0o755);
		const name = `netanal-tui_${manifest.version}_${NAMES[arch]}.deb`;
		fill(tree, {arch, program, licences});
		const file = path.join(folder, name);
		const env = {...process.env, SOURCE_DATE_EPOCH: String(committed())};
		run('dpkg-deb', ['--root-owner-group', '-Zxz', '-z1', '--build', tree, file], {env});
		return file;
	} finally {
		fs.rmSync(tree, {recursive: true, force: true});
	}
}

function fill(tree, {arch, program, licences}) {
	const write = (name, contents, mode = 0o644) => {
		const file = path.join(tree, name);
		fs.mkdirSync(path.dirname(file), {recursive: true, mode: 0o755});
		fs.writeFileSync(file, contents, {mode});
	};
	const said = (...args) => run(process.execPath, [path.join(root, 'dist/cli.js'), ...args]);
	const packed = text => gzipSync(text, {level: 9});
	const documents = 'usr/share/doc/netanal-tui';

	write('usr/bin/netanal-tui', fs.readFileSync(program), 0o755);
	write('usr/share/man/man1/netanal-tui.1.gz', packed(said('man')));
	write('usr/share/bash-completion/completions/netanal-tui', said('completions', 'bash'));
	write('usr/share/zsh/vendor-completions/_netanal-tui', said('completions', 'zsh'));
	write('usr/share/fish/vendor_completions.d/netanal-tui.fish', said('completions', 'fish'));
	write('usr/lib/systemd/system/netanal-tui@.service', unit());
	write(`${documents}/copyright`, copyright());
	write(`${documents}/THIRD-PARTY-LICENSES.txt.gz`, packed(licences));
	write(`${documents}/changelog.gz`, packed(changelog()));
	write('usr/share/lintian/overrides/netanal-tui', OVERRIDES);
	write('DEBIAN/control', control(arch, sizeOf(tree)));
}

function unit() {
	return fs.readFileSync(path.join(root, 'scripts/package/netanal-tui@.service'), 'utf8');
}

/** Debian's policy wants texts that every Debian has named, not repeated. */
function copyright() {
	return `${fs.readFileSync(path.join(root, 'LICENSE'), 'utf8').trim()}

The program carries Node.js and packages of others. Their notices and
licences are in THIRD-PARTY-LICENSES.txt.gz beside this file, and are
printed by: netanal-tui licences

The Apache License 2.0 and the Mozilla Public License 2.0 are also in
/usr/share/common-licenses/Apache-2.0 and /usr/share/common-licenses/MPL-2.0.
`;
}

/** @param {number} size KiB */
function control(arch, size) {
	return [
		'Package: netanal-tui',
		`Version: ${manifest.version}`,
		`Architecture: ${NAMES[arch]}`,
		`Maintainer: ${MAINTAINER}`,
		`Installed-Size: ${size}`,
		// Both names of one file: the second is Debian 13's.
		'Depends: libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 8), libpcap0.8 | libpcap0.8t64',
		'Section: net',
		'Priority: optional',
		`Description: ${DESCRIPTION}`,
		'',
	].join('\n');
}

function changelog() {
	const date = new Date(committed() * 1000).toUTCString().replace('GMT', '+0000');
	return `netanal-tui (${manifest.version}) unstable; urgency=medium\n\n  * What is new stands in CHANGELOG.md.\n\n -- ${MAINTAINER}  ${date}\n`;
}

function sizeOf(tree) {
	return Number(run('du', ['-sk', '--apparent-size', tree]).split('\t')[0]);
}

/** Seconds: when what is packed was committed. */
function committed() {
	return Number(run('git', ['log', '-1', '--format=%ct'], {cwd: root}));
}
