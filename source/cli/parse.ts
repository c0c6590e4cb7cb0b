/** Command lines: node:util's parser on a command's table, with suggestions for what was mistyped. */
import {parseArgs} from 'node:util';
import type {CommandSpec, OptionSpec, Parsed} from './command.js';
import {UsageError} from './usage-error.js';

/** @throws UsageError that names the flag and, where one is close, what was meant */
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

	return {operands, values};
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

/** `a, b or c`. */
export function listed(words: readonly string[]): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** The candidate that is at most a third of the word's letters away, or null. */
export function nearest(word: string, candidates: readonly string[]): string | null {
	let best: string | null = null;
	let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (const candidate of candidates) {
		const distance = editDistance(word, candidate);
		if (distance < bestDistance) {
			best = candidate;
			bestDistance = distance;
		}
	}

	return best;
}

/** Letters that are added, dropped, changed or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
	let before: number[] = [];
	let row = Array.from({length: b.length + 1}, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
			if (i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				next[j] = Math.min(next[j], before[j - 2] + 1);
			}
		}

		before = row;
		row = next;
	}

	return row[b.length];
}
