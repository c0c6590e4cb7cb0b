import {describe, expect, it} from 'vitest';
import {type CommandSpec, FILE, FILES, INTERFACE, STANDARD_INPUT, usageOf} from '../../source/cli/command.js';
import {parse} from '../../source/cli/parse.js';
import {UsageError} from '../../source/cli/usage-error.js';
import {number, top} from '../../source/cli/values.js';
import {nearest} from '../../source/cli/wording.js';
import {RANGES} from '../../source/engine/ranges.js';

const command: CommandSpec = {
	name: 'try',
	summary: '',
	operand: {name: 'FILE', forms: [FILES, STANDARD_INPUT], optional: true},
	options: [
		{name: 'filter', short: 'f', value: 'BPF', help: ''},
		{name: 'count', short: 'c', value: 'N', help: ''},
		{name: 'buffer', short: 'B', value: 'BYTES', help: ''},
		{name: 'duration', value: 'SECONDS', help: ''},
		{name: 'top', value: 'N|all', help: ''},
		{name: 'format', value: 'FORMAT', choices: ['table', 'json'], help: ''},
		{name: 'output', short: 'o', value: 'FILE', multiple: true, help: ''},
		{name: 'no-promiscuous', short: 'p', help: ''},
	],
	examples: [],
	run: async () => 0,
};

const read = (...argv: string[]) => parse(command, argv);
const mistake = (act: () => unknown): string => {
	try {
		act();
	} catch (error) {
		expect(error).toBeInstanceOf(UsageError);
		return (error as Error).message;
	}

	throw new Error('no mistake was found');
};

describe('parse', () => {
	it('takes long and short flags, bundles, = and --', () => {
		const parsed = read('-pc5', '--filter=tcp port 80', 'a.pcap', '-o', 'x', '--output', 'y', '--', '-z');
		expect(parsed.operands).toEqual(['a.pcap', '-z']);
		expect(Object.fromEntries(parsed.values)).toEqual({
			'no-promiscuous': [''],
			count: ['5'],
			filter: ['tcp port 80'],
			output: ['x', 'y'],
		});
	});

	it('takes - as an operand', () => {
		expect(read('-').operands).toEqual(['-']);
	});

	it.each([
		[['--fliter', 'x'], 'unknown flag --fliter; did you mean --filter?'],
		[['-Z'], 'unknown flag -Z'],
		[['--filter'], '--filter needs a value: --filter BPF'],
		[['--no-promiscuous=3'], "--no-promiscuous takes no value, but '3' is given"],
		[['--format', 'xml'], "--format takes table or json, not 'xml'"],
		[['-c', '1', '-c', '2'], '-c is given twice'],
	])('says what is wrong with %j', (argv, message) => {
		expect(mistake(() => read(...argv))).toBe(message);
	});
});

describe('operands', () => {
	const withOperand = (operand: CommandSpec['operand'], ...argv: string[]) =>
		parse({...command, options: [], operand}, argv).operands;
	const one = {name: 'FILE', forms: [FILE]};
	const shell = {name: 'SHELL', forms: [{word: 'bash'}, {word: 'zsh'}, {word: 'fish'}], isChoice: true};

	it('wants exactly one operand', () => {
		expect(withOperand(one, 'a')).toEqual(['a']);
		expect(mistake(() => withOperand(one))).toBe('FILE is missing: netanal-tui try FILE');
		expect(mistake(() => withOperand(one, ''))).toBe('FILE is missing: netanal-tui try FILE');
		expect(mistake(() => withOperand(one, 'a', 'b'))).toBe("one FILE at a time, but 'b' is given too");
	});

	it('takes several, and an empty word that is no name, where the table says so', () => {
		expect(withOperand({name: 'FILE', forms: [FILES]}, 'a', 'b')).toEqual(['a', 'b']);
		expect(withOperand({...one, optional: true})).toEqual([]);
		expect(withOperand({name: 'EXPR', forms: [{word: 'EXPR'}]}, '')).toEqual(['']);
	});

	it('takes the words of the table alone, and none without a table', () => {
		expect(withOperand(shell, 'zsh')).toEqual(['zsh']);
		expect(mistake(() => withOperand(shell, 'tcsh'))).toBe("SHELL is bash, zsh or fish, not 'tcsh'");
		expect(mistake(() => withOperand(undefined, 'a'))).toBe("try takes no operand, but 'a' is given");
	});

	it('are in the usage line as they are declared', () => {
		expect(usageOf(command)).toBe('try [options] [FILE...|-]');
		expect(usageOf({...command, options: [], operand: {name: 'IFACE', forms: [INTERFACE]}, needs: '-o OUT'})).toBe(
			'try IFACE -o OUT',
		);
		expect(usageOf({...command, name: '', options: [], operand: shell})).toBe('bash|zsh|fish');
	});
});

describe('values', () => {
	it.each([
		['64M', 64 * 2 ** 20],
		['512k', 512 * 1024],
		['1G', 2 ** 30],
		['4096', 4096],
	])('reads %s bytes', (given, value) => {
		expect(number(read('-B', given), 'buffer', {min: 1, max: 2 ** 31}, {scaled: true})).toBe(value);
	});

	it.each(['-1', '0', '1.5', '1e3', '0x10', '', 'many', '1k', '99999999999999999999'])(
		'refuses a count of %j',
		given => {
			expect(mistake(() => number(read(`--count=${given}`), 'count', {min: 1, max: 1e15}))).toMatch(
				/^--count takes a whole number from 1 to/,
			);
		},
	);

	it.each(['0', '-1', 'soon', '1e9', ''])('refuses a duration of %j', given => {
		expect(mistake(() => number(read(`--duration=${given}`), 'duration', RANGES.duration))).toMatch(
			/^--duration takes seconds/,
		);
	});

	it('reads top lists and durations', () => {
		expect(top(read('--top', 'all'))).toBe('all');
		expect(top(read('--top', '0'))).toBe(0);
		expect(top(read())).toBeUndefined();
		expect(number(read('--duration', '0.25'), 'duration', RANGES.duration)).toBe(0.25);
	});
});

describe('nearest', () => {
	it.each([
		['analyse', 'analyze'],
		['interfaces', 'interfaces'],
		['captur', 'capture'],
		['eth0', null],
		['xyz', null],
	])('%s → %s', (word, meant) => {
		expect(nearest(word, ['analyze', 'capture', 'interfaces'])).toBe(meant);
	});
});
