/** A short list over the panels, one row of which is taken. */
import {editText, type TextField, textField} from '../../input/text-field.js';
import type {Key} from '../../terminal/keys.js';
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
	/** Of the marked one among those that are shown. */
	index: number;
	/** What is typed to find some of them; null = all are shown. */
	search: TextField | null;
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
	search: null,
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
	search: null,
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
	search: null,
});

/** Those that have every word that is typed, in their name or beside it. */
export function chooserItems({items, search}: Chooser): readonly ChooserItem[] {
	const words = (search?.text ?? '').toLowerCase().split(/\s+/u).filter(Boolean);
	return words.length === 0
		? items
		: items.filter(({label, detail}) => words.every(word => `${label} ${detail}`.toLowerCase().includes(word)));
}

/** One row up or down, without an end. */
export function chosenNext(chooser: Chooser, by: 1 | -1): Chooser {
	const {length} = chooserItems(chooser);
	return length === 0 ? chooser : {...chooser, index: (chooser.index + by + length) % length};
}

/** So many rows on, or up to the end. @param by -Infinity and Infinity for the ends */
export function chosenFar(chooser: Chooser, by: number): Chooser {
	const last = Math.max(0, chooserItems(chooser).length - 1);
	return {...chooser, index: Math.min(last, Math.max(0, chooser.index + by))};
}

/** After a key that is text: the same row stays marked while it is shown. */
export function typedInto(chooser: Chooser, key: Key): Chooser {
	const field = chooser.search ?? textField();
	const search = editText(field, key);
	return search === field ? chooser : searched(chooser, search);
}

/** @param search null = all are shown again */
export function searched(chooser: Chooser, search: TextField | null): Chooser {
	const marked = chooserItems(chooser)[chooser.index];
	const next = {...chooser, search};
	return {...next, index: Math.max(0, marked === undefined ? 0 : chooserItems(next).indexOf(marked))};
}

/** Rows of the list that a screen of so many has room for. */
export const chooserRoom = (chooser: Chooser, rows: number): number =>
	Math.max(1, Math.min(rows - 4, chooser.items.length));

/** First row in sight, so that the chosen one is among `rows`. */
export function chooserTop(chooser: Chooser, rows: number): number {
	return Math.max(0, Math.min(chooserItems(chooser).length - rows, chooser.index - Math.floor(rows / 2)));
}
