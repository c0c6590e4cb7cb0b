/** The examples in the documents are programs that the oldest Node that we run on can read. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const examples = ['README.md', 'docs/api.md'].flatMap(document => {
	const text = fs.readFileSync(path.join(root, document), 'utf8');
	return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => ({document, code}));
});

it('there are some in each of the documents', () => {
	expect(new Set(examples.map(({document}) => document))).toEqual(new Set(['README.md', 'docs/api.md']));
});

it.each(examples)('an example of $document', ({code}) => {
	const args = ['--check', '--input-type=module', '-'];
	const {status, stderr} = spawnSync(process.execPath, args, {input: code, encoding: 'utf8'});
	expect({status, stderr}).toEqual({status: 0, stderr: ''});
	// Node 24 reads it, Node 20 and 22 do not.
	expect(code).not.toMatch(/\busing\s+\w+\s*=/);
});

it('calls of the library that a document shows are read in full', () => {
	for (const document of ['README.md', 'docs/api.md']) {
		const text = fs.readFileSync(path.join(root, document), 'utf8');
		const typed = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
		expect(typed.filter(code => /^(await using|const|import)\b.*createEngine\(\{/m.test(code))).toEqual([]);
	}
});
