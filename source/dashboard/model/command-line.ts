/** Commands typed by name: what is typed, and what it could become. */
import type {Command} from '../../input/commands.js';
import {type TextField, textField} from '../../input/text-field.js';
import {commonStart} from './common-start.js';

export interface CommandLine {
	field: TextField;
	/** Index of the suggestion that is marked; null = none. */
	chosen: number | null;
}

export const OPEN_COMMAND_LINE: CommandLine = {field: textField(), chosen: null};

export interface Suggestion {
	/** The whole line that it stands for. */
	line: string;
	description: string;
}

/** Commands that can be typed. */
export const typeable = (commands: readonly Command[]): Command[] =>
	commands.filter(({id, context}) => (context === 'main' || context === 'global') && id !== 'command-line');

/** The word and what follows it. */
export function splitLine(line: string): {word: string; argument: string | null} {
	const [, word = '', gap = '', argument = ''] = /^\s*(\S*)(\s*)(.*)$/su.exec(line)!;
	return {word, argument: gap === '' ? null : argument.trimEnd()};
}

/**
 * What the line could become: commands that begin with the word, then those that have it inside; after a whole command,
 * its arguments.
 *
 * @param argumentsOf values that a command takes, as far as they are few
 */
export function suggestions(
	line: string,
	commands: readonly Command[],
	argumentsOf: (id: string) => readonly string[],
): Suggestion[] {
	const {word, argument} = splitLine(line);
	const known = typeable(commands);
	if (argument !== null) {
		const command = known.find(({id}) => id === word);
		return command === undefined
			? []
			: argumentsOf(command.id)
					.filter(value => value.toLowerCase().startsWith(argument.toLowerCase()))
					.map(value => ({line: `${command.id} ${value}`, description: ''}));
	}
	const suggest = ({id, argument: name, description}: Command) => ({
		line: name === undefined ? id : `${id} `,
		description: name === undefined ? description : `${name}: ${description}`,
	});
	const begins = known.filter(({id}) => id.startsWith(word));
	const inside = known.filter(({id}) => !id.startsWith(word) && id.includes(word));
	return [...begins, ...inside].map(suggest);
}

/** What Tab makes of the line: what all suggestions have in common, then one suggestion after the other. */
export function completed(commandLine: CommandLine, suggested: readonly Suggestion[]): CommandLine {
	if (suggested.length === 0) {
		return commandLine;
	}
	const {text} = commandLine.field;
	const lines = suggested.map(({line}) => line).filter(line => line.startsWith(text));
	const common = lines.length === 0 ? '' : lines.reduce(commonStart);
	if (common.length > text.length) {
		return {field: textField(common), chosen: null};
	}
	return marked(commandLine, suggested, 1);
}

/** Marks the next suggestion or the one before; around the ends. */
export function marked(commandLine: CommandLine, suggested: readonly Suggestion[], by: 1 | -1): CommandLine {
	if (suggested.length === 0) {
		return commandLine;
	}
	const from = commandLine.chosen ?? (by === 1 ? -1 : 0);
	return {...commandLine, chosen: (from + by + suggested.length) % suggested.length};
}

/** The command that a word means: its name, or the beginning of one name only; else what is wrong with it. */
export function meant(word: string, commands: readonly Command[]): {id: string} | {problem: string} {
	const known = typeable(commands);
	const exact = known.find(({id}) => id === word);
	if (exact !== undefined) {
		return {id: exact.id};
	}
	const begins = known.filter(({id}) => id.startsWith(word));
	if (begins.length === 1) {
		return {id: begins[0].id};
	}
	return {
		problem:
			begins.length === 0
				? `no command '${word}': Tab shows all of them`
				: `'${word}' could be ${begins.map(({id}) => id).join(', ')}`,
	};
}
