// The JSON Schema of the snapshot, made from the types that source/engine/snapshot.ts exports, so that the two cannot drift apart.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/**
 * Reads the types syntactically: interfaces, unions of literals, arrays, `null`, object types and references among
 * them, which is all that snapshots are made of. Comments become descriptions, `@pattern` the pattern of a string,
 * `@minimum` and `@maxItems` bounds, `@fraction` a number that need not be whole.
 *
 * @param {string} root the project's folder
 * @returns {string} a JSON Schema (draft 2020-12) as text, the same for the same source
 * @throws {Error} for a type that it cannot say in JSON Schema
 */
export function snapshotSchema(root) {
	const file = path.join(root, 'source/engine/snapshot.ts');
	const parsed = name => ts.createSourceFile(name, fs.readFileSync(name, 'utf8'), ts.ScriptTarget.ES2022, true);
	const statements = parsed(file)
		.statements.filter(ts.isExportDeclaration)
		.map(({moduleSpecifier}) => path.join(path.dirname(file), moduleSpecifier.text.replace(/\.js$/, '.ts')))
		.flatMap(name => [...parsed(name).statements]);
	const constants = new Map();
	const declarations = new Map();
	const definitions = {};
	for (const statement of statements) {
		if (ts.isVariableStatement(statement)) {
			for (const {name, initializer} of statement.declarationList.declarations) {
				if (initializer && ts.isStringLiteral(initializer)) {
					constants.set(name.getText(), initializer.text);
				}
			}
		}
	}

	for (const statement of statements) {
		if (ts.isInterfaceDeclaration(statement)) {
			declarations.set(statement.name.text, () => ({...described(statement), ...objectOf(statement.members)}));
		} else if (ts.isTypeAliasDeclaration(statement)) {
			declarations.set(statement.name.text, () => ({...described(statement), ...schemaOf(statement.type)}));
		}
	}

	const snapshot = declarations.get('Snapshot')();
	// records of their own among those of NDJSON
	used('Alert');
	const id = constants.get('SNAPSHOT_SCHEMA');
	const schema = {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		$id: `urn:${id.replaceAll(/[^\w]+/g, ':')}`,
		title: `netanal-tui snapshot, ${id}`,
		description:
			'What --format json and the snapshot events of the library carry; records of alerts are #/$defs/Alert. Fields are only ever added within a schema version, so others than these may occur.',
		...snapshot,
		$defs: Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1))),
	};
	return `${JSON.stringify(schema, null, '\t')}\n`;

	/** Defines a type once, when something first refers to it. */
	function used(name) {
		if (name in definitions) {
			return;
		}
		if (!declarations.has(name)) {
			throw new Error(`${path.relative(root, file)}: no type ${name} there`);
		}
		definitions[name] = {};
		definitions[name] = declarations.get(name)();
	}

	function objectOf(members) {
		const properties = {};
		const required = [];
		for (const member of members) {
			const name = member.name.getText();
			const inner = schemaOf(member.type);
			// A reference with a description beside it: allowed since draft 2019-09.
			properties[name] = {...described(member), ...inner, ...beyondType(member)};
			if (!member.questionToken) {
				required.push(name);
			}
		}

		return {type: 'object', properties, required};
	}

	function schemaOf(type) {
		switch (type.kind) {
			case ts.SyntaxKind.StringKeyword:
				return {type: 'string'};
			case ts.SyntaxKind.BooleanKeyword:
				return {type: 'boolean'};
			// Every number of a snapshot is a count or a length.
			case ts.SyntaxKind.NumberKeyword:
				return {type: 'integer', minimum: 0};
			case ts.SyntaxKind.LiteralType:
				return type.literal.kind === ts.SyntaxKind.NullKeyword ? {type: 'null'} : {const: literalOf(type.literal)};
			case ts.SyntaxKind.ArrayType:
				return {type: 'array', items: schemaOf(type.elementType)};
			case ts.SyntaxKind.ParenthesizedType:
				return schemaOf(type.type);
			case ts.SyntaxKind.TypeLiteral:
				return objectOf(type.members);
			case ts.SyntaxKind.TypeReference:
				if (/^(Readonly)?Array$/.test(type.typeName.getText())) {
					return {type: 'array', items: schemaOf(type.typeArguments[0])};
				}
				used(type.typeName.getText());
				return {$ref: `#/$defs/${type.typeName.getText()}`};
			case ts.SyntaxKind.TypeQuery:
				if (constants.has(type.exprName.getText())) {
					return {const: constants.get(type.exprName.getText())};
				}
				break;
			// Written out, because `allOf` of two closed objects would admit nothing.
			case ts.SyntaxKind.IntersectionType: {
				const parts = type.types.map(part =>
					ts.isTypeReferenceNode(part) ? declarations.get(part.typeName.getText())() : schemaOf(part),
				);
				return {
					type: 'object',
					properties: Object.assign({}, ...parts.map(({properties}) => properties)),
					required: parts.flatMap(({required}) => required),
				};
			}
			case ts.SyntaxKind.UnionType: {
				const parts = type.types.map(schemaOf);
				if (parts.every(part => 'const' in part || part.type === 'null')) {
					return {enum: parts.map(part => ('const' in part ? part.const : null))};
				}
				return {anyOf: parts};
			}
		}

		throw new Error(`${path.relative(root, file)}: cannot say ${type.getText()} in JSON Schema`);
	}

	function literalOf({kind, text}) {
		return kind === ts.SyntaxKind.NumericLiteral ? Number(text) : text;
	}

	function described(node) {
		const comment = commentOf(node);
		if (!comment) {
			return {};
		}
		const text = ts.getTextOfJSDocComment(comment.comment)?.replaceAll(/\s+/g, ' ').trim();
		const pattern = tagged(node, 'pattern');
		return {...(text ? {description: text} : {}), ...(pattern ? {pattern} : {})};
	}

	/** What the type does not say: whether a number need not be whole, and bounds. */
	function beyondType(node) {
		const bounds = ['minimum', 'maxItems'].flatMap(name => {
			const bound = tagged(node, name);
			return bound === undefined ? [] : [[name, Number(bound)]];
		});
		return {...(tagged(node, 'fraction') === undefined ? {} : {type: 'number'}), ...Object.fromEntries(bounds)};
	}

	/** What follows a tag of a comment; undefined without it. */
	function tagged(node, name) {
		const tag = commentOf(node)?.tags?.find(({tagName}) => tagName.text === name);
		return tag && (ts.getTextOfJSDocComment(tag.comment) ?? '').trim();
	}

	function commentOf(node) {
		return node.jsDoc?.at(-1);
	}
}
