import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {Worker} from 'node:worker_threads';
import {afterEach, describe, expect, it} from 'vitest';
import {FilterCompiler} from '../../../source/engine/filter/filter-compiler.js';

const compilerOf = (entry: URL) => new FilterCompiler(() => new Worker(entry));
const ETHERNET = {linkType: 1, snaplen: 262_144};

describe('filter compiler', () => {
	const compiler = compilerOf(new URL('../../../dist/filter-worker.js', import.meta.url));
	afterEach(() => compiler.close());

	it('answers many questions at once, each its own', async () => {
		const texts = ['tcp', 'tcp prt', '', 'port ftpx', 'udp port 53'];
		const errors = await Promise.all(texts.map(text => compiler.check(text, ETHERNET)));
		expect(errors.map(error => error?.position ?? null)).toEqual([null, 4, null, 5, null]);
	});

	it('hands compiled programs over', async () => {
		const {program} = await compiler.compile('', ETHERNET);
		expect(program).toHaveLength(8);
	});

	it('fails what waits when it ends, and starts anew for the next question', async () => {
		const waiting = compiler.check('tcp', ETHERNET);
		await Promise.all([
			expect(waiting).rejects.toMatchObject({code: 'WORKER_DIED', message: 'the filter compiler ended'}),
			compiler.close(),
		]);
		expect(await compiler.check('udp', ETHERNET)).toBeNull();
	});

	it.each([
		[1, null],
		[2, 'the filter compiler ended: died of it'],
	])('asks again, once, when its worker dies of a question: %d deaths', async (deaths, failure) => {
		const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-compiler-'));
		const entry = path.join(folder, 'mortal.mjs');
		fs.writeFileSync(
			entry,
			`import fs from 'node:fs';
			import {parentPort} from 'node:worker_threads';
			parentPort.on('message', ({id}) => {
				fs.appendFileSync(${JSON.stringify(path.join(folder, 'asked'))}, 'x');
				if (fs.statSync(${JSON.stringify(path.join(folder, 'asked'))}).size <= ${deaths}) throw new Error('died of it\\nhere');
				parentPort.postMessage({id, program: new Uint8Array(8), error: null});
			});`,
		);
		const mortal = compilerOf(pathToFileURL(entry));
		try {
			const error = await mortal.check('tcp', ETHERNET).catch(reason => reason.message);
			expect(error).toBe(failure);
			expect(fs.readFileSync(path.join(folder, 'asked'), 'utf8')).toBe('xx');
		} finally {
			await mortal.close();
			fs.rmSync(folder, {recursive: true});
		}
	});

	it('says why when its worker cannot start', async () => {
		const broken = compilerOf(new URL('./no-such-worker.js', import.meta.url));
		await expect(broken.check('tcp', ETHERNET)).rejects.toMatchObject({
			code: 'WORKER_DIED',
			message: expect.stringContaining('no-such-worker'),
		});
	});
});
