/** One line of text being edited: pure state and what each key does to it. Positions are indices of code units. */
import type {Key} from '../terminal/keys.js';

export interface TextField {
	readonly text: string;
	/** 0…text.length, never inside a surrogate pair. */
	readonly caret: number;
}

/** Characters that a field keeps. */
const LIMIT = 8192;

export function textField(text = ''): TextField {
	return {text, caret: text.length};
}

const before = ({text, caret}: TextField) => (isPairEnd(text, caret) ? caret - 2 : Math.max(0, caret - 1));
const after = ({text, caret}: TextField) => (isPairEnd(text, caret + 2) ? caret + 2 : Math.min(text.length, caret + 1));

function isPairEnd(text: string, index: number): boolean {
	return index >= 2 && index <= text.length && (text.codePointAt(index - 2) ?? 0) > 0xff_ff;
}

function wordStart({text, caret}: TextField): number {
	return text.slice(0, caret).replace(/\S+\s*$|\s+$/u, '').length;
}

function wordEnd({text, caret}: TextField): number {
	return caret + (/^\s*\S*/u.exec(text.slice(caret))?.[0].length ?? 0);
}

function insert({text, caret}: TextField, piece: string): TextField {
	// line breaks and tabs of a paste are spaces here; nothing invisible gets in
	const clean = piece.replace(/[\t\r\n]+/gu, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '');
	const room = Math.max(0, LIMIT - text.length);
	const kept = clean.slice(0, room);
	return {text: text.slice(0, caret) + kept + text.slice(caret), caret: caret + kept.length};
}

function erase({text}: TextField, from: number, to: number): TextField {
	return {text: text.slice(0, from) + text.slice(to), caret: from};
}

const EDITS: Readonly<Record<string, (field: TextField) => TextField>> = {
	left: field => ({...field, caret: before(field)}),
	right: field => ({...field, caret: after(field)}),
	home: field => ({...field, caret: 0}),
	end: field => ({...field, caret: field.text.length}),
	'ctrl-left': field => ({...field, caret: wordStart(field)}),
	'ctrl-right': field => ({...field, caret: wordEnd(field)}),
	backspace: field => erase(field, before(field), field.caret),
	delete: field => erase(field, field.caret, after(field)),
	'ctrl-w': field => erase(field, wordStart(field), field.caret),
	'ctrl-u': field => erase(field, 0, field.caret),
	'ctrl-k': field => erase(field, field.caret, field.text.length),
};

/** The same keys under the names that readline's users know. */
const ALIASES: Readonly<Record<string, string>> = {
	'ctrl-a': 'home',
	'ctrl-e': 'end',
	'ctrl-b': 'left',
	'alt-b': 'ctrl-left',
	'alt-f': 'ctrl-right',
	'alt-backspace': 'ctrl-w',
	'ctrl-d': 'delete',
};

/** The field after the key; the same object when the key means nothing to it. */
export function editText(field: TextField, key: Key): TextField {
	const edit = EDITS[ALIASES[key.id] ?? key.id];
	if (edit !== undefined) {
		return edit(field);
	}
	return key.text === '' ? field : insert(field, key.text);
}
