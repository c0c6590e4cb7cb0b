import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {NetanalError} from '../../source/engine/errors.js';
import {writeFileSafely} from '../../source/files/atomic-file.js';
import {underFreeName} from '../../source/files/free-name.js';

let folder: string;
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-names-'));
});
afterEach(() => fs.rmSync(folder, {recursive: true}));

const write = (content: string) => (file: string) => writeFileSafely(file, content);
const at = (name: string) => path.join(folder, name);

it('counts on past files, folders and links that lead nowhere, and touches none of them', async () => {
	fs.writeFileSync(at('a.json'), 'old');
	fs.mkdirSync(at('a-2.json'));
	fs.symlinkSync('nowhere', at('a-3.json'));
	expect(await underFreeName(folder, 'a', 'json', write('new'))).toBe(at('a-4.json'));
	expect(fs.readFileSync(at('a-4.json'), 'utf8')).toBe('new');
	expect(fs.readFileSync(at('a.json'), 'utf8')).toBe('old');
	expect(fs.readdirSync(folder).sort()).toEqual(['a-2.json', 'a-3.json', 'a-4.json', 'a.json']);
});

it('takes the next name when somebody else was faster', async () => {
	const tried: string[] = [];
	const file = await underFreeName(folder, 'a', 'json', async name => {
		tried.push(path.basename(name));
		if (tried.length === 1) {
			throw new NetanalError('FILE_EXISTS', `${name} exists`);
		}
	});
	expect([file, tried]).toEqual([at('a-2.json'), ['a.json', 'a-2.json']]);
});

it('hands on what is wrong with the folder, and gives up after a thousand names', async () => {
	await expect(underFreeName(at('none'), 'a', 'json', write(''))).rejects.toMatchObject({code: 'FILE_UNWRITABLE'});
	let tried = 0;
	const never = async () => {
		tried++;
		throw new NetanalError('FILE_EXISTS', 'exists');
	};
	await expect(underFreeName(folder, 'a', 'json', never)).rejects.toMatchObject({code: 'FILE_EXISTS'});
	expect(tried).toBe(1000);
});
