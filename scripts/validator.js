// The checks of snapshots that are read back, and of those in messages, made from the published JSON Schema: plain functions, nothing is
// compiled at run time.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import {snapshotSchema} from './schema.js';

/** What the code imports, and how each is made; types in source/output/snapshot-validator.d.ts. */
const MADE = {
	'netanal:snapshot-validator': root => compiled(readable(schemaOf(root)), {}),
	// what nobody has vouched for: what is not in the schema is taken off, nothing has room without end
	'netanal:message-validator': root =>
		compiled(bounded(readable(schemaOf(root)), limitsOf(root)), {
			removeAdditional: 'all',
			unicode: false,
			logger: false,
		}),
};

/** How the descriptions of fields begin that snapshots of earlier versions do not have. */
const ADDED = 'Added to the contract';

const schemaOf = root => JSON.parse(snapshotSchema(root));

/** @returns {string} an ES module whose default export is ajv's validation function */
function compiled(schema, options) {
	const ajv = new Ajv2020({messages: false, strict: false, code: {source: true, esm: true}, ...options});
	return standalone.default(ajv, ajv.compile(schema));
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

/** What has room in a message, by type: the longest string is a capture filter. */
const limitsOf = root => ({
	integer: {maximum: Number.MAX_SAFE_INTEGER},
	number: {maximum: Number.MAX_SAFE_INTEGER},
	string: {maxLength: constant(root, 'engine/filter/expression.ts', 'TEXT_LIMIT')},
	array: {maxItems: constant(root, 'fleet/message/refused.ts', 'MOST_ENTRIES')},
});

/** A number of the code, which stands there alone. */
function constant(root, file, name) {
	const text = readFileSync(path.join(root, 'source', file), 'utf8');
	const found = new RegExp(`^(?:export )?const ${name} = ([\\d_]+);$`, 'm').exec(text);
	if (found === null) {
		throw new Error(`source/${file} has no number ${name}`);
	}
	return Number(found[1].replaceAll('_', ''));
}

/** The schema with room for no more than messages have. */
function bounded(part, limits) {
	if (typeof part !== 'object' || part === null) {
		return part;
	}
	if (Array.isArray(part)) {
		return part.map(each => bounded(each, limits));
	}
	const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, bounded(value, limits)]));
	return {...limits[part.type], ...copy};
}

/** For esbuild. */
export const validatorForEsbuild = root => ({
	name: 'snapshot-validator',
	setup(builder) {
		builder.onResolve({filter: /^netanal:/}, ({path}) => ({path, namespace: 'generated'}));
		builder.onLoad({filter: /.*/, namespace: 'generated'}, ({path}) => ({
			contents: MADE[path](root),
			resolveDir: root,
		}));
	},
});

/** For vitest, which runs the sources. */
export const validatorForVite = root => ({
	name: 'snapshot-validator',
	resolveId: name => (name in MADE ? `\0${name}` : undefined),
	load: name => (name.slice(1) in MADE && name.startsWith('\0') ? MADE[name.slice(1)](root) : undefined),
});
