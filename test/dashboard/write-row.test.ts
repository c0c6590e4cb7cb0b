/** `w` in the details: the packets of their row alone, until it is pressed again. */
import {afterEach, beforeEach, expect, it} from 'vitest';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';

const [ENTER, ESC] = ['\r', '\u001b'];

let dashboard: Awaited<ReturnType<typeof mounted>>;
beforeEach(async () => {
	dashboard = await mounted(120, 40);
	await runThrice(dashboard, busySnapshot);
});
afterEach(() => dashboard.unmount());

const screen = async () => (await dashboard.screen()).join('\n');

it.each([
	['3', {address: '192.0.2.20'}, '192.0.2.20'],
	['4', {address: '192.0.2.20', peer: '203.0.113.10'}, '192.0.2.20 and 203.0.113.10'],
	[
		'5',
		{address: '192.0.2.20', peer: '203.0.113.10', port: 50_123, peerPort: 443, transport: 'tcp'},
		'tcp 192.0.2.20:50123 and 203.0.113.10:443',
	],
])('panel %s: begins, says what goes where, and ends', async (panel, only, text) => {
	dashboard.press(`n${panel}g${ENTER}`);
	expect(await screen()).toContain('w write');
	dashboard.press('w');
	const shown = await screen();
	expect(dashboard.asked).toEqual([`start writing ${JSON.stringify(only)}`]);
	expect(shown).toContain(`Details, writing ${text} to netanal-eth0.pcap`);
	expect(shown).toContain(`writing the packets of ${text} to /home/user/captures/netanal-eth0.pcap`);
	expect(dashboard.store.shown().capture).toMatchObject({writingOf: text});
	dashboard.press('w');
	const ended = await screen();
	expect(dashboard.asked.slice(1)).toEqual(['stop writing']);
	expect(ended).not.toContain('Details, writing');
	expect(dashboard.store.shown().capture).toMatchObject({writing: null, writingOf: null});
});

it('is said in the header when the details are closed, and ended by w there', async () => {
	dashboard.press(`n3g${ENTER}w`);
	await screen();
	dashboard.press(ESC);
	expect(await screen()).toContain('writing pcap of 192.0.2.20');
	dashboard.press('w');
	expect(await screen()).not.toContain('writing pcap');
	expect(dashboard.asked.at(-1)).toBe('stop writing');
});

it('ends what all packets are written into, and does not begin at once', async () => {
	dashboard.press('w');
	expect(await screen()).toMatch(/writing pcap(?! of)/);
	dashboard.press(`n3g${ENTER}`);
	expect(await screen()).toContain('Details, writing all packets to netanal-eth0.pcap');
	dashboard.press('w');
	await screen();
	expect(dashboard.asked).toEqual(['start writing', 'stop writing']);
});
