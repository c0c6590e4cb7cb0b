/**
 * The panels, in the order of their keys: 1 to 9, 0 for the sensors, which only a fleet has, m for places, where they are asked for, P for
 * processes, where somebody can tell whose flows are, h for the health of the network, and I for the interfaces of a capture of several.
 */
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
	'processes',
	'health',
	'interfaces',
] as const;

export type PanelName = (typeof PANEL_NAMES)[number];

/** The key that goes there. */
export const panelKey = (panel: PanelName): string => LETTERS[panel] ?? String((PANEL_NAMES.indexOf(panel) + 1) % 10);

const LETTERS: Readonly<Partial<Record<PanelName, string>>> = {
	places: 'm',
	processes: 'P',
	health: 'h',
	interfaces: 'I',
};
