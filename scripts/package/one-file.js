// The program as one executable file for Linux: Node's own binary with our scripts and files inside
// (https://nodejs.org/docs/latest-v24.x/api/single-executable-applications.html).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fonts, root} from '../bundle.js';
import {thirdPartyLicences} from '../licences.js';
import {snapshotSchema} from '../schema.js';
import {packedVendors, registry} from '../vendors.js';
import {HELPER_WORD, NATIVE, packedCode} from './code.js';
import {compile} from './compile.js';
import {lockedPackage, nodePackage, runtime} from './registry.js';
import {run} from './run.js';

/** Stands in Node's binary, and tells it, once changed, that there is something inside. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const POSTJECT = path.join(root, 'node_modules/postject/dist/cli.js');
const STRIP = {x64: 'x86_64-linux-gnu-strip', arm64: 'aarch64-linux-gnu-strip'};

/**
 * @param {string} arch of the machine it is for, `x64` or `arm64`
 * @param {string} target the file; it is replaced
 * @returns {Promise<{licences: string, stripped: boolean}>} the notices that must go with it
 * @throws {Error} in one line
 */
export async function oneFile(arch, target) {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-one-file-'));
	try {
		return await build(arch, target, folder);
	} finally {
		fs.rmSync(folder, {recursive: true, force: true});
	}
}

async function build(arch, target, folder) {
	const node = nodePackage(arch, folder);
	// Makes what goes inside, so it must run here: what is made is the same for every architecture.
	const builder = arch === process.arch ? node : nodePackage(process.arch, folder);
	const {scripts, loader, inputs} = await packedCode();
	const licences = notices(inputs, node);
	const assets = {};
	const write = (name, contents) => {
		assets[name] = path.join(folder, name);
		fs.writeFileSync(assets[name], contents);
	};

	for (const [name, text] of scripts) {
		write(`${name}.js`, text);
		write(`${name}.cache`, '');
		// Of another architecture it would not be taken. Without it, all is as it is, a twentieth of a second later.
		if (arch === process.arch) {
			compile(path.join(node, 'bin/node'), assets[`${name}.js`], assets[`${name}.cache`]);
		}
	}
	write('load.js', loader);
	Object.assign(assets, binaries(arch, folder));
	for (const font of fonts) {
		assets[path.basename(font)] = path.join(root, font);
	}
	write('snapshot.schema.json', snapshotSchema(root));
	write('vendors.br', packedVendors(root));
	write('THIRD-PARTY-LICENSES.txt', licences);
	fs.writeFileSync(
		path.join(folder, 'main.js'),
		`${loader}load(process.argv[2]===${JSON.stringify(HELPER_WORD)}?'helper':'cli');`,
	);

	const blob = path.join(folder, 'blob');
	const config = path.join(folder, 'config.json');
	fs.writeFileSync(
		config,
		JSON.stringify({
			// Both without the folder: its name would be inside, another one each time.
			main: 'main.js',
			output: path.basename(blob),
			disableExperimentalSEAWarning: true,
			// A user's NODE_OPTIONS are meant for other programs, and could load code from outside.
			execArgvExtension: 'none',
			assets: Object.fromEntries(Object.entries(assets).sort()),
		}),
	);
	run(path.join(builder, 'bin/node'), ['--experimental-sea-config', config], {cwd: folder});

	const file = path.join(folder, 'netanal-tui');
	fs.copyFileSync(path.join(node, 'bin/node'), file);
	fs.chmodSync(file, 0o755);
	const stripped = strip(arch, file);
	run(process.execPath, [POSTJECT, file, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', FUSE]);
	fs.mkdirSync(path.dirname(target), {recursive: true});
	// Another file under the old name: the old one may be running.
	fs.copyFileSync(file, `${target}.new`);
	fs.renameSync(`${target}.new`, target);
	return {licences, stripped};
}

/** koffi's and resvg's for that architecture, by the names that code.js gave them. */
function binaries(arch, folder) {
	const koffi = lockedPackage(`@koromix/koffi-linux-${arch}`, folder);
	const resvg = lockedPackage(`@resvg/resvg-js-linux-${arch}-gnu`, folder);
	return {
		[NATIVE.koffi]: path.join(koffi, `linux_${arch}/koffi.node`),
		[NATIVE.resvg]: path.join(resvg, `resvgjs.linux-${arch}-gnu.node`),
	};
}

/** A seventh of Node's binary is names for debuggers. @returns {boolean} false where there is no program for that */
function strip(arch, file) {
	for (const program of [STRIP[arch], ...(arch === process.arch ? ['strip'] : [])]) {
		try {
			run(program, [file]);
			return true;
		} catch (error) {
			if (!error.message.includes('ENOENT')) {
				throw error;
			}
		}
	}
	return false;
}

/** Those of the bundle, and Node's with all that Node contains. */
function notices(inputs, node) {
	const theirs = fs.readFileSync(path.join(node, 'LICENSE'), 'utf8').trim();
	const packages = [...inputs, ...fonts, registry, 'node_modules/@resvg/resvg-js/index.js'];
	const rule = `\n\n${'-'.repeat(80)}\n\n`;
	return [thirdPartyLicences(root, packages).trim(), `node ${runtime.version} (MIT, and what it contains)\n\n${theirs}`]
		.join(rule)
		.concat('\n');
}
