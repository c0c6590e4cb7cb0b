/** The filter editor: what is typed, what libpcap said about it, and what became of it. */
import type {Key} from '../../input/keys.js';
import {editText, type TextField, textField} from '../../input/text-field.js';
import type {FilterError} from '../engine-port.js';

export interface FilterEditor {
	field: TextField;
	/** libpcap's answer about the text as it stands. */
	check: {state: 'checking' | 'valid'} | {state: 'invalid'; problem: FilterError};
	phase: 'editing' | 'applying';
	/** Number of the newest question. An answer with another number is too late and is dropped. */
	question: number;
	/** In force when the editor was opened. */
	inForce: string | null;
}

/** Opens on the filter in force, which compiled already. */
export function openEditor(inForce: string | null, question: number): FilterEditor {
	return {field: textField(inForce ?? ''), check: {state: 'valid'}, phase: 'editing', question, inForce};
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
		return {...editor, field};
	}
	return {...editor, field, check: {state: 'checking'}, question: editor.question + 1};
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
