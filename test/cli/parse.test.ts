import {describe, expect, it} from 'vitest';
import type {CommandSpec} from '../../source/cli/command.js';
import {nearest, parse} from '../../source/cli/parse.js';
import {UsageError} from '../../source/cli/usage-error.js';
import {operand, seconds, top, whole} from '../../source/cli/values.js';

const command: CommandSpec = {
	name: 'try',
	summary: '',
	usage: 'try [options] FILE',
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

describe('values', () => {
	it.each([
		['64M', 64 * 2 ** 20],
		['512k', 512 * 1024],
		['1G', 2 ** 30],
		['4096', 4096],
	])('reads %s bytes', (given, value) => {
		expect(whole(read('-B', given), 'buffer', {min: 1, max: 2 ** 31, scaled: true})).toBe(value);
	});

	it.each(['-1', '0', '1.5', '1e3', '0x10', '', 'many', '1k', '99999999999999999999'])(
		'refuses a count of %j',
		given => {
			expect(mistake(() => whole(read(`--count=${given}`), 'count', {min: 1, max: 1e15}))).toMatch(
				/^--count takes a whole number from 1 to/,
			);
		},
	);

	it.each(['0', '-1', 'soon', '1e9', ''])('refuses a duration of %j', given => {
		expect(mistake(() => seconds(read(`--duration=${given}`), 'duration'))).toMatch(/^--duration takes seconds/);
	});

	it('reads top lists and durations', () => {
		expect(top(read('--top', 'all'))).toBe('all');
		expect(top(read('--top', '0'))).toBe(0);
		expect(top(read())).toBeUndefined();
		expect(seconds(read('--duration', '0.25'), 'duration')).toBe(0.25);
	});

	it('wants exactly one operand', () => {
		expect(operand(read('a'), 'FILE', 'try FILE')).toBe('a');
		expect(mistake(() => operand(read(), 'FILE', 'try FILE'))).toBe('FILE is missing: netanal-tui try FILE');
		expect(mistake(() => operand(read('a', 'b'), 'FILE', 'try FILE'))).toBe("one FILE at a time, but 'b' is given too");
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
