// The licence texts of the packages that a bundle contains.
import fs from 'node:fs';
import path from 'node:path';

/**
 * Lists the npm packages whose files went into a bundle, with their licence texts, sorted by name.
 * @param {string} root the project's folder
 * @param {string[]} inputs the bundle's input files, relative to root, as in esbuild's metafile
 * @returns {string} the text of THIRD-PARTY-LICENSES.txt, the same for the same inputs
 * @throws {Error} when a bundled package names no licence
 */
export function thirdPartyLicences(root, inputs) {
	const folders = new Set();
	for (const input of inputs) {
		const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
		if (match) folders.add(match[1]);
	}
	const sections = new Map();
	for (const folder of folders) {
		const manifest = JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
		if (!manifest.license) throw new Error(`${folder}/package.json names no licence: find out before bundling it`);
		const file = fs.readdirSync(path.join(root, folder)).find(name => /^(licen[cs]e|copying)/i.test(name));
		const text = file
			? fs
					.readFileSync(path.join(root, folder, file), 'utf8')
					.replaceAll('\r\n', '\n')
					.trim()
			: '';
		sections.set(
			`${manifest.name} ${manifest.version}`,
			`${manifest.name} ${manifest.version} (${manifest.license})\n\n${text || `Licensed under ${manifest.license}; the package carries no licence text.`}\n`,
		);
	}
	const rule = `\n${'-'.repeat(80)}\n\n`;
	const head = 'dist/ contains code of these packages.\n';
	return [head, ...[...sections.keys()].sort().map(key => sections.get(key))].join(rule);
}
