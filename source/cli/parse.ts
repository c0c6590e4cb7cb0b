/** Command lines: node:util's parser on a command's table, with suggestions for what was mistyped. */
import {parseArgs} from 'node:util';
import {isRawName} from '../format/raw-name.js';
import {type CommandSpec, type OptionSpec, type Parsed, usageOf} from './command.js';
import {UsageError} from './usage-error.js';
import {listed, nearest} from './wording.js';

/** @throws UsageError that names the flag or operand and, where one is close, what was meant */
export function parse(command: CommandSpec, argv: readonly string[]): Parsed {
	const {tokens} = parseArgs({
		args: [...argv],
		options: Object.fromEntries(
			command.options.map(option => [
				option.name,
				{
					type: option.value === undefined ? 'boolean' : 'string',
					...(option.short === undefined ? {} : {short: option.short}),
				} as const,
			]),
		),
		strict: false,
		allowPositionals: true,
		tokens: true,
	});
	const operands: string[] = [];
	const values = new Map<string, string[]>();
	for (const token of tokens) {
		if (token.kind === 'positional') {
			operands.push(token.value);
		}
		if (token.kind !== 'option') {
			continue;
		}
		const option = command.options.find(({name}) => name === token.name);
		if (option === undefined) {
			throw unknownFlag(token.rawName, command.options);
		}
		const value = checkValue(option, token.rawName, token.value);
		const known = values.get(option.name);
		if (known === undefined) {
			values.set(option.name, [value]);
		} else if (option.multiple) {
			known.push(value);
		} else {
			throw new UsageError(`${token.rawName} is given twice`);
		}
	}

	checkOperands(command, operands);
	return {operands, values};
}

function checkOperands(command: CommandSpec, given: readonly string[]): void {
	const {operand} = command;
	if (operand === undefined) {
		if (given.length > 0) {
			throw new UsageError(`${command.name} takes no operand, but '${given[0]}' is given`);
		}
		return;
	}

	const {name, forms, isChoice = false, optional = false} = operand;
	// Nothing that has a name has an empty one.
	const isNamed = forms.some(({offers}) => offers !== undefined);
	if ((given.length === 0 && !optional) || (isNamed && given.includes(''))) {
		throw new UsageError(`${name} is missing: netanal-tui ${usageOf(command)}`);
	}
	if (given.length > 1 && !forms.some(({multiple}) => multiple)) {
		throw new UsageError(`one ${name} at a time, but '${given[1]}' is given too`);
	}
	const words = forms.map(({word}) => word);
	const wrong = isChoice ? given.find(word => !words.includes(word)) : undefined;
	if (wrong !== undefined) {
		throw new UsageError(`${name} is ${listed(words)}, not '${wrong}'`);
	}
}

function checkValue(option: OptionSpec, flag: string, value: string | undefined): string {
	if (option.value === undefined) {
		if (value !== undefined) {
			throw new UsageError(`${flag} takes no value, but '${value}' is given`);
		}
		return '';
	}

	if (value === undefined) {
		throw new UsageError(`${flag} needs a value: ${flag} ${option.value}`);
	}
	if (isRawName(value) && !option.isCapture) {
		throw new UsageError(`${flag} takes UTF-8, and '${value}' is not; give it another name`);
	}
	if (option.choices && !option.choices.includes(value)) {
		throw new UsageError(`${flag} takes ${listed(option.choices)}, not '${value}'`);
	}

	return value;
}

function unknownFlag(flag: string, options: readonly OptionSpec[]): UsageError {
	const near = nearest(
		flag.replace(/^-+/, ''),
		options.map(({name}) => name),
	);
	return new UsageError(`unknown flag ${flag}${near === null ? '' : `; did you mean --${near}?`}`);
}
