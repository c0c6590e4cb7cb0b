/** The panels, in the order of their keys. */
export const PANEL_NAMES = [
	'overview',
	'protocols',
	'talkers',
	'conversations',
	'flows',
	'bandwidth',
	'drops',
	'log',
	'sizes',
] as const;

export type PanelName = (typeof PANEL_NAMES)[number];
