#!/usr/bin/env node
// Finds each `!` that asserts nothing: what stands before it can be neither null nor undefined. Part of `npm run lint`.
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const {config} = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
const {fileNames, options} = ts.parseJsonConfigFileContent(config, ts.sys, root);
const program = ts.createProgram(fileNames, options);
const checker = program.getTypeChecker();

/** Types that may hold null or undefined, or that do not say. */
const OPEN =
	ts.TypeFlags.Null |
	ts.TypeFlags.Undefined |
	ts.TypeFlags.Void |
	ts.TypeFlags.Any |
	ts.TypeFlags.Unknown |
	ts.TypeFlags.TypeParameter |
	ts.TypeFlags.IndexedAccess;

function assertsNothing(node) {
	const type = checker.getTypeAtLocation(node.expression);
	return !(type.isUnion() ? type.types : [type]).some(part => (part.flags & OPEN) !== 0);
}

const found = [];
for (const file of program.getSourceFiles()) {
	if (file.isDeclarationFile || file.fileName.includes('/node_modules/')) {
		continue;
	}
	const visit = node => {
		if (ts.isNonNullExpression(node) && assertsNothing(node)) {
			const {line, character} = file.getLineAndCharacterOfPosition(node.expression.getEnd());
			found.push(`${path.relative(root, file.fileName)}:${line + 1}:${character + 1}`);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
}
for (const place of found) {
	console.error(`${place}: '!' asserts nothing here: leave it out`);
}
process.exitCode = found.length === 0 ? 0 : 1;
