#!/usr/bin/env node
// docs/api.md, made from the library's types and their comments: `node scripts/reference.js`, or `--check` in CI.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import ts from 'typescript';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = path.join(root, 'docs/api.md');
const entry = path.join(root, 'source/library/index.ts');

/** File that declares an export, or its folder → section, in this order. */
const SECTIONS = {
	'index.ts': 'Engine',
	'capture-engine.ts': 'Engine',
	'fleet.ts': 'Fleets',
	'fleet-engine.ts': 'Fleets',
	'broker.ts': 'Fleets',
	'builder.ts': 'Filters',
	'errors.ts': 'Errors',
	'options.ts': 'Options, events and states',
	metrics: 'Metrics',
	'ranges.ts': 'Options, events and states',
	snapshot: 'Snapshot',
};

const wanted = reference(await optionTable());
if (process.argv.includes('--check')) {
	const current = fs.existsSync(target) && fs.readFileSync(target, 'utf8') === wanted;
	console.log(current ? 'docs/api.md is current' : 'docs/api.md is not current: run `node scripts/reference.js`');
	process.exitCode = current ? 0 : 1;
} else {
	fs.writeFileSync(target, wanted);
	console.log(`wrote docs/api.md: ${wanted.match(/^### /gm).length} exports`);
}

function reference(table) {
	const {options} = ts.parseJsonConfigFileContent(
		ts.readConfigFile(path.join(root, 'tsconfig.types.json'), ts.sys.readFile).config,
		ts.sys,
		root,
	);
	const program = ts.createProgram([entry], {...options, noCheck: true});
	const checker = program.getTypeChecker();
	const declared = declarations(program);
	const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)));
	const sections = new Map(Object.values(SECTIONS).map(title => [title, []]));
	for (const symbol of exported) {
		const original = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
		const {fileName} = original.declarations[0].getSourceFile();
		const section = SECTIONS[path.basename(path.dirname(fileName))] ?? SECTIONS[path.basename(fileName)];
		if (!section) {
			throw new Error(`${symbol.name}: scripts/reference.js has no section for ${fileName}`);
		}
		sections.get(section).push(described(symbol.name, original, declared.get(fileName)));
	}

	return [
		'# Library reference',
		'',
		'<!-- Made by `node scripts/reference.js` from the types and comments of the library: change those. -->',
		'',
		"`import {createEngine, FilterBuilder} from 'netanal-tui'`. Programs that use it are in [examples](../examples).",
		'The snapshot as JSON Schema: `netanal-tui schema`, or `netanal-tui/snapshot.schema.json` in the package.',
		'',
		...[...sections].flatMap(([title, parts]) => [
			`## ${title}`,
			'',
			...(title === SECTIONS['options.ts'] ? table : []),
			...parts.flat(),
		]),
	].join('\n');
}

/** What `createEngine` checks by, as a table. */
async function optionTable() {
	const {outputFiles} = await build({
		stdin: {contents: "export {optionRows} from './source/engine/option-rows.js';", resolveDir: root},
		bundle: true,
		format: 'esm',
		platform: 'node',
		write: false,
	});
	const module = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
	const rows = module.optionRows().map(({option, kinds, takes, absent}) => [`\`${option}\``, kinds, takes, absent]);
	return [
		'What `createEngine` takes. Anything else is a `NetanalError` with code `INVALID_ARGUMENT`, thrown at once.',
		'',
		...[['option', 'sources', 'takes', 'when absent'], ['---', '---', '---', '---'], ...rows].map(
			cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`,
		),
		'',
	];
}

/** Source file → its declarations as published, parsed. */
function declarations(program) {
	const texts = new Map();
	program.emit(undefined, (_, text, __, ___, [source]) => texts.set(source.fileName, text), undefined, true);
	return new Map(
		[...texts].map(([name, text]) => [name, ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true)]),
	);
}

function described(name, symbol, file) {
	const statement = file.statements.find(
		candidate =>
			candidate.name?.text === symbol.name ||
			candidate.declarationList?.declarations.some(declaration => declaration.name.text === symbol.name),
	);
	if (!statement) {
		throw new Error(`${name}: not found in the declarations of ${file.fileName}`);
	}
	const code = statement
		.getText(file)
		.replace(/^export (declare )?/, '')
		.replaceAll(/^ {4}#private;\n/gm, '')
		.replaceAll(/^( {4})+/gm, indent => '\t'.repeat(indent.length / 4));
	return [`### ${name}`, '', ...comment(statement), '```ts', code, '```', ''];
}

function comment(statement) {
	const [doc] = (statement.jsDoc ?? []).slice(-1);
	if (!doc) {
		return [];
	}
	const text = part => (ts.getTextOfJSDocComment(part) ?? '').trim();
	const tags = (doc.tags ?? []).map(tag => {
		const words = text(tag.comment).replaceAll(/\s+/g, ' ');
		return `- ${tag.tagName.text}${tag.name ? ` \`${tag.name.getText()}\`` : ''}: ${words}`;
	});
	return [...(text(doc.comment) ? [text(doc.comment), ''] : []), ...tags, ...(tags.length > 0 ? [''] : [])];
}
