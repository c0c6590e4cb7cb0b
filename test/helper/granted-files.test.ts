/** What the helper's files allow, and what they do not, whoever asks. */
import fs from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {FileAnswer} from '../../source/files/access.js';
import {GrantedFiles} from '../../source/helper/granted-files.js';

let top: string;
let files: GrantedFiles;
const at = (...names: string[]) => path.join(top, ...names);
const TEMPORARY = '.a.pcap.0123456789abcdef.tmp';

beforeEach(() => {
	top = fs.realpathSync(fs.mkdtempSync('/tmp/netanal-granted-'));
	fs.mkdirSync(at('in'));
	fs.mkdirSync(at('out'));
	fs.writeFileSync(at('in', 'theirs.pcap'), 'theirs');
	fs.writeFileSync(at('in', 'old.json'), 'old');
	fs.symlinkSync(at('in', 'theirs.pcap'), at('in', 'a-2.pcap'));
	files = new GrantedFiles({
		names: [
			{path: at('in', 'a.pcap'), force: false},
			{path: at('in', 'old.json'), force: true},
			{path: at('missing', 'b.pcap'), force: false},
		],
		folder: at('in'),
	});
});
afterEach(() => fs.rmSync(top, {recursive: true}));

/** A file of the helper's with this content. */
function made(name: string, content = 'ours'): string {
	const answer = files.answer({type: 'create', path: at('in', name)});
	const {descriptor} = answer as Extract<FileAnswer, {ok: true}>;
	fs.writeSync(descriptor!, content);
	fs.closeSync(descriptor!);
	return at('in', name);
}

const move = (type: 'link' | 'rename', from: string, to: string) =>
	files.answer({type, path: at('in', from), to: at('in', to)});

describe('a file that is asked for', () => {
	it('is new, the user’s alone, and gets its name from a temporary', () => {
		const temporary = made(TEMPORARY);
		expect(fs.statSync(temporary)).toMatchObject({mode: 0o100_600, uid: process.geteuid!()});
		expect(files.answer({type: 'look', path: temporary})).toMatchObject({ok: true, entry: {kind: 'file', size: 4}});
		expect(move('link', TEMPORARY, 'a.pcap')).toEqual({ok: true});
		expect(files.answer({type: 'remove', path: temporary})).toEqual({ok: true});
		expect(files.answer({type: 'sync', path: at('in')})).toEqual({ok: true});
		expect(files.answer({type: 'writable', path: at('in')})).toEqual({ok: true});
		expect(fs.readFileSync(at('in', 'a.pcap'), 'utf8')).toBe('ours');
	});

	it('takes the place of an old one only where that was asked for', () => {
		const temporary = made('.old.json.0123456789abcdef.tmp', 'new');
		expect(move('rename', path.basename(temporary), 'old.json')).toEqual({ok: true});
		expect(fs.readFileSync(at('in', 'old.json'), 'utf8')).toBe('new');
		made(TEMPORARY);
		fs.writeFileSync(at('in', 'a.pcap'), 'came meanwhile');
		expect(move('rename', TEMPORARY, 'a.pcap')).toEqual({ok: false, code: 'EEXIST'});
		expect(() => move('link', TEMPORARY, 'a.pcap')).toThrow('EEXIST');
		expect(move('rename', TEMPORARY, 'a-2.pcap')).toEqual({ok: false, code: 'EEXIST'});
		expect(fs.readFileSync(at('in', 'a.pcap'), 'utf8')).toBe('came meanwhile');
	});

	it('takes the place of its own reservation', () => {
		made('a.pcap', '');
		made(TEMPORARY);
		expect(move('rename', TEMPORARY, 'a.pcap')).toEqual({ok: true});
		expect(fs.readFileSync(at('in', 'a.pcap'), 'utf8')).toBe('ours');
	});

	it('that is somebody else’s can be neither opened, removed, moved nor given another name', () => {
		fs.writeFileSync(at('in', 'a.pcap'), 'theirs');
		for (const type of ['open', 'remove'] as const) {
			expect(files.answer({type, path: at('in', 'a.pcap')})).toEqual({ok: false, code: 'EACCES'});
			// a link to it
			expect(files.answer({type, path: at('in', 'a-2.pcap')})).toEqual({ok: false, code: 'EACCES'});
			expect(files.answer({type, path: at('in', 'a-3.pcap')})).toEqual({ok: false, code: 'ENOENT'});
		}
		expect(move('rename', 'a.pcap', 'a-3.pcap')).toEqual({ok: false, code: 'EACCES'});
		expect(move('link', 'a.pcap', 'a-3.pcap')).toEqual({ok: false, code: 'EACCES'});
		expect(() => files.answer({type: 'create', path: at('in', 'a-2.pcap')})).toThrow('EEXIST');
		expect(fs.readFileSync(at('in', 'theirs.pcap'), 'utf8')).toBe('theirs');
	});

	it('of another name or folder is not granted', () => {
		for (const file of [at('in', 'theirs.pcap'), at('out', 'a.pcap'), at('missing', 'b.pcap'), '/a.pcap']) {
			for (const type of ['look', 'create', 'open', 'remove'] as const) {
				expect([file, type, files.answer({type, path: file})]).toEqual([file, type, null]);
			}
		}
		made(TEMPORARY);
		expect(move('rename', TEMPORARY, 'theirs.pcap')).toBeNull();
		expect(files.answer({type: 'link', path: at('in', TEMPORARY), to: at('out', 'a.pcap')})).toBeNull();
		expect(files.answer({type: 'sync', path: at('out')})).toBeNull();
	});

	it('is not found in another folder that took the name of its own', () => {
		fs.renameSync(at('in'), at('moved'));
		fs.mkdirSync(at('in'));
		expect(files.answer({type: 'create', path: at('in', 'a.pcap')})).toBeNull();
		fs.rmdirSync(at('in'));
		fs.symlinkSync(at('moved'), at('in'));
		expect(files.answer({type: 'look', path: at('in', 'a.pcap')})).toEqual({ok: true, entry: null});
		fs.unlinkSync(at('in'));
		fs.mkdirSync(at('in'));
	});

	it('is locked for others of a rotation, whose dead lock can be taken away', () => {
		const lock = at('in', '.a.pcap.lock');
		fs.writeFileSync(lock, '123 456\n');
		const opened = files.answer({type: 'open', path: lock}) as Extract<FileAnswer, {ok: true}>;
		expect(fs.readFileSync(opened.descriptor!, 'utf8')).toBe('123 456\n');
		fs.closeSync(opened.descriptor!);
		expect(move('rename', '.a.pcap.lock', '.a.pcap.lock.0123456789abcdef')).toEqual({ok: true});
		expect(files.answer({type: 'remove', path: `${lock}.0123456789abcdef`})).toEqual({ok: true});
		fs.writeFileSync(lock, 'x'.repeat(1000));
		expect(files.answer({type: 'open', path: lock})).toEqual({ok: false, code: 'EACCES'});
		made(TEMPORARY);
		expect(move('rename', TEMPORARY, '.a.pcap.lock')).toBeNull();
	});
});

describe('a folder that is asked for later', () => {
	it('takes the dashboard’s files and no others', () => {
		expect(files.answer({type: 'folder', path: at('out')})).toEqual({ok: true});
		const name = at('out', 'netanal-eth0-20260213-140501.json');
		const answer = files.answer({type: 'create', path: name}) as Extract<FileAnswer, {ok: true}>;
		fs.closeSync(answer.descriptor!);
		expect(fs.existsSync(name)).toBe(true);
		expect(files.answer({type: 'create', path: at('out', 'a.pcap')})).toBeNull();
		expect(files.answer({type: 'create', path: at('out', 'netanal-x.conf')})).toBeNull();
	});

	it.each(['/', '/etc', '/etc/cron.d', '/usr/lib', '/var/log', '/proc/self', '/dev/shm', '/run', '/lib64'])(
		'is not the system’s: %s',
		folder => {
			expect(files.answer({type: 'folder', path: fs.realpathSync(folder)})).toBeNull();
		},
	);

	it('is not one by a link either, nor hidden, nor no folder', () => {
		fs.symlinkSync('/etc', at('link'));
		expect(files.answer({type: 'folder', path: at('link')})).toBeNull();
		fs.mkdirSync(at('.ssh'));
		expect(files.answer({type: 'folder', path: at('.ssh')})).toBeNull();
		fs.writeFileSync(at('file'), '');
		expect(files.answer({type: 'folder', path: at('file')})).toBeNull();
		expect(() => files.answer({type: 'folder', path: at('nowhere')})).toThrow('ENOENT');
	});

	it('is one of so many', () => {
		for (let one = 0; one < 400; one++) {
			fs.mkdirSync(at(`f${one}`));
		}
		const answers = Array.from({length: 400}, (_, one) => files.answer({type: 'folder', path: at(`f${one}`)}));
		expect(answers.filter(answer => answer !== null).length).toBeLessThanOrEqual(256);
	});
});
