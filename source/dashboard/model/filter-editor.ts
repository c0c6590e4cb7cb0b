/** The filter editor: what is typed, what libpcap said about it, and what became of it. */

import type {FilterError} from '../../engine/options.js';
import {editText, type TextField, textField} from '../../input/text-field.js';
import type {Key} from '../../terminal/keys.js';
import {type Choice, withChoice} from './filter-choices.js';

export interface FilterEditor {
	field: TextField;
	/** libpcap's answer about the text as it stands. */
	check: {state: 'checking' | 'valid'} | {state: 'invalid'; problem: FilterError};
	phase: 'editing' | 'applying';
	/** Number of the newest question. An answer with another number is too late and is dropped. */
	question: number;
	/** In force when the editor was opened. */
	inForce: string | null;
	/** Filters used before, the newest first, and which of them is looked at; null = what was typed. */
	past: readonly string[];
	pastIndex: number | null;
	typed: string;
	/** What can be put in by one key, and which of it is marked. */
	choices: readonly Choice[];
	chosen: number | null;
}

/** Opens on the filter in force, which compiled already. */
export function openEditor(
	inForce: string | null,
	question: number,
	offers: {past?: readonly string[]; choices?: readonly Choice[]} = {},
): FilterEditor {
	return {
		field: textField(inForce ?? ''),
		check: {state: 'valid'},
		phase: 'editing',
		question,
		inForce,
		past: (offers.past ?? []).filter(text => text !== inForce),
		pastIndex: null,
		typed: inForce ?? '',
		choices: offers.choices ?? [],
		chosen: null,
	};
}

/** With another text in the field, which has to be checked. */
function retyped(editor: FilterEditor, text: string): FilterEditor {
	return text === editor.field.text
		? editor
		: {...editor, field: textField(text), check: {state: 'checking'}, question: editor.question + 1};
}

/** An older filter (1) or a newer one (−1); before the newest is what was typed. */
export function lookedBack(editor: FilterEditor, by: 1 | -1): FilterEditor {
	const index = (editor.pastIndex ?? -1) + by;
	if (editor.phase === 'applying' || index < -1 || index >= editor.past.length) {
		return editor;
	}
	const typed = editor.pastIndex === null ? editor.field.text : editor.typed;
	const pastIndex = index === -1 ? null : index;
	const text = pastIndex === null ? typed : editor.past[pastIndex];
	return {...retyped(editor, text), typed, pastIndex, chosen: null};
}

/** Marks the next choice (1) or the one before (−1); beyond either end is the text. */
export function choiceMarked(editor: FilterEditor, by: 1 | -1): FilterEditor {
	const {length} = editor.choices;
	const at = (editor.chosen ?? (by === 1 ? -1 : length)) + by;
	return {...editor, chosen: at < 0 || at >= length ? null : at};
}

/** The marked choice put in; the same object when none is marked. */
export function choiceTaken(editor: FilterEditor): FilterEditor {
	const choice = editor.chosen === null ? undefined : editor.choices[editor.chosen];
	if (choice === undefined || editor.phase === 'applying') {
		return editor;
	}
	return {...retyped(editor, withChoice(editor.field.text, choice)), chosen: null, pastIndex: null};
}

/** null stands for no filter: an empty text, or one of spaces. */
export function filterText(editor: FilterEditor): string | null {
	const text = editor.field.text.trim();
	return text === '' ? null : text;
}

/** @returns the same object when the key changes nothing */
export function typeKey(editor: FilterEditor, key: Key): FilterEditor {
	const field = editor.phase === 'applying' ? editor.field : editText(editor.field, key);
	if (field === editor.field) {
		return editor;
	}
	if (field.text === editor.field.text) {
		return {...editor, field, chosen: null};
	}
	return {
		...editor,
		field,
		chosen: null,
		pastIndex: null,
		check: {state: 'checking'},
		question: editor.question + 1,
	};
}

/** libpcap's answer to a question. */
export function answered(editor: FilterEditor, question: number, problem: FilterError | null): FilterEditor {
	if (question !== editor.question) {
		return editor;
	}
	return {
		...editor,
		phase: 'editing',
		check: problem === null ? {state: 'valid'} : {state: 'invalid', problem},
	};
}
