/** Completions and the manual, which are made from the same tables as --help, in the shells and viewers that read them. */
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {CommandSpec} from '../../source/cli/command.js';
import {helpText} from '../../source/cli/help.js';
import {COMMANDS, DEFAULT_COMMAND} from '../../source/commands/registry.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const cli = path.join(dist, 'cli.js');
const folder = mkdtempSync(path.join(tmpdir(), 'netanal-shells-'));
afterAll(() => rmSync(folder, {recursive: true}));

const call = (command: string, args: string[], input = '') => {
	const env = {...process.env, HOME: folder, LC_ALL: 'C.UTF-8'};
	const {status, stdout, stderr, error} = spawnSync(command, args, {encoding: 'utf8', cwd: folder, input, env});
	if (error) {
		throw error;
	}
	return {status, stdout, stderr};
};
const print = (...args: string[]) => call(process.execPath, [cli, ...args]).stdout;
const ALL: readonly CommandSpec[] = [DEFAULT_COMMAND, ...COMMANDS];
const names = COMMANDS.map(({name}) => name);
const longFlags = ({options}: CommandSpec) => [...options.map(({name}) => `--${name}`), '--help'].sort();

beforeAll(() => {
	for (const shell of ['bash', 'zsh', 'fish']) {
		writeFileSync(path.join(folder, shell), print('completions', shell));
	}
	mkdirSync(path.join(folder, 'files'));
	writeFileSync(path.join(folder, 'files/capture.pcap'), '');
});

/** What bash would offer for the last word. */
function bash(...words: string[]): string[] {
	const script = `
		source ./bash
		COMP_WORDS=(netanal-tui ${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
		compopt() { echo "compopt $*"; }
		_netanal_tui netanal-tui "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD-1]}"
		printf '%s\\n' "\${COMPREPLY[@]}"`;
	const {status, stdout, stderr} = call('bash', ['--norc', '-c', script]);
	expect([status, stderr]).toEqual([0, '']);
	return stdout.split('\n').filter(Boolean);
}

function fish(line: string): string[] {
	const {stdout, stderr} = call('fish', ['--no-config', '-c', `source ./fish; complete -C '${line}'`]);
	expect(stderr).toBe('');
	return stdout
		.split('\n')
		.filter(Boolean)
		.map(offer => offer.split('\t')[0]);
}

describe('bash', () => {
	it('completes commands, and the options of each', () => {
		expect(bash('')).toEqual(expect.arrayContaining(names));
		expect(bash('ana')).toEqual(['compopt -o default', 'analyze']);
		expect(bash('--').sort()).toEqual(longFlags(DEFAULT_COMMAND));
		for (const command of COMMANDS) {
			expect(bash(command.name, '--').sort()).toEqual(longFlags(command));
		}
	});

	it('completes values, interfaces and files', () => {
		expect(bash('chart', '--theme', '')).toEqual(['light', 'dark']);
		expect(bash('chart', '-k', 'pro')).toEqual(['protocols']);
		expect(bash('completions', '')).toEqual(['bash', 'zsh', 'fish']);
		expect(bash('capture', 'l')).toContain('lo');
		expect(bash('analyze', 'files/')).toEqual(['compopt -o default']);
		expect(bash('l')).toEqual(expect.arrayContaining(['compopt -o default', 'lo']));
		expect(bash('capture', '--count', '')).toEqual([]);
	});
});

describe('fish', () => {
	it('completes commands, and the options of each', () => {
		expect(fish('netanal-tui ')).toEqual(expect.arrayContaining(names));
		for (const command of COMMANDS) {
			const offered = fish(`netanal-tui ${command.name} --`).map(flag => flag.replace(/=$/, ''));
			expect(offered.sort()).toEqual(longFlags(command));
		}
	});

	it('completes values, interfaces and files', () => {
		expect(fish('netanal-tui chart --theme ').sort()).toEqual(['dark', 'light']);
		expect(fish('netanal-tui completions ').sort()).toEqual(['bash', 'fish', 'zsh']);
		expect(fish('netanal-tui capture l')).toContain('lo');
		expect(fish('netanal-tui analyze files/')).toContain('files/capture.pcap');
		expect(fish('netanal-tui files/')).toContain('files/capture.pcap');
		expect(fish('netanal-tui l')).toContain('lo');
	});
});

describe('zsh', () => {
	it('reads the script, which names every command and option with its help', () => {
		expect(call('zsh', ['-f', '-n', 'zsh'])).toEqual({status: 0, stdout: '', stderr: ''});
		const loaded = call('zsh', [
			'-f',
			'-c',
			'autoload -Uz compinit; compinit -u -d ./dump; source ./zsh; print $_comps[netanal-tui]',
		]);
		expect(loaded).toEqual({status: 0, stdout: '_netanal_tui\n', stderr: ''});
		const script = readFileSync(path.join(folder, 'zsh'), 'utf8');
		for (const command of ALL) {
			for (const flag of longFlags(command)) {
				expect(script).toContain(`${flag}[`);
			}
		}
	});

	it('completes commands, options and values at its own prompt', () => {
		// zsh completes for a line editor only: one in a pseudo-terminal of zsh's own.
		const driver = `
			zmodload zsh/zpty
			zpty shell zsh -f -i
			zpty -w shell 'PS1=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -d ./dump; source ./zsh; stty columns 300; zstyle ":completion:*" list-separator "--"; bindkey "^I" list-choices; print READY-$((1+1))'
			zpty -r -m shell line '*READY-2*'
			zpty -w -n shell $'netanal-tui chart --theme \\t'
			zpty -r -m shell line '*light*'
			print -r -- $line
			zpty -w -n shell $'\\C-unetanal-tui interf\\t'
			zpty -r -m shell line '*interfaces*'
			print -r -- $line
			zpty -d shell`;
		const {status, stdout} = call('zsh', ['-f', '-c', driver]);
		expect(status).toBe(0);
		expect(stdout).toMatch(/dark\s+light/);
		expect(stdout).toContain('interfaces');
	});
});

describe('the manual', () => {
	it('is in the package as it is printed', () => {
		expect(readFileSync(path.join(dist, 'netanal-tui.1'), 'utf8')).toBe(print('man'));
	});

	it('is sound, and says all that --help says', () => {
		// It carries no date: the same source must make the same package.
		const lint = call('mandoc', ['-Tlint', '-W', 'warning', path.join(dist, 'netanal-tui.1')]).stdout.split('\n');
		expect(lint.filter(line => line !== '' && !line.includes('missing date'))).toEqual([]);
		const {stdout} = call('mandoc', ['-Tutf8', '-O', 'width=200', path.join(dist, 'netanal-tui.1')]);
		const shown = stdout.replaceAll(/.\u0008/g, '').replaceAll(/\s+/g, ' ');
		for (const command of ALL) {
			for (const {name, help} of command.options) {
				expect(shown).toContain(`--${name}`);
				expect(shown).toContain(help);
			}

			for (const [example, what] of command.examples) {
				expect(shown).toContain(`${example} ${what}`);
			}
			expect(helpText(command)).toContain(command.summary);
			expect(shown.toLowerCase()).toContain(command.summary.toLowerCase());
		}
	});
});
