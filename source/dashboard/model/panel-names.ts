/** The panels, in the order of their keys: 1 to 9, 0 for the sensors, which only a fleet has, and m for places, where they are asked for. */
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
	'places',
] as const;

export type PanelName = (typeof PANEL_NAMES)[number];

/** The key that goes there. */
export const panelKey = (panel: PanelName): string =>
	panel === 'places' ? 'm' : String((PANEL_NAMES.indexOf(panel) + 1) % 10);
