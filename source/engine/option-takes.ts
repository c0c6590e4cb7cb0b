/** What options take, in words and as a check: the parts that lists of options are made of. */
import {misuse} from './errors.js';
import {isInRange, type Range, rangeText} from './ranges.js';

/** What an option takes. */
export interface Taken {
	/** To be read after "takes". */
	text: string;
	/** Of an object. */
	fields?: Fields;
	/** Of a list, what each is. */
	item?: Taken;
	/** Of an object of several forms. */
	variants?: Readonly<Record<string, Taken>>;
	/** @param name of the option, as a program writes it @throws NetanalError INVALID_ARGUMENT */
	check(value: unknown, name: string): void;
}

export type Fields = Readonly<Record<string, Taken>>;

export function takes(text: string, accepts: (value: unknown) => boolean): Taken {
	return {
		text,
		check(value, name) {
			if (!accepts(value)) {
				throw misuse(`${name} takes ${text}, not ${shown(value)}`);
			}
		},
	};
}

export const number = (range: Range) => takes(rangeText(range), value => isInRange(value, range));
export const oneOf = (...values: string[]) => takes(listed(values), value => values.includes(value as string));
export const text = (what: string) => takes(what, value => typeof value === 'string' && value !== '');
export const truth = takes('true or false', value => typeof value === 'boolean');
export const callback = takes('a function', value => typeof value === 'function');
export const promise = takes('a promise', value => typeof (value as PromiseLike<unknown> | null)?.then === 'function');

/** @param required names of fields that cannot be left out */
export function fieldsOf(fields: Fields, ...required: string[]): Taken {
	const what = `an object with ${listed(Object.keys(fields), 'and')}`;
	return {
		text: what,
		fields,
		check(value, name) {
			const given = objectOf(value, name, what);
			for (const key of Object.keys(given)) {
				if (!Object.hasOwn(fields, key) && given[key] !== undefined) {
					throw misuse(`${name}.${key} is unknown: ${name} takes ${what}`);
				}
			}
			checkFields(given, fields, `${name}.`);
			for (const key of required) {
				fields[key].check(given[key], `${name}.${key}`);
			}
		},
	};
}

export function listOf(item: Taken, what: string): Taken {
	return {
		text: what,
		item,
		check(value, name) {
			if (!Array.isArray(value)) {
				throw misuse(`${name} takes ${what}, not ${shown(value)}`);
			}
			for (const [i, each] of value.entries()) {
				item.check(each, `${name}[${i}]`);
			}
		},
	};
}

/** @param field by whose value it is known which of them it is */
export function variant(field: string, variants: Readonly<Record<string, Taken>>): Taken {
	const kinds = oneOf(...Object.keys(variants));
	const what = `an object whose ${field} is ${kinds.text}`;
	return {
		text: what,
		variants,
		check(value, name) {
			const kind = objectOf(value, name, what)[field];
			kinds.check(kind, `${name}.${field}`);
			variants[kind as string].check(value, name);
		},
	};
}

export function checkFields(given: Record<string, unknown>, fields: Fields, prefix: string): void {
	for (const [key, field] of Object.entries(fields)) {
		if (given[key] !== undefined) {
			field.check(given[key], `${prefix}${key}`);
		}
	}
}

export function objectOf(value: unknown, name: string, what: string): Record<string, unknown> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw misuse(`${name} takes ${what}, not ${shown(value)}`);
	}
	return value as Record<string, unknown>;
}

/** `a, b or c`; a value that is a text in quotes. */
export function listed(words: readonly string[], last: 'or' | 'and' = 'or'): string {
	const shownWords = last === 'or' ? words.map(word => `'${word}'`) : words;
	const [end, ...rest] = [...shownWords].reverse();
	return rest.length === 0 ? end : `${rest.reverse().join(', ')} ${last} ${end}`;
}

const LONGEST_SHOWN = 40;

function shown(value: unknown): string {
	if (typeof value === 'string') {
		return JSON.stringify(value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value);
	}
	if (typeof value === 'object' && value !== null) {
		return Array.isArray(value) ? 'a list' : 'an object';
	}
	return typeof value === 'function' ? 'a function' : String(value);
}
