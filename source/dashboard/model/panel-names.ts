/** The panels, in the order of their keys: 1 to 9, and 0 for the sensors, which only a fleet has. */
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
	'sensors',
] as const;

export type PanelName = (typeof PANEL_NAMES)[number];

/** The digit that goes there. */
export const panelKey = (panel: PanelName): string => String((PANEL_NAMES.indexOf(panel) + 1) % 10);
