/** What cannot be captured again is never thrown away: each step of putting it in place fails in turn, whatever stands there by then. */
import * as realFs from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {AtomicFile, publish, writeFileSafely, writeOnce} from '../../source/files/atomic-file.js';
import type {Placed} from '../../source/files/placing.js';

/** Which calls of the system fail, how, and how many times. */
const disk = vi.hoisted(() => ({
	failing: null as {step: string; error: NodeJS.ErrnoException; times: number} | null,
	fail(step: string): NodeJS.ErrnoException | null {
		if (this.failing?.step !== step || this.failing.times === 0) {
			return null;
		}
		this.failing.times--;
		return this.failing.error;
	},
}));

vi.mock('node:fs', async importOriginal => {
	const fs = await importOriginal<typeof import('node:fs')>();
	const failing =
		<A extends unknown[], R>(step: string, call: (...values: A) => R) =>
		(...values: A): R => {
			const error = disk.fail(step);
			if (error !== null) {
				throw error;
			}
			return call(...values);
		};
	return {
		...fs,
		linkSync: failing('link', fs.linkSync),
		renameSync: failing('rename', fs.renameSync),
		fsync: (descriptor: number, done: (error: Error | null) => void) => {
			const error = disk.fail('sync');
			if (error === null) {
				fs.fsync(descriptor, done);
			} else {
				done(error);
			}
		},
	};
});

const {
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	closeSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} = realFs;

const CONTENT = 'packets that nobody sends a second time';
const THEIRS = 'somebody else’s';
let top: string;
let folder: string;
const at = (name: string) => path.join(folder, name);
const target = () => at('a.pcap');

beforeEach(() => {
	top = mkdtempSync(path.join(tmpdir(), 'netanal-placing-'));
	folder = path.join(top, 'folder');
	mkdirSync(folder);
	disk.failing = null;
});
afterEach(() => {
	disk.failing = null;
	rmSync(top, {recursive: true});
});

function systemError(code: string): NodeJS.ErrnoException {
	// libuv has no name for it
	return code === 'EDQUOT'
		? Object.assign(new Error('UNKNOWN: unknown error'), {code: 'UNKNOWN', errno: -122})
		: Object.assign(new Error(`${code}: made up`), {code});
}

/** What has become of the name while the file was written; null = nothing. */
const MEANWHILE: Readonly<Record<string, (() => void) | null>> = {
	nothing: null,
	'another file': () => {
		unlinkSync(target());
		writeFileSync(target(), THEIRS);
	},
	'something is written into ours': () => writeFileSync(target(), THEIRS),
	'a link': () => {
		writeFileSync(at('victim'), THEIRS);
		unlinkSync(target());
		symlinkSync(at('victim'), target());
	},
	'a folder': () => {
		unlinkSync(target());
		mkdirSync(target());
	},
	'the name is free again': () => unlinkSync(target()),
	'the temporary is gone': () => {
		const [temporary] = readdirSync(folder).filter(name => name.endsWith('.tmp'));
		unlinkSync(at(temporary));
	},
	'the folder is moved': () => moved(),
	'the folder is gone': () => rmSync(folder, {recursive: true}),
	'the folder is another one': () => {
		rmSync(folder, {recursive: true});
		mkdirSync(folder);
	},
};

function moved(): void {
	const {failing} = disk;
	disk.failing = null;
	realFs.renameSync(folder, path.join(top, 'moved'));
	disk.failing = failing;
}

/** Of all that lies under `top` and in the last refuge, what holds this text. */
function holding(text: string): string[] {
	const files = readdirSync(top, {recursive: true, encoding: 'utf8'}).map(name => path.join(top, name));
	return files.filter(file => lstatSync(file).isFile() && readFileSync(file, 'utf8') === text);
}

const STEPS = ['none', 'sync', 'link', 'rename'];
const CODES = ['EEXIST', 'ENOSPC', 'EROFS', 'EDQUOT', 'ENOENT', 'EIO', 'EPERM'];

function expectKept(placed: Placed, name: string): void {
	expect(readFileSync(placed.path, 'utf8')).toBe(CONTENT);
	expect(lstatSync(placed.path).mode & 0o777).toBe(0o600);
	// once, and nothing else of ours
	expect(holding(CONTENT).map(file => realFs.realpathSync(file))).toEqual([realFs.realpathSync(placed.path)]);
	expect(holding('')).toEqual([]);
	if (placed.path === name) {
		return;
	}
	expect(placed.problem?.message).toContain(`kept as ${placed.path}`);
	expect(placed.problem?.message).toContain(name);
	expect(placed.problem?.message).not.toContain('\n');
}

describe.each(Object.keys(MEANWHILE))('%s', meanwhile => {
	const cases = STEPS.flatMap(step =>
		(step === 'none' ? ['-'] : CODES).flatMap(code =>
			[1, Number.POSITIVE_INFINITY].map(times => ({step, code, times})),
		),
	);

	it.each(cases)('and $step fails with $code, $times times', async ({step, code, times}) => {
		const file = new AtomicFile(target(), {once: true});
		file.write(Buffer.from(CONTENT));
		const descriptor = openSync(file.unfinished!.temporary, 'r');
		const finished = file.finish()!;
		MEANWHILE[meanwhile]?.();
		disk.failing = {step, error: systemError(code), times};
		try {
			const placed = await publish(finished, descriptor);
			expectKept(placed, target());
			const isQuiet = placed.path === target() && (step !== 'sync' || times === 0);
			if (isQuiet) {
				expect(placed.problem).toBeNull();
			}
			if (step === 'sync') {
				expect(placed.problem).not.toBeNull();
			}
		} finally {
			closeSync(descriptor);
		}
		if (/file|written|link/.test(meanwhile)) {
			expect(holding(THEIRS)).toHaveLength(1);
		}
	});
});

describe('a name that is reserved', () => {
	it('is refused to others, and is an empty file of its owner until then', async () => {
		const file = new AtomicFile(target(), {once: true});
		expect(lstatSync(target()).size).toBe(0);
		expect(lstatSync(target()).mode & 0o777).toBe(0o600);
		expect(() => new AtomicFile(target(), {once: true})).toThrow(expect.objectContaining({code: 'FILE_EXISTS'}));
		await expect(writeFileSafely(target(), 'x')).rejects.toMatchObject({code: 'FILE_EXISTS'});
		file.discard();
		expect(readdirSync(folder)).toEqual([]);
	});

	it('is left alone by who gives it up, once it is somebody else’s', () => {
		const file = new AtomicFile(target(), {once: true});
		writeFileSync(target(), THEIRS);
		file.discard();
		expect(readdirSync(folder)).toEqual(['a.pcap']);
	});

	it('is given up when there can be no temporary', () => {
		const long = at(`${'n'.repeat(300)}`);
		expect(() => new AtomicFile(long, {once: true})).toThrow('its name is too long');
		expect(readdirSync(folder)).toEqual([]);
	});
});

describe('--force', () => {
	async function captured(meanwhile: () => void, partial = false): Promise<Placed> {
		writeFileSync(target(), 'old');
		const file = new AtomicFile(target(), {once: true, force: true});
		file.write(Buffer.from(CONTENT));
		meanwhile();
		return publish({...file.finish()!, partial});
	}

	it('replaces the file that was there at the beginning', async () => {
		expect(await captured(() => {})).toEqual({path: target(), problem: null});
		expect(readFileSync(target(), 'utf8')).toBe(CONTENT);
		expect(readdirSync(folder)).toEqual(['a.pcap']);
	});

	it('replaces none that came after it: that may be another capture', async () => {
		const placed = await captured(() => {
			unlinkSync(target());
			writeFileSync(target(), THEIRS);
		});
		expect(placed.path).toBe(at('a-2.pcap'));
		expect(placed.problem?.code).toBe('FILE_EXISTS');
		expect(readFileSync(target(), 'utf8')).toBe(THEIRS);
	});

	it('replaces none by a part, which is kept beside it', async () => {
		const placed = await captured(() => {}, true);
		expect(placed).toEqual({path: at('a-2.pcap'), problem: expect.objectContaining({code: 'FILE_EXISTS'})});
		expect(placed.problem?.message).toBe(
			`${target()} stays as it was: only a part of what would replace it was written; what was to be in it is kept as ${at('a-2.pcap')}`,
		);
		expect(readFileSync(target(), 'utf8')).toBe('old');
	});
});

describe('an end of the process', () => {
	const endNow = () => {
		for (const ended of process.listeners('exit')) {
			if (String(ended).includes('unfinished')) {
				ended(0);
			}
		}
	};

	it('puts what was captured in its place', () => {
		const file = new AtomicFile(target(), {once: true});
		file.write(Buffer.from(CONTENT));
		endNow();
		expect(readFileSync(target(), 'utf8')).toBe(CONTENT);
		expect(readdirSync(folder)).toEqual(['a.pcap']);
		file.discard();
	});

	it('or beside what has taken that', () => {
		const file = new AtomicFile(target(), {once: true});
		file.write(Buffer.from(CONTENT));
		writeFileSync(target(), THEIRS);
		endNow();
		expect(readFileSync(at('a-2.pcap'), 'utf8')).toBe(CONTENT);
		expect(readFileSync(target(), 'utf8')).toBe(THEIRS);
		file.discard();
	});

	it('leaves nothing of a file into which nothing was written', () => {
		const file = new AtomicFile(target(), {once: true});
		endNow();
		expect(readdirSync(folder)).toEqual([]);
		file.discard();
	});
});

describe('what is written at the end, of what cannot be captured again', () => {
	const claimed = async (meanwhile: () => void) => {
		const {claimName} = await import('../../source/files/claim.js');
		const claim = claimName(target(), false)!;
		meanwhile();
		return writeOnce(target(), claim, () => CONTENT);
	};

	it('takes the place of its reservation', async () => {
		expect(await claimed(() => {})).toEqual({path: target(), problem: null});
		expectKept({path: target(), problem: null}, target());
	});

	it('is kept in the nearest folder that is left', async () => {
		const placed = await claimed(() => rmSync(folder, {recursive: true}));
		expect(placed.path).toBe(path.join(top, 'a.pcap'));
		expectKept(placed, target());
	});

	it('is kept beside what has taken its name', async () => {
		const placed = await claimed(() => writeFileSync(target(), THEIRS));
		expect(placed.path).toBe(at('a-2.pcap'));
		expect(existsSync(at('a-2.pcap'))).toBe(true);
	});
});
