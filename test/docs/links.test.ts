import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const documents = [
	...fs.readdirSync(root),
	...fs.readdirSync(path.join(root, 'docs'), {recursive: true, encoding: 'utf8'}).map(name => path.join('docs', name)),
].filter(name => name.endsWith('.md'));

describe('links between documents', () => {
	it.each(documents)('%s points at files that are there', name => {
		const text = fs.readFileSync(path.join(root, name), 'utf8');
		const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target);
		const local = targets.filter(target => !/^[a-z]+:/.test(target));
		expect(local.filter(target => !fs.existsSync(path.join(root, path.dirname(name), target)))).toEqual([]);
	});
});
