/** Names that others chose, in every place that shows one: they change nothing around them and reach no terminal as codes. */
import {afterEach, describe, expect, it} from 'vitest';
import {sanitize} from '../../source/format/sanitize.js';
import {mounted} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;
let dashboard: Mounted;
afterEach(() => dashboard.unmount());

const NAMES = [
	['escape codes', '\u001b[2J\u001b]0;owned\u0007\u009b31mred'],
	['bidi and zero-width characters', '\u202eevil\u2066\u200b\u200d\ufeff'],
	['wide and combining ones', `日本語${'\u0335'.repeat(50)}\u{1f468}\u200d\u{1f469}`],
	['line breaks', 'one\r\ntwo\tthree'],
	['far too much', 'y'.repeat(5000)],
] as const;
const SIZES = [
	[120, 40],
	[40, 12],
] as const;

const cases = NAMES.flatMap(([what, name]) => SIZES.map(([columns, rows]) => [what, name, columns, rows] as const));

/** What is seen is safe as it is, and stays within the screen. */
async function expectSafe(rows: number): Promise<string> {
	const lines = await dashboard.screen();
	expect(lines).toHaveLength(rows);
	expect(lines).toEqual(lines.map(sanitize));
	const text = lines.join('\n');
	expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/);
	return text;
}

describe.each(cases)('%s', (_, name, columns, rows) => {
	it(`in the header: the source, what is wrong with it, and the filter (${columns}x${rows})`, async () => {
		dashboard = await mounted(columns, rows, {capture: {source: {kind: 'file', name}, filter: `host ${name}`}});
		dashboard.run();
		const snapshot = busySnapshot(0);
		await dashboard.snapshot({...snapshot, source: {...snapshot.source, kind: 'file', name, filter: `host ${name}`}});
		dashboard.engine.emit('error', {code: 'DAMAGED', message: name, offset: 1});
		expect(await expectSafe(rows)).toContain('filter host');
	});

	it(`in the list of interfaces (${columns}x${rows})`, async () => {
		const interfaces = async () => [{id: name, label: name, detail: `${name} is up`}];
		dashboard = await mounted(columns, rows, {surroundings: {interfaces}});
		dashboard.run();
		await dashboard.snapshot(busySnapshot(0));
		dashboard.press('i');
		expect(await expectSafe(rows)).toContain('Capture on');
	});

	it(`at the marks of the time line and in the log (${columns}x${rows})`, async () => {
		dashboard = await mounted(columns, rows);
		dashboard.run();
		for (let step = 0; step < 4; step++) {
			dashboard.clock.advance(1000);
			await dashboard.snapshot(busySnapshot(step));
			dashboard.engine.emit('filter', {filter: `host ${name}`, epoch: step});
			dashboard.engine.emit('interface', {name, up: true, carrier: true});
		}
		dashboard.press('8');
		await expectSafe(rows);
		dashboard.press('\u001b[D');
		expect(await expectSafe(rows)).toContain(' ago');
	});
});
