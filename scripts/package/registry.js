// Files of packages that npm does not install here: Node for each architecture, and binaries for another one.
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {root} from '../bundle.js';
import {run} from './run.js';

const lock = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
export const runtime = JSON.parse(fs.readFileSync(path.join(root, 'scripts/package/runtime.json'), 'utf8'));

/** The architectures that Node's own package is there for, and koffi's and resvg's binaries. */
export const ARCHITECTURES = Object.keys(runtime.integrity);

/** @returns {string} a folder below `folder` with Node of the pinned version, `bin/node`, and its LICENSE */
export function nodePackage(arch, folder) {
	const files = ['package/bin/node', 'package/LICENSE'];
	return unpacked(`node-linux-${arch}`, runtime.version, runtime.integrity[arch], folder, files);
}

/** @returns {string} the folder of a package of package-lock.json: where npm has put it, else unpacked below `folder` */
export function lockedPackage(name, folder) {
	const installed = path.join(root, 'node_modules', name);
	if (fs.existsSync(installed)) {
		return installed;
	}
	const {version, integrity} = lock.packages[`node_modules/${name}`];
	return unpacked(name, version, integrity, folder);
}

/** @throws {Error} where the registry has it not, or gives something else than was pinned */
function unpacked(name, version, integrity, folder, files = []) {
	const place = path.join(folder, name.replace('/', '+'));
	fs.mkdirSync(place, {recursive: true});
	const packed = run('npm', [
		'pack',
		'--silent',
		'--prefer-offline',
		'--pack-destination',
		place,
		`${name}@${version}`,
	]);
	const file = path.join(place, packed.trim().split('\n').at(-1));
	const found = `sha512-${createHash('sha512').update(fs.readFileSync(file)).digest('base64')}`;
	if (found !== integrity) {
		throw new Error(`${name}@${version} is ${found}, not ${integrity} as pinned`);
	}
	run('tar', ['-xzf', file, '-C', place, '--no-same-owner', ...files]);
	fs.rmSync(file);
	return path.join(place, 'package');
}
