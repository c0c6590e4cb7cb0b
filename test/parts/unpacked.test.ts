import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {temporaryFolders, withUnpacked} from '../../source/parts/unpacked.js';

const FILES = [
	{name: 'a.node', bytes: Buffer.from('first')},
	{name: 'b.ttf', bytes: Buffer.from('second')},
];
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

let folder: string;
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'unpacked-'));
});
afterEach(() => fs.rmSync(folder, {recursive: true, force: true}));

const make = (name: string, mode: number) => {
	const made = path.join(folder, name);
	fs.mkdirSync(made, {recursive: true});
	fs.chmodSync(made, mode);
	return made;
};
const whereIn = (...folders: string[]) => withUnpacked(FILES, ([first]) => path.dirname(path.dirname(first)), folders);

it('gives files to read, private while they are there, and leaves nothing', () => {
	const seen = withUnpacked(
		FILES,
		paths => {
			const made = path.dirname(paths[0]);
			expect(fs.statSync(made).mode & 0o7777).toBe(0o700);
			expect(fs.readdirSync(made)).toEqual(['a.node', 'b.ttf']);
			expect(paths.map(file => fs.statSync(file).mode & 0o7777)).toEqual([0o400, 0o400]);
			return paths.map(file => fs.readFileSync(file, 'utf8'));
		},
		[folder],
	);
	expect(seen).toEqual(['first', 'second']);
	expect(fs.readdirSync(folder)).toEqual([]);
});

it('leaves nothing when its user fails, whose error it is', () => {
	const failing = () => {
		throw new Error('no font');
	};
	expect(() => withUnpacked(FILES, failing, [folder])).toThrow(/^no font$/);
	expect(fs.readdirSync(folder)).toEqual([]);
});

it('takes a folder of everybody only where each can remove no more than his own', () => {
	const [open, sticky] = [make('open', 0o777), make('sticky', 0o1777)];
	expect(whereIn(open, sticky)).toBe(sticky);
	expect(whereIn(make('group', 0o770), sticky)).toBe(sticky);
});

it('takes no folder that lies in one that others may write', () => {
	const inner = path.join(make('outer', 0o777), 'inner');
	fs.mkdirSync(inner, {mode: 0o700});
	const good = make('good', 0o700);
	expect(whereIn(inner, good)).toBe(good);
	expect(whereIn(linkTo(inner), good)).toBe(good);
});

function linkTo(target: string): string {
	const link = path.join(folder, 'link');
	fs.symlinkSync(target, link);
	return link;
}

it.skipIf(!isRoot)("takes no folder of another user's, who could put another one in its place", () => {
	const theirs = make('theirs', 0o1777);
	fs.chownSync(theirs, NOBODY, NOBODY);
	const good = make('good', 0o700);
	expect(whereIn(theirs, good)).toBe(good);
});

it('goes on to another folder where programs may not be loaded, and says all reasons in one line', () => {
	const [first, second] = [make('first', 0o700), make('second', 0o700)];
	const refused = (paths: string[]) => {
		throw Object.assign(new Error(`${paths[0]}: failed to map segment from shared object\nmore`), {
			code: 'ERR_DLOPEN_FAILED',
		});
	};
	const missing = path.join(folder, 'missing');
	let error: unknown;
	try {
		withUnpacked(FILES, refused, [first, missing, make('open', 0o777), second]);
	} catch (caught) {
		error = caught;
	}
	const open = path.join(folder, 'open');
	expect(error).toMatchObject({
		code: 'FILE_UNWRITABLE',
		message:
			`no folder to load a.node and b.ttf from (${first}: failed to map segment from shared object; ` +
			`${missing}: ENOENT: no such file or directory; ${open}: may be changed by other users; ` +
			`${second}: failed to map segment from shared object); ` +
			'set TMPDIR to a folder of your own from which programs may run',
	});
	expect(fs.readdirSync(first)).toEqual([]);
	expect(fs.readdirSync(second)).toEqual([]);
});

it("looks in the user's own folder last", () => {
	expect(temporaryFolders({XDG_RUNTIME_DIR: '/run/user/7'})).toEqual([
		os.tmpdir(),
		'/dev/shm',
		'/var/tmp',
		'/run/user/7',
	]);
	expect(temporaryFolders({})).toEqual([os.tmpdir(), '/dev/shm', '/var/tmp']);
});
