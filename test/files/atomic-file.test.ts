import {spawnSync} from 'node:child_process';
import {
	closeSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {NetanalError} from '../../source/engine/errors.js';
import {AtomicFile, publish, writeFileSafely} from '../../source/files/atomic-file.js';
import {identity, removeOurs} from '../../source/files/claim.js';
import {reason} from '../../source/files/reason.js';
import {adopt, dispose} from '../../source/files/unfinished.js';

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'netanal-files-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

describe('a new file', () => {
	it('is whole, readable by its owner only, and nothing else is left', async () => {
		await writeFileSafely(at('a.json'), ['{', Buffer.from('}')]);
		expect(readFileSync(at('a.json'), 'utf8')).toBe('{}');
		expect(lstatSync(at('a.json')).mode & 0o777).toBe(0o600);
		expect(readdirSync(folder)).toEqual(['a.json']);
	});

	it('has its name only when it is published', async () => {
		const file = new AtomicFile(at('a.pcap'));
		file.write(Buffer.from('half'));
		expect(existsSync(at('a.pcap'))).toBe(false);
		const [temporary] = readdirSync(folder);
		expect(temporary).toMatch(/^\.a\.pcap\.[0-9a-f]{16}\.tmp$/);
		expect(lstatSync(at(temporary)).mode & 0o777).toBe(0o600);
		await publish(file.finish()!);
		expect(readdirSync(folder)).toEqual(['a.pcap']);
	});

	it('goes when it is discarded', () => {
		const file = new AtomicFile(at('a'));
		file.write(Buffer.from('x'));
		file.discard();
		expect(readdirSync(folder)).toEqual([]);
	});

	it('can have any name that the system allows', async () => {
		const name = `${'n'.repeat(240)}\n.csv`;
		await writeFileSafely(at(name), 'x');
		expect(readdirSync(folder)).toEqual([name]);
	});

	it('written to a device goes to the device, which stays one', async () => {
		await writeFileSafely('/dev/null', 'x', {force: true});
		expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
	});
});

describe('what is there stays', () => {
	it('an existing file, unless force is given', async () => {
		writeFileSync(at('a'), 'old');
		await expect(writeFileSafely(at('a'), 'new')).rejects.toMatchObject({
			code: 'FILE_EXISTS',
			message: `${at('a')} exists; choose another name, or --force to replace it`,
		});
		expect(readFileSync(at('a'), 'utf8')).toBe('old');
		await writeFileSafely(at('a'), 'new', {force: true});
		expect(readFileSync(at('a'), 'utf8')).toBe('new');
		expect(readdirSync(folder)).toEqual(['a']);
	});

	it('a file that comes up while ours is written', async () => {
		const file = new AtomicFile(at('a'));
		file.write(Buffer.from('ours'));
		writeFileSync(at('a'), 'theirs');
		await expect(publish(file.finish()!)).rejects.toMatchObject({code: 'FILE_EXISTS'});
		expect(readFileSync(at('a'), 'utf8')).toBe('theirs');
		expect(readdirSync(folder)).toEqual(['a']);
	});

	it.each([[true], [false]])('a symbolic link and what it leads to, dangling or not (force %j)', async force => {
		writeFileSync(at('real'), 'old');
		symlinkSync(at('real'), at('link'));
		symlinkSync(at('nowhere'), at('dangling'));
		for (const name of ['link', 'dangling']) {
			await expect(writeFileSafely(at(name), 'new', {force})).rejects.toMatchObject({
				code: 'FILE_UNWRITABLE',
				message: `cannot write ${at(name)}: it is a symbolic link; name the file itself`,
			});
		}

		expect(readFileSync(at('real'), 'utf8')).toBe('old');
		expect(readdirSync(folder).sort()).toEqual(['dangling', 'link', 'real']);
	});

	it('a link that comes up while ours is written is replaced, never followed', async () => {
		writeFileSync(at('a'), 'old');
		writeFileSync(at('victim'), 'victim');
		const file = new AtomicFile(at('a'), {force: true});
		file.write(Buffer.from('ours'));
		rmSync(at('a'));
		symlinkSync(at('victim'), at('a'));
		await expect(publish(file.finish()!)).rejects.toMatchObject({code: 'FILE_UNWRITABLE'});
		expect(readFileSync(at('victim'), 'utf8')).toBe('victim');
	});
});

describe('a file that cannot be written', () => {
	it.each([
		['no/such/folder/a', /there is no such folder$/, 'ENOENT'],
		['', /it is a directory$/, undefined],
		['file/a', /a part of its path is not a folder$/, 'ENOTDIR'],
		[`${'n'.repeat(300)}`, /its name is too long$/, 'ENAMETOOLONG'],
	])('%j', async (name, reason, cause) => {
		writeFileSync(at('file'), '');
		await expect(writeFileSafely(`${folder}/${name}`, 'x')).rejects.toMatchObject({
			code: 'FILE_UNWRITABLE',
			message: expect.stringMatching(reason),
			...(cause === undefined ? {} : {cause}),
		});
		expect(readdirSync(folder)).toEqual(['file']);
	});

	it('keeps whole pieces when the disk is full', () => {
		const file = new AtomicFile('/dev/full');
		expect(() => file.write(Buffer.from('x'))).toThrow('cannot write /dev/full: the disk is full');
		file.discard();
	});
});

it('forgets a temporary that was disposed of', () => {
	mkdirSync(at('sub'));
	writeFileSync(at('sub/t'), 'x');
	const file = {temporary: at('sub/t'), target: at('sub/a'), force: false};
	adopt(file);
	dispose(file);
	expect(readdirSync(at('sub'))).toEqual([]);
});

/** Takes the descriptor away beneath it: what is written or closed after that fails, as on a disk that is gone. */
function breakDown(name: string): void {
	for (const descriptor of readdirSync('/proc/self/fd')) {
		try {
			if (path.basename(readlinkSync(`/proc/self/fd/${descriptor}`)).startsWith(`.${name}.`)) {
				closeSync(Number(descriptor));
			}
		} catch {
			// the one that the list itself was read by
		}
	}
}

describe.skipIf(!existsSync('/proc/self/fd'))('a disk that fails', () => {
	it('at closing is told in a line, and nothing is left', () => {
		const file = new AtomicFile(at('a.json'));
		file.write(Buffer.from('{}'));
		breakDown('a.json');
		expect(() => file.finish()).toThrow(NetanalError);
		expect(readdirSync(folder)).toEqual([]);
	});

	it('and takes nothing back gives no file, and says the first error', () => {
		const file = new AtomicFile(at('a.json'));
		breakDown('a.json');
		expect(() => file.write(Buffer.from('{}'))).toThrow(/^cannot write .*a\.json: EBADF/);
		expect(() => file.finish()).toThrow(NetanalError);
		expect(readdirSync(folder)).toEqual([]);
	});

	it('is thrown away without a word', () => {
		const file = new AtomicFile(at('a.json'));
		breakDown('a.json');
		file.discard();
		expect(readdirSync(folder)).toEqual([]);
	});
});

it('does not put a file in the place of a pipe that came up meanwhile', async () => {
	const file = new AtomicFile(at('a.json'), {force: true});
	file.write(Buffer.from('{}'));
	spawnSync('mkfifo', [at('a.json')]);
	await expect(publish(file.finish()!)).rejects.toThrow(/a\.json exists, and is no regular file/);
	expect(readdirSync(folder)).toEqual(['a.json']);
	expect(lstatSync(at('a.json')).isFIFO()).toBe(true);
});

it('knows the words for an error that libuv has no name for', () => {
	const error = Object.assign(new Error('UNKNOWN: unknown error, write'), {
		code: 'UNKNOWN',
		errno: -constants.errno.EDQUOT,
	});
	expect(reason(error)).toBe('the disk quota is used up');
	expect(reason(Object.assign(new Error('EBUSY: busy'), {code: 'EBUSY', errno: -16}))).toBe('EBUSY: busy');
});

it('in a folder whose name is not UTF-8 says that it is, and not that there is none', () => {
	const missing = (path: string) => reason(Object.assign(new Error('no entry'), {code: 'ENOENT', path}));
	expect(missing('/captures/caf\ufffd/a.json')).toBe('the name of a folder in its path is not UTF-8; write elsewhere');
	expect(missing('/captures/cafe/a.json')).toBe('there is no such folder');
});

it('is taken along by an end of the program that comes while it is put in place', async () => {
	const written = writeFileSafely(at('a.json'), '{}');
	expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.a\.json\..*\.tmp$/)]);
	for (const ended of process.listeners('exit')) {
		if (String(ended).includes('unfinished')) {
			ended(0);
		}
	}
	expect(readdirSync(folder)).toEqual([]);
	await expect(written).rejects.toThrow('cannot write');
});

it('removes only the very file that it wrote', () => {
	writeFileSync(at('a'), 'ours');
	const ours = {path: at('a'), identity: identity(at('a')) ?? 'gone'};
	writeFileSync(at('b'), 'theirs');
	removeOurs({path: at('b'), identity: ours.identity});
	expect(existsSync(at('b'))).toBe(true);
	removeOurs(ours);
	removeOurs(ours);
	expect(existsSync(at('a'))).toBe(false);
	expect(identity(at('a'))).toBeNull();
});
