/** A short list over the panels, one row of which is taken. */
import type {AlertsState} from './alerts.js';

export interface ChooserItem {
	id: string;
	label: string;
	/** A few words more. */
	detail: string;
}

export interface Chooser {
	kind: 'export' | 'interface' | 'alert';
	title: string;
	items: readonly ChooserItem[];
	index: number;
}

export type ExportFormat = 'json' | 'csv' | 'svg' | 'png';

/** What `e` offers; the first is the default. */
export const EXPORTS: readonly (ChooserItem & {id: ExportFormat})[] = [
	{id: 'json', label: 'JSON', detail: 'the whole snapshot, for programs'},
	{id: 'csv', label: 'CSV', detail: 'its lists as tables, a file for each'},
	{id: 'svg', label: 'SVG', detail: 'a report with charts, as a drawing'},
	{id: 'png', label: 'PNG', detail: 'the same as a picture'},
];

export const exportChooser = (): Chooser => ({
	kind: 'export',
	title: 'Export what is shown',
	items: EXPORTS,
	index: 0,
});

/** @param current is marked when the list opens */
export const interfaceChooser = (items: readonly ChooserItem[], current: string, isFleet = false): Chooser => ({
	kind: 'interface',
	title: isFleet ? 'Look at' : 'Capture on',
	items,
	index: Math.max(
		0,
		items.findIndex(({id}) => id === current),
	),
});

/** The rules in force; the one that is taken is not watched for any more. */
export const alertChooser = ({rules, open}: AlertsState): Chooser => ({
	kind: 'alert',
	title: 'Watched for; Enter ends one',
	items: rules.map((rule, index) => {
		const holding = open.filter(alert => alert.rule === rule).length;
		return {
			id: String(index + 1),
			label: rule,
			detail: holding === 0 ? '' : holding === 1 ? 'it is so now' : `${holding} now`,
		};
	}),
	index: 0,
});

/** One row up or down, without an end. */
export function chosenNext(chooser: Chooser, by: 1 | -1): Chooser {
	const {length} = chooser.items;
	return length === 0 ? chooser : {...chooser, index: (chooser.index + by + length) % length};
}

/** First row in sight, so that the chosen one is among `rows`. */
export function chooserTop({index, items}: Chooser, rows: number): number {
	return Math.max(0, Math.min(items.length - rows, index - Math.floor(rows / 2)));
}
