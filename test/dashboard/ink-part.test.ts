/** What goes through Ink and what does not: frames of its own are for what changes seldom, and for nothing that others wrote. */
import {afterEach, describe, expect, it, vi} from 'vitest';
import {changingSnapshot} from '../helpers/changing-snapshot.js';
import {mounted} from '../helpers/mounted.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;
let dashboard: Mounted;
afterEach(() => dashboard.unmount());

/** Addresses, names of hosts and of servers in `changingSnapshot`: other ones in each minute. */
const OFF_THE_NETWORK = /10\.\d+\.\d+\.\d+|host-\d|server-\d/;

async function begun(columns: number, rows: number): Promise<{inkFrames: string[]}> {
	dashboard = await mounted(columns, rows);
	const write = vi.spyOn(dashboard.surface.layer, 'write');
	dashboard.run();
	await moved(0, 4);
	return {
		get inkFrames() {
			return write.mock.calls.map(([frame]) => String(frame));
		},
	};
}

/** Two snapshots a second. */
async function moved(from: number, to: number): Promise<string[]> {
	for (let step = from; step < to; step++) {
		dashboard.clock.advance(500);
		await dashboard.snapshot(changingSnapshot(step, 30));
		await dashboard.screen();
	}
	return dashboard.screen();
}

const SIZES = [
	[200, 60],
	[120, 40],
	[40, 12],
] as const;

describe.each(SIZES)('at %ix%i', (columns, rows) => {
	it('a snapshot is drawn without Ink: no component renders, no frame of Ink is written', async () => {
		const ink = await begun(columns, rows);
		const before = {ink: ink.inkFrames.length, sent: dashboard.frames.sent.frames, screen: await dashboard.screen()};
		const after = await moved(4, 12);
		expect(after).not.toEqual(before.screen);
		expect(dashboard.frames.sent.frames - before.sent).toBeGreaterThanOrEqual(8);
		// each commit of React is a frame of Ink
		expect(ink.inkFrames).toHaveLength(before.ink);
	});

	it.each([
		['the panels', ''],
		['a row in the cursor', 'jjj'],
		['details', '3j\r'],
		['details of a flow', '5j\r'],
		['the filter editor with its choices', '3jf'],
		['a notice of what was copied', '3jy'],
		['the help over it all', '3j\r?'],
		['a second that is looked back at', '\u001b[D'],
	])('no name and no address of others goes through Ink: %s', async (_, keys) => {
		const ink = await begun(columns, rows);
		expect((await dashboard.screen()).join('\n')).toMatch(OFF_THE_NETWORK);
		dashboard.press(keys);
		await dashboard.screen();
		// names come and go meanwhile
		await moved(100, 103);
		expect(ink.inkFrames.length).toBeGreaterThan(0);
		for (const frame of ink.inkFrames) {
			expect(frame).not.toMatch(OFF_THE_NETWORK);
		}
	});
});

describe('what a key changes', () => {
	it.each([
		['another focus', '\t'],
		['an overlay', '?'],
		['a zoomed panel', 'z'],
		['what is being typed', '/'],
	])('is one frame, of Ink and of canvases: %s', async (_, key) => {
		await begun(120, 40);
		dashboard.clock.advance(1000);
		await dashboard.screen();
		const before = dashboard.frames.sent.frames;
		dashboard.press(key);
		await new Promise(resolve => setImmediate(resolve));
		expect(dashboard.frames.sent.frames).toBe(before + 1);
	});
});
