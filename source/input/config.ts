/**
 * The configuration file: lines of `name = value`, in sections.
 *
 *   # a comment
 *   unit = bytes
 *
 *   [keys]
 *   pause = space, p
 *   sort = f6
 */
import {COMMANDS, type Command} from './commands.js';
import {isKeyName} from './key-names.js';

/** What may stand above `[keys]`, each with the values that it takes. */
export interface Setting {
	name: string;
	/** All of them; or what they are, in words, where they are not few: such a setting may stand there several times. */
	values: readonly string[] | string;
	description: string;
	/** Of values that are not few: why a text is none; null where it is one. */
	problem?(text: string): string | null;
}

export interface Config {
	/** Name → values in their order, of the settings that the file has. */
	settings: ReadonlyMap<string, readonly string[]>;
	/** The table of commands with the keys that are bound now. */
	commands: readonly Command[];
}

/** What is wrong, and in which line, from 1. */
export interface ConfigProblem {
	line: number;
	reason: string;
}

/** Characters of a file that are read. */
export const CONFIG_LIMIT = 65_536;

/** Some way out must always be left. */
const NEEDED = 'interrupt';

const quoted = (names: readonly string[]) => names.join(', ');

export function parseConfig(
	text: string,
	settings: readonly Setting[],
	commands: readonly Command[] = COMMANDS,
): Config | ConfigProblem {
	const values = new Map<string, string[]>();
	const bound = new Map<string, {keys: string[]; line: number}>();
	let section = '';
	for (const [index, raw] of text.split(/\r?\n/).entries()) {
		const line = index + 1;
		const content = raw.trim();
		if (content === '' || content.startsWith('#')) {
			continue;
		}
		if (content.startsWith('[')) {
			if (content !== '[keys]') {
				return {line, reason: `no section ${content}: there is [keys] only`};
			}
			section = 'keys';
			continue;
		}
		const [, name = '', value = ''] = /^([^=]*?)\s*=\s*(.*)$/u.exec(content) ?? [];
		if (name === '') {
			return {line, reason: `'${content}' is no 'name = value'`};
		}
		const problem = section === 'keys' ? bind(bound, commands, name, value, line) : set(values, settings, name, value);
		if (problem !== null) {
			return {line, reason: problem};
		}
	}
	const rebound = commands.map(command => ({...command, keys: bound.get(command.id)?.keys ?? command.keys}));
	return clash(rebound, bound) ?? {settings: values, commands: rebound};
}

function set(values: Map<string, string[]>, settings: readonly Setting[], name: string, value: string): string | null {
	const setting = settings.find(known => known.name === name);
	if (setting === undefined) {
		return `no setting '${name}': there are ${quoted(settings.map(known => known.name))}`;
	}
	const known = values.get(name) ?? [];
	if (typeof setting.values === 'string') {
		const problem = setting.problem?.(value) ?? (known.includes(value) ? `${name} is set to '${value}' twice` : null);
		values.set(name, [...known, value]);
		return problem;
	}
	if (!setting.values.includes(value)) {
		return `${name} cannot be '${value}': ${quoted(setting.values)}`;
	}
	if (known.length > 0) {
		return `${name} is set twice`;
	}
	values.set(name, [value]);
	return null;
}

function bind(
	bound: Map<string, {keys: string[]; line: number}>,
	commands: readonly Command[],
	name: string,
	value: string,
	line: number,
): string | null {
	if (!commands.some(({id}) => id === name)) {
		return `no command '${name}': docs/keys.md has all of them`;
	}
	if (bound.has(name)) {
		return `${name} is bound twice; keys of one command are separated by commas`;
	}
	const keys = value
		.split(/\s*,\s*/u)
		.filter(Boolean)
		.map(canonicalKey);
	const wrong = keys.find(key => !isKeyName(key));
	if (wrong !== undefined) {
		return `no key '${wrong}': a character, or a name such as space, f5, pageup, ctrl-x, shift-left`;
	}
	if (name === NEEDED && keys.length === 0) {
		return `${NEEDED} needs a key: it is the way out from everywhere`;
	}
	bound.set(name, {keys: [...new Set(keys)], line});
	return null;
}

/** `Ctrl-X` and `PgUp` are how keys are printed: they are understood as well. */
function canonicalKey(text: string): string {
	if ([...text].length === 1) {
		return text;
	}
	const aliases: Readonly<Record<string, string>> = {
		pgup: 'pageup',
		pgdn: 'pagedown',
		esc: 'escape',
		del: 'delete',
		ins: 'insert',
		comma: ',',
	};
	const parts = text.toLowerCase().split('-');
	const name = parts.pop()!;
	return [...parts, aliases[name] ?? name].join('-');
}

/** A key that two commands of one context claim, told of the line that brought it about. */
function clash(
	commands: readonly Command[],
	bound: ReadonlyMap<string, {keys: string[]; line: number}>,
): ConfigProblem | null {
	const owners = new Map<string, string>();
	const wayOut = commands.find(({id}) => id === NEEDED)?.keys ?? [];
	for (const [id, {keys, line}] of bound) {
		const taken = id === NEEDED ? undefined : keys.find(key => wayOut.includes(key));
		if (taken !== undefined) {
			return {line, reason: `${taken} is the key of ${NEEDED}, the way out from everywhere`};
		}
	}
	for (const {id, context, keys} of commands) {
		for (const key of keys) {
			const other = owners.get(`${context} ${key}`);
			if (other !== undefined) {
				const culprit = bound.get(id) === undefined ? [other, id] : [id, other];
				const line = bound.get(culprit[0])?.line ?? bound.get(culprit[1])?.line ?? 1;
				return {line, reason: `${key} is the key of ${culprit[1]} already: bind that to another one as well`};
			}
			owners.set(`${context} ${key}`, id);
		}
	}
	return null;
}
