/** The mouse in the real program: asked of terminals that know it, and of no other. */
import {afterEach, expect, it} from 'vitest';
import {Program} from '../helpers/program.js';
import {privateModes} from '../helpers/terminal-state.js';

let program: Program;
afterEach(() => program.kill());

const MODES = [1000, 1006];
const modes = () => MODES.map(mode => privateModes(program.output).get(mode));

it('selects and sorts by reports of the terminal, takes what is left of one for no key, and is given back', async () => {
	program = new Program(['--demo'], {columns: 100, rows: 30});
	await program.shows(/3 Talkers .* by 10 s\u25be/);
	expect(modes()).toEqual([true, true]);
	const lines = program.screen.split('\n');
	const y = lines.findIndex(line => /\u2502.*total/.test(line));
	program.press(`\u001b[<0;${lines[y].indexOf('total') + 1};${y + 1}M`);
	await program.shows(/3 Talkers .* by total\u25be/);
	// q at its end would quit
	program.press('\u001b[<0;12;');
	program.press('7M');
	program.press('z');
	await program.until('the panel alone', screen => !screen.includes('6 Bandwidth'));
	program.press('q');
	expect(await program.exit()).toBe(0);
	expect(modes()).toEqual([false, false]);
});

it.each([
	['--no-mouse', ['--demo', '--no-mouse'], 'xterm-256color'],
	['the Linux console', ['--demo'], 'linux'],
])('is not asked for with %s', async (_, args, term) => {
	program = new Program(args, {columns: 100, rows: 30, env: {TERM: term}});
	await program.shows(/3 Talkers/);
	program.press('q');
	await program.exit();
	expect(modes()).toEqual([undefined, undefined]);
});
