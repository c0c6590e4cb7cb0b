/** However the program ends, the terminal is given back. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {buildSync} from 'esbuild';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {Program} from '../helpers/program.js';

describe('a program that ends unplanned', {timeout: 60_000}, () => {
	let folder: string;
	let driver: string;
	let program: Program | null = null;

	beforeAll(() => {
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-crash-'));
		driver = path.join(folder, 'driver.mjs');
		buildSync({
			entryPoints: [fileURLToPath(new URL('./crash-driver.ts', import.meta.url))],
			outfile: driver,
			bundle: true,
			platform: 'node',
			format: 'esm',
			logLevel: 'error',
		});
	});
	afterAll(() => fs.rmSync(folder, {recursive: true, force: true}));
	afterEach(() => program?.kill());

	it.each([
		['throws', /^before\nnetanal-tui: internal error: something broke\nafter 70\n/],
		['rejects', /^before\nnetanal-tui: internal error: something broke\nafter 70\n/],
		['exits', /^before\nafter 3\n/],
	])('%s', async (way, expected) => {
		program = new Program([way], {program: driver});
		await program.shows('half a frame');
		expect(program.terminal.buffer.active.type).toBe('alternate');
		program.press('x');
		await program.exit();
		expect(program.screen).toMatch(expected);
		expect(program.screen).toMatch(/[^-]icanon/);
		expect(program.terminal.buffer.active.type).toBe('normal');
		expect(program.output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(program.output.lastIndexOf('\u001b[?25l'));
	});

	it('lets no code of what broke reach the terminal, not in its stack either', async () => {
		program = new Program(['speaks'], {program: driver, env: {NETANAL_DEBUG: '1'}});
		await program.shows('half a frame');
		program.press('x');
		await program.exit();
		expect(program.screen).toMatch(/internal error: \ufffd\]0;owned\ufffd\nError: \ufffd\]0;owned\ufffd\n +at /);
		expect(program.output).not.toContain('\u001b]');
	});
});
