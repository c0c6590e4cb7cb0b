import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {writableFolder} from '../../../source/commands/dashboard/written-files.js';

let folder: string;
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-folder-'));
	fs.mkdirSync(path.join(folder, 'home', 'captures'), {recursive: true});
	fs.writeFileSync(path.join(folder, 'file'), '');
});
afterEach(() => fs.rmSync(folder, {recursive: true}));

it.each([
	['home', 'home'],
	['./home/captures/', 'home/captures'],
	['home/captures/..', 'home'],
	['~', 'home'],
	['~/captures', 'home/captures'],
	['.', '.'],
])('%s is %s', (name, expected) => {
	expect(writableFolder(folder, name, path.join(folder, 'home'))).toBe(path.join(folder, expected));
});

it('is the same by its whole path', () => {
	expect(writableFolder('/', folder, '/')).toBe(folder);
});

it.each([
	['none', 'none/.: there is no such folder'],
	['file/none', 'file/none/.: a part of its path is not a folder'],
	['~anna', '~anna/.: there is no such folder'],
	['x'.repeat(300), 'x/.: its name is too long'],
])('%s is refused in one line', (name, message) => {
	expect(() => writableFolder(folder, name, folder)).toThrow(message);
});

it('a file is no folder', () => {
	// Root may search in it, as it is asked.
	fs.chmodSync(path.join(folder, 'file'), 0o700);
	expect(() => writableFolder(folder, 'file', folder)).toThrow(path.join(folder, 'file'));
});
