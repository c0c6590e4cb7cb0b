/** The command line of a process: in one line, no longer than it may be, and told once. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {Duplex} from 'node:stream';
import {expect, it} from 'vitest';
import type {FlowOwner, OwnerNews} from '../../source/engine/owners.js';
import {
	commandOf,
	LONGEST_COMMAND,
	MOST_REMEMBERED,
	readCommand,
	ToldCommands,
} from '../../source/helper/command-line.js';
import type {OwnerFound} from '../../source/helper/protocol.js';
import {QuestionStream} from '../../source/helper/question-stream.js';
import {OwnerStream} from '../../source/host/owner-stream.js';
import {until} from '../helpers/until.js';

const linux = process.platform === 'linux';

it.each([
	['curl\0https://user:secret@example.com\0', 'curl https://user:secret@example.com'],
	['sh\0-c\0echo one\necho \u001b[2Jtwo\0', 'sh -c echo one echo  [2Jtwo'],
	['nginx: worker process\0\0\0\0', 'nginx: worker process'],
	['', null],
	['\0\0', null],
])('%j is told as %j', (cmdline, command) => {
	expect(commandOf(cmdline)).toBe(command);
});

it('is so long at most that eight of them have room in a message, whatever is in it', () => {
	expect(commandOf('x'.repeat(LONGEST_COMMAND))).toHaveLength(LONGEST_COMMAND);
	expect(commandOf('x'.repeat(LONGEST_COMMAND + 1))).toBe(`${'x'.repeat(LONGEST_COMMAND)}…`);
	for (const text of ['"', '\\', '\u0001a', '\u{1f600}', '\ufffd', '\u0085']) {
		expect(Buffer.byteLength(JSON.stringify(commandOf(text.repeat(5000)))), text).toBeLessThan(4096);
	}
});

it.skipIf(!linux)('is read of a process that runs, and not known of one that does not', () => {
	const own = fs.readFileSync('/proc/self/cmdline', 'utf8').split('\0').join(' ').trim();
	expect(readCommand(process.pid)).toBe(own.slice(0, LONGEST_COMMAND) + (own.length > LONGEST_COMMAND ? '…' : ''));
	expect(readCommand(2 ** 22 + 1)).toBeNull();
});

it('is forgotten with all others when there are too many, by both sides at once', () => {
	const told = new ToldCommands();
	const which = (pid: number) => ({pid, begun: 5});
	for (let pid = 1; pid <= MOST_REMEMBERED; pid++) {
		told.remember(which(pid), `command ${pid}`);
	}
	told.remember(which(1), 'another');
	expect(told.of(which(1))).toMatchObject({command: 'another'});
	// the number is another one's
	expect(told.of({pid: 1, begun: 6})).toBeNull();
	told.remember(which(MOST_REMEMBERED + 1), 'one more');
	expect(told.of(which(1))).toBeNull();
	expect(told.of(which(MOST_REMEMBERED + 1))).toMatchObject({command: 'one more'});
});

/** What the helper writes of these answers, a line each. */
function written(answers: readonly OwnerFound[]): string[] {
	const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-answers-')), 'answers');
	const descriptor = fs.openSync(file, 'w');
	const stream = new QuestionStream(descriptor);
	for (const answer of answers) {
		stream.write(answer);
	}
	fs.closeSync(descriptor);
	const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
	fs.rmSync(path.dirname(file), {recursive: true});
	return lines;
}

const found = (id: number, pid: number, command?: string | null): OwnerFound => ({
	...{id, socket: id + 100},
	owner: {
		pid,
		begun: 1,
		name: 'node',
		uid: 0,
		unit: null,
		networkNamespace: null,
		...(command !== undefined && {command}),
	},
});

it('goes over the stream once for each process, and is known of all its flows', async () => {
	const lines = written([found(0, 7, 'node a'), found(1, 7, 'node a'), found(2, 8, null), found(3, 7, 'node b')]);
	expect(lines.map(line => JSON.parse(line).owner.command)).toEqual(['node a', undefined, null, 'node b']);

	const stream = new Duplex({read() {}, write: (_chunk, _encoding, done) => done()});
	const news: OwnerNews[] = [];
	const asked = new OwnerStream(stream, () => {});
	const end = {address: '192.0.2.1', port: 1};
	const questions = lines.map((_, id) => ({id, thorough: false, transport: 'tcp' as const, local: end, remote: end}));
	asked.ask(questions, some => news.push(...some));
	stream.push(`${lines.join('\n')}\n`);
	await until(() => news.length === lines.length);
	const commands = news.map(one => ('owner' in one ? (one.owner as FlowOwner).command : 'closed'));
	expect(commands).toEqual(['node a', 'node a', null, 'node b']);
});

it('is not there at all where nobody asked for it', () => {
	expect(written([found(0, 7)])[0]).not.toContain('command');
});
