import {afterEach, describe, expect, it} from 'vitest';
import {FilterCompiler} from '../../../source/engine/filter/filter-compiler.js';

const ETHERNET = {linkType: 1, snaplen: 262_144};

describe('filter compiler', () => {
	const compiler = new FilterCompiler(new URL('../../../dist/filter-worker.js', import.meta.url));
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

	it('says why when its worker cannot start', async () => {
		const broken = new FilterCompiler(new URL('./no-such-worker.js', import.meta.url));
		await expect(broken.check('tcp', ETHERNET)).rejects.toMatchObject({
			code: 'WORKER_DIED',
			message: expect.stringContaining('no-such-worker'),
		});
	});
});
