/** How a terminal is asked to call somebody who looks elsewhere. */

/** `osc9`: iTerm2, kitty, WezTerm, ConEmu …; `osc777`: urxvt, foot, VTE … */
export const NOTIFICATIONS = ['no', 'bell', 'osc9', 'osc777'] as const;
export type Notification = (typeof NOTIFICATIONS)[number];

const LIMIT = 200;

/** @param text one line without control characters; a `;` would end a part of it */
export function notificationCode(way: Notification, text: string): string {
	const short = text.slice(0, LIMIT).replaceAll(';', ',');
	switch (way) {
		case 'no':
			return '';
		case 'bell':
			return '\u0007';
		case 'osc9':
			return `\u001b]9;${short}\u0007`;
		case 'osc777':
			return `\u001b]777;notify;netanal-tui;${short}\u0007`;
	}
}
