// Large packages that few starts need are scripts of their own in the one file, so that the others need not load them.
import fs from 'node:fs';
import path from 'node:path';
import {root} from '../bundle.js';

/** The start of the names of what is imported from each, and what its script is called. Only what is imported by name can be one. */
const PACKAGES = new Map([
	['echarts/', 'echarts'],
	['@nats-io/', 'nats'],
	['hyparquet-writer/', 'parquet'],
]);

const scriptOf = specifier => [...PACKAGES].find(([prefix]) => specifier.startsWith(prefix))?.[1];

/** @returns {Map<string, string>} the text of each script's entry: exports all that our source imports */
export function entries() {
	const texts = new Map([...PACKAGES.values()].map(script => [script, new Set()]));
	const folder = path.join(root, 'source');
	for (const file of fs.readdirSync(folder, {recursive: true}).filter(name => /\.tsx?$/.test(name))) {
		const source = fs.readFileSync(path.join(folder, file), 'utf8');
		for (const [statement, names, specifier] of source.matchAll(/^import ([^;]*?) from '([^']+)';/gms)) {
			const script = scriptOf(specifier);
			if (script === undefined || names.startsWith('type ')) {
				continue;
			}
			if (!/^\{[^}]*\}$/s.test(names)) {
				throw new Error(`source/${file}: ${statement} is not by name, as scripts/package/apart.js needs it`);
			}
			const values = names
				.slice(1, -1)
				.split(',')
				.map(name => name.trim())
				.filter(name => name !== '' && !name.startsWith('type '));
			for (const name of values) {
				texts.get(script).add(`export {${name.split(' as ')[0]}} from '${specifier}';`);
			}
		}
	}
	return new Map([...texts].map(([script, lines]) => [script, [...lines].sort().join('\n')]));
}

/**
 * What is imported from such a package comes from its script.
 * @param {string} loader the module that exports `loadPackage`
 * @returns {import('esbuild').Plugin}
 */
export const apart = loader => ({
	name: 'apart',
	setup(builder) {
		builder.onResolve({filter: /^[a-z@]/}, ({path: specifier, importer}) => {
			const script = importer.includes('node_modules') ? undefined : scriptOf(specifier);
			return script === undefined ? null : {path: script, namespace: 'apart'};
		});
		builder.onLoad({filter: /.*/, namespace: 'apart'}, ({path: script}) => ({
			contents: `module.exports = require(${JSON.stringify(loader)}).loadPackage(${JSON.stringify(script)});`,
			resolveDir: root,
		}));
	},
});
