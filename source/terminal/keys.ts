/**
 * Keys out of what a terminal sends in raw mode: ECMA-48 control sequences as xterm uses them ("XTerm Control
 * Sequences", PC-Style Function Keys), bracketed paste, and UTF-8 text. Pure: chunks in, keys out, at any cut.
 */

import {isReport, keptOf, type MouseEvent, takeReport} from './mouse.js';

export interface Key {
	/** Canonical name: `a`, `A`, `?`, `space`, `enter`, `ctrl-c`, `alt-b`, `shift-left`, `pageup`, `f5`, `paste`. */
	id: string;
	/** What it would insert into a text: '' for keys that are no text. */
	text: string;
	/** Of the key `mouse`, which no command can be bound to. */
	mouse?: MouseEvent;
}

const ESCAPE = '\u001b';
const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';
/** Characters of one paste that are kept. */
const PASTE_LIMIT = 65_536;

/** Final letters of `CSI … letter` and `SS3 letter`. */
const BY_LETTER: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	E: 'center',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
	Z: 'shift-tab',
	// rxvt's shifted arrows
	a: 'shift-up',
	b: 'shift-down',
	c: 'shift-right',
	d: 'shift-left',
};

/** Numbers of `CSI number ~`. */
const BY_NUMBER: Readonly<Record<number, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};

const CONTROL: Readonly<Record<number, string>> = {
	0: 'ctrl-space',
	8: 'backspace',
	9: 'tab',
	10: 'enter',
	13: 'enter',
	27: 'escape',
	28: 'ctrl-\\',
	29: 'ctrl-]',
	30: 'ctrl-^',
	31: 'ctrl-_',
	127: 'backspace',
};

/** The parameter of modified keys is one more than a sum of shift 1, alt 2, ctrl 4. */
function withModifiers(name: string, parameter: number): string {
	const bits = Number.isFinite(parameter) && parameter > 1 ? parameter - 1 : 0;
	return `${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}${name}`;
}

/** The key that one character is. */
function characterKey(character: string): Key {
	const code = character.codePointAt(0)!;
	if (code in CONTROL) {
		return {id: CONTROL[code], text: ''};
	}
	if (code < 27) {
		return {id: `ctrl-${String.fromCharCode(code + 96)}`, text: ''};
	}
	return code === 32 ? {id: 'space', text: ' '} : {id: character, text: character};
}

export class KeyParser {
	#pending = '';
	#pasting = false;
	/** What was given up as an Escape that stands alone: the rest of a report may follow it yet. */
	#givenUp = '';
	#paste = '';

	/** Something is begun that the next bytes may continue: after a while without any, call `flush`. */
	get incomplete(): boolean {
		return this.#pending !== '' && !this.#pasting && !isReport(this.#pending);
	}

	/** @returns the keys that are complete now */
	feed(chunk: string): Key[] {
		const keys: Key[] = [];
		const isLate = this.#givenUp !== '' && isReport(this.#givenUp + chunk);
		let input = (isLate ? this.#givenUp : this.#pending) + chunk;
		this.#pending = '';
		this.#givenUp = '';
		while (input !== '') {
			const used = this.#pasting ? this.#takePaste(input, keys) : this.#take(input, keys);
			if (used === 0) {
				this.#pending = isReport(input) ? keptOf(input) : input;
				break;
			}
			input = input.slice(used);
		}
		return keys;
	}

	/** Nothing more is coming: an Escape that stands alone was the key. */
	flush(): Key[] {
		const rest = this.#pending;
		if (rest === '' || isReport(rest)) {
			// what is left of a report is none, however long it takes
			return [];
		}
		this.#pending = '';
		const keys: Key[] = [{id: 'escape', text: ''}, ...(rest === ESCAPE ? [] : this.feed(rest.slice(1)))];
		this.#givenUp = rest;
		return keys;
	}

	/** @returns characters used; 0 when more are needed */
	#take(input: string, keys: Key[]): number {
		if (input[0] !== ESCAPE) {
			const character = String.fromCodePoint(input.codePointAt(0)!);
			keys.push(characterKey(character));
			return character.length;
		}
		if (input.length === 1) {
			return 0;
		}
		if (input.startsWith(PASTE_START)) {
			this.#pasting = true;
			this.#paste = '';
			return PASTE_START.length;
		}
		if (isReport(input)) {
			const {used, event} = takeReport(input);
			if (event !== null) {
				keys.push({id: 'mouse', text: '', mouse: event});
			}
			return used;
		}
		if (input[1] === '[') {
			return takeControlSequence(input, keys);
		}
		if (input[1] === 'O') {
			if (input.length === 2) {
				return 0;
			}
			const name = BY_LETTER[input[2]];
			if (name !== undefined) {
				keys.push({id: name, text: ''});
			}
			return 3;
		}
		if (input[1] === ESCAPE) {
			keys.push({id: 'escape', text: ''});
			return 1;
		}
		const character = String.fromCodePoint(input.codePointAt(1)!);
		keys.push({id: `alt-${characterKey(character).id}`, text: ''});
		return 1 + character.length;
	}

	#takePaste(input: string, keys: Key[]): number {
		const end = input.indexOf(PASTE_END);
		// the end mark itself may be cut
		const cut = end === -1 ? input.lastIndexOf(ESCAPE) : end;
		const isPartOfEnd = end === -1 && cut !== -1 && PASTE_END.startsWith(input.slice(cut));
		const length = end !== -1 || isPartOfEnd ? cut : input.length;
		this.#paste = (this.#paste + input.slice(0, length)).slice(0, PASTE_LIMIT);
		if (end === -1) {
			return length;
		}
		this.#pasting = false;
		keys.push({id: 'paste', text: this.#paste});
		return end + PASTE_END.length;
	}
}

/** `ESC [` parameters, intermediates, final byte (ECMA-48 §5.4). Sequences that mean nothing to us are swallowed. */
function takeControlSequence(input: string, keys: Key[]): number {
	let end = 2;
	// the Linux console's F1…F5 are ESC [ [ A…E
	if (input[2] === '[') {
		if (input.length < 4) {
			return 0;
		}
		keys.push({id: `f${input.charCodeAt(3) - 64}`, text: ''});
		return 4;
	}
	while (end < input.length && input.charCodeAt(end) >= 0x20 && input.charCodeAt(end) <= 0x3f) {
		end++;
	}
	if (end === input.length) {
		return 0;
	}
	const [first = '', second = ''] = input.slice(2, end).split(';');
	// `<`, `=`, `>` and `?` begin private parameters: answers of the terminal, not keys
	if (/^[<-?]/.test(first)) {
		return end + 1;
	}
	const name = input[end] === '~' ? BY_NUMBER[Number(first)] : BY_LETTER[input[end]];
	if (name !== undefined) {
		keys.push({id: withModifiers(name, Number(second)), text: ''});
	}
	return end + 1;
}
