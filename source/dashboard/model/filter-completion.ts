/** What Tab makes of the word of the view filter that the caret is in: fields by name, and behind them values that are known. */
import {ROW_FIELDS} from '../../engine/row-filter.js';
import {type TextField, textField} from '../../input/text-field.js';
import {commonStart} from './common-start.js';

/** Values that fields may have here, the ones with most to tell first. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

/** Words that can stand in the place of the one that is typed. */
export interface Completion {
	/** What was typed, until the first of them is taken. */
	field: TextField;
	/** Where the word begins. */
	start: number;
	words: readonly Word[];
	/** Index of the one that is in the text; null = none of them yet. */
	chosen: number | null;
}

export interface Word {
	text: string;
	description: string;
}

/** Words in one completion. */
const MOST = 100;

/** Words that begin as the one before the caret does. A field with its value is followed by a blank, so that the next term can be typed. */
function wordsFor(typed: string, values: KnownValues): Word[] {
	const [, sign, word] = /^([-!]?)(.*)$/su.exec(typed)!;
	const [, name, begin] = /^([a-z]+:)(.*)$/isu.exec(word) ?? [];
	if (name === undefined) {
		return ROW_FIELDS.filter(field => field.name.startsWith(word.toLowerCase())).map(({name, meaning}) => ({
			text: sign + name,
			description: meaning,
		}));
	}
	const known = values[name.toLowerCase().slice(0, -1)] ?? [];
	// a term ends at a blank: of a value with one, what is before it finds it too
	const whole = [...new Set(known.map(value => value.toLowerCase().split(/\s/u)[0]))];
	return whole
		.filter(value => value !== '' && value.startsWith(begin.toLowerCase()))
		.slice(0, MOST)
		.map(value => ({text: `${sign}${name}${value} `, description: ''}));
}

/**
 * As shells do it: what all words have in common is put in at once; then one word after the other stands in the text, and after the
 * last of them what was typed.
 *
 * @param before what was completed by the key before; null = another key was
 */
export function completedFilter(
	field: TextField,
	before: Completion | null,
	by: 1 | -1,
	values: KnownValues,
): {field: TextField; completion: Completion | null} {
	if (before !== null) {
		const places = before.words.length + 1;
		const next = ((before.chosen ?? -1) + by + 1 + places) % places;
		const chosen = next === 0 ? null : next - 1;
		const taken = chosen === null ? before.field : withWord(before, before.words[chosen].text);
		return {field: taken, completion: {...before, chosen}};
	}
	const start = field.text.slice(0, field.caret).search(/\S*$/u);
	const typed = field.text.slice(start, field.caret);
	const words = wordsFor(typed, values);
	if (words.length === 0) {
		return {field, completion: null};
	}
	const begun: Completion = {field, start, words, chosen: null};
	const common = words.map(({text}) => text).reduce(commonStart);
	const isMore = common.length > typed.length;
	if (words.length > 1 && !isMore) {
		return completedFilter(field, begun, by, values);
	}
	const longer = isMore ? withWord(begun, common) : field;
	return {field: longer, completion: words.length === 1 ? null : {...begun, field: longer}};
}

const withWord = ({field, start}: Completion, word: string): TextField => ({
	...textField(field.text.slice(0, start) + word + field.text.slice(field.caret)),
	caret: start + word.length,
});
