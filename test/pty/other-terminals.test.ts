/** Terminals that are not one and the same, or not there yet: what ends the dashboard, and how. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pty, {type IPty} from '@lydell/node-pty';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {PROGRAM, Program} from '../helpers/program.js';

const SIGHUP_BIT = 1n;

describe('the dashboard', {timeout: 60_000}, () => {
	let folder: string;
	let other: IPty | null = null;
	let shown = '';
	let program: Program | null = null;

	beforeEach(() => {
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-two-terminals-'));
		shown = '';
	});
	afterEach(() => {
		program?.kill();
		other?.kill('SIGKILL');
		other = null;
		fs.rmSync(folder, {recursive: true, force: true});
	});

	// node-pty's own `destroy` would send a signal besides
	const close = () => (other as unknown as {_socket: {destroy(): void}})._socket.destroy();

	/** @param direction of the shell's redirection to or from the other terminal */
	async function run(direction: '<' | '>'): Promise<Program> {
		const file = path.join(folder, 'device');
		// the other terminal is made second: what the first process inherits of it would keep it open
		const script = `until [ -s '${file}' ]; do sleep 0.05; done; exec "$@" ${direction}"$(cat '${file}')"`;
		program = new Program(['--demo'], {cwd: folder, before: ['sh', '-c', script, 'sh']});
		await program.shows('before');
		other = pty.spawn('/bin/sh', ['-c', 'stty -echo; tty; exec sleep 1000'], {cols: 100, rows: 30});
		other.onData(data => {
			shown += data;
		});
		await expect.poll(() => shown, {timeout: 20_000}).toMatch(/^\/dev\/\S+\r\n/);
		fs.writeFileSync(file, shown.trim());
		return program;
	}

	it('ends when the terminal that it draws on is gone, though its keyboard is another one', async () => {
		const program = await run('>');
		await program.until('a dashboard on the other terminal', () => /[1-9][\d,]* packets/.test(shown));
		close();
		await program.exit();
		expect(program.screen).toMatch(/^before\nafter 129\n/);
		expect(program.screen).toMatch(/[^-]icanon/);
	});

	it('ends in order when its keyboard is gone, though it draws on another terminal', async () => {
		const program = await run('<');
		await program.shows(/[1-9][\d,]* packets/);
		close();
		await program.exit();
		expect(program.screen).toMatch(/^before\nafter 129\n/);
		expect(program.terminal.buffer.active.type).toBe('normal');
	});

	it('ends at a signal that comes before it has taken the screen', async () => {
		program = new Program(['--demo'], {cwd: folder});
		const started = program;
		const words = () => fs.readFileSync(`/proc/${started.pid}/cmdline`, 'utf8');
		// the shell, before it is one, still has our own words
		await started.until('the program', () => words().startsWith(`${process.execPath}\0${PROGRAM}\0`));
		const {pid} = started;
		const caught = () => BigInt(`0x${/SigCgt:\s+(\w+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))![1]}`);
		// no wait between the looks: the moment is short
		const deadline = performance.now() + 10_000;
		while ((caught() & SIGHUP_BIT) === 0n) {
			expect(performance.now()).toBeLessThan(deadline);
		}
		process.kill(pid, 'SIGHUP');
		await program.exit();
		expect(program.screen).toMatch(/^before\nafter 129\n/);
	});
});
