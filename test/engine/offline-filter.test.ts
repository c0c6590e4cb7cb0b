import {describe, expect, it} from 'vitest';
import {OfflineFilter} from '../../source/engine/offline-filter.js';

describe('a filter of the demo', () => {
	it('that is compiled while the capture ends says so, and not what became of its compiler', async () => {
		const filter = new OfflineFilter();
		const late = filter.change('tcp', () => {});
		filter.end();
		await filter.close();
		expect(await late).toEqual({error: {message: 'the capture has ended', position: null}, gap: 0});
	});

	it('whose compiler dies while the capture goes on fails', async () => {
		const filter = new OfflineFilter();
		const late = filter.change('tcp', () => {});
		await Promise.all([expect(late).rejects.toMatchObject({code: 'WORKER_DIED'}), filter.close()]);
	});
});
