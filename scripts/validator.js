// The check of a snapshot that is read back, made from the published JSON Schema: a plain function, nothing is compiled at run time.
import {Ajv2020} from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import {snapshotSchema} from './schema.js';

/** What the code imports; types in source/output/snapshot-validator.d.ts. */
const NAME = 'netanal:snapshot-validator';

/** How the descriptions of fields begin that snapshots of earlier versions do not have. */
const ADDED = 'Added to the contract';

/**
 * @param {string} root the project's folder
 * @returns {string} an ES module whose default export is ajv's validation function
 */
export function snapshotValidator(root) {
	const ajv = new Ajv2020({messages: false, strict: false, code: {source: true, esm: true}});
	return standalone.default(ajv, ajv.compile(readable(JSON.parse(snapshotSchema(root)))));
}

/** The schema as a reader takes it: what was added later may be absent. */
function readable(schema) {
	const isAdded = ({description, $ref}) =>
		(description ?? schema.$defs[$ref?.split('/').at(-1)]?.description ?? '').startsWith(ADDED);
	const relaxed = part => {
		if (typeof part !== 'object' || part === null) {
			return part;
		}
		if (Array.isArray(part)) {
			return part.map(relaxed);
		}
		const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, relaxed(value)]));
		return part.properties && part.required
			? {...copy, required: part.required.filter(name => !isAdded(part.properties[name]))}
			: copy;
	};
	return relaxed(schema);
}

/** For esbuild. */
export const validatorForEsbuild = root => ({
	name: 'snapshot-validator',
	setup(builder) {
		builder.onResolve({filter: new RegExp(`^${NAME}$`)}, () => ({path: NAME, namespace: 'generated'}));
		builder.onLoad({filter: /.*/, namespace: 'generated'}, () => ({
			contents: snapshotValidator(root),
			resolveDir: root,
		}));
	},
});

/** For vitest, which runs the sources. */
export const validatorForVite = root => ({
	name: 'snapshot-validator',
	resolveId: name => (name === NAME ? `\0${NAME}` : undefined),
	load: name => (name === `\0${NAME}` ? snapshotValidator(root) : undefined),
});
