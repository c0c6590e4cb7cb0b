// The licence texts of the packages that a bundle contains, and what else they want to be passed on.
import fs from 'node:fs';
import path from 'node:path';

/**
 * Lists the npm packages whose files went into a bundle, with their licence texts, the texts that those refer to in a
 * folder of their own, and their notices (Apache-2.0, § 4 d), sorted by name; the project's own licence comes first.
 * @param {string} root the project's folder
 * @param {string[]} inputs the bundle's input files, relative to root, as in esbuild's metafile
 * @returns {string} the text of THIRD-PARTY-LICENSES.txt, the same for the same inputs
 * @throws {Error} when a bundled package names no licence
 */
export function thirdPartyLicences(root, inputs) {
	const folders = new Set();
	for (const input of inputs) {
		const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
		if (match) {
			folders.add(match[1]);
		}
	}
	const sections = new Map();
	for (const folder of folders) {
		const manifest = JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
		if (!manifest.license) {
			throw new Error(`${folder}/package.json names no licence: find out before bundling it`);
		}
		const texts = textsOf(path.join(root, folder));
		if (texts.length === 0) {
			texts.push(`Licensed under ${manifest.license}; the package carries no licence text.`);
		}
		const name = `${manifest.name} ${manifest.version}`;
		sections.set(name, `${name} (${manifest.license})\n\n${texts.join('\n\n')}\n`);
	}
	const rule = `\n${'-'.repeat(80)}\n\n`;
	const {name, version, license} = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
	const own = `${name} ${version} (${license})\n\n${fs.readFileSync(path.join(root, 'LICENSE'), 'utf8')}`;
	return [
		own,
		'It contains code of these packages.\n',
		...[...sections.keys()].sort().map(key => sections.get(key)),
	].join(rule);
}

/** The licence, then what it refers to in `licenses/`, then the notice. */
function textsOf(folder) {
	const names = fs.readdirSync(folder);
	const file = names.find(name => /^(licen[cs]e|copying)(\.|$|-)/i.test(name));
	const more = names.find(name => /^licen[cs]es$/i.test(name));
	const files = [
		...(file === undefined ? [] : [file]),
		...(more === undefined
			? []
			: fs
					.readdirSync(path.join(folder, more))
					.sort()
					.map(name => path.join(more, name))),
		...names.filter(name => /^notice(\.|$)/i.test(name)),
	];
	return files.map(name => fs.readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}
