import {expect, it} from 'vitest';
import {NOTIFICATIONS, notificationCode} from '../../source/terminal/notification.js';
import {createTerminal, write} from '../helpers/screen.js';

it('calls as it was asked to, and never otherwise', async () => {
	expect(NOTIFICATIONS.map(way => notificationCode(way, 'host > 1Mb/s: a; b'))).toEqual([
		'',
		'\u0007',
		'\u001b]9;host > 1Mb/s: a, b\u0007',
		'\u001b]777;notify;netanal-tui;host > 1Mb/s: a, b\u0007',
	]);
	const terminal = createTerminal(80, 4);
	let bells = 0;
	terminal.onBell(() => bells++);
	for (const way of NOTIFICATIONS) {
		await write(terminal, notificationCode(way, 'x'.repeat(5000)));
	}
	expect(bells).toBe(1);
	expect(terminal.buffer.active.cursorX).toBe(0);
});
