/** Every command of the table, pressed in the real program by the key that the table gives it. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {COMMANDS, type CommandId} from '../../source/input/commands.js';
import {Program} from '../helpers/program.js';

const PATIENCE = 120_000;

/** What a terminal sends for keys that are no character. */
const SEQUENCES: Readonly<Record<string, string>> = {
	space: ' ',
	enter: '\r',
	escape: '\u001b',
	tab: '\t',
	'shift-tab': '\u001b[Z',
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	home: '\u001b[H',
	end: '\u001b[F',
	pageup: '\u001b[5~',
	pagedown: '\u001b[6~',
	'shift-left': '\u001b[1;2D',
	'shift-right': '\u001b[1;2C',
};

const bytesOf = (key: string) =>
	SEQUENCES[key] ?? (key.startsWith('ctrl-') ? String.fromCharCode(key.charCodeAt(5) - 96) : key);

let folder: string;
let program: Program;
const pressed = new Set<CommandId>();

beforeEach(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-keys-'));
	fs.mkdirSync(path.join(folder, 'netanal-tui'));
	fs.writeFileSync(path.join(folder, 'netanal-tui', 'filters'), 'udp port 4711\n');
});
afterEach(() => {
	program.kill();
	fs.rmSync(folder, {recursive: true, force: true});
});

const start = (args: readonly string[] = ['--demo']) =>
	new Program(args, {
		cwd: folder,
		columns: 100,
		rows: 26,
		jobs: true,
		env: {XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder, XDG_DATA_HOME: folder, HOME: folder},
	});

/** Presses the first key of a command and waits for what it does to the screen. */
async function press(id: CommandId, ...expected: (string | RegExp | ((screen: string) => boolean))[]): Promise<void> {
	const {keys} = COMMANDS.find(command => command.id === id)!;
	pressed.add(id);
	program.press(bytesOf(keys[0]));
	for (const expectation of expected) {
		const holds =
			typeof expectation === 'function'
				? expectation
				: (screen: string) =>
						typeof expectation === 'string' ? screen.includes(expectation) : expectation.test(screen);
		await program.until(`${id}: ${expectation}`, holds);
	}
}

const without = (text: string | RegExp) => (screen: string) =>
	typeof text === 'string' ? !screen.includes(text) : !text.test(screen);

/** The row under the cursor of the list of flows: its two ends, which do not change as long as names are not shown. */
const cursorRow = () => /\u2502\u25b8\S+ +(\S+:\d+ +\S+:\d+)/.exec(program.screen)?.[1] ?? null;
const anotherRow = (row: string | null) => () => cursorRow() !== null && cursorRow() !== row;
const frames = (count: number) => (screen: string) => (screen.match(/\u256d\u2500 /g) ?? []).length === count;

async function panels(): Promise<void> {
	await press('panel-overview', '\u25b81 Overview', /in all +[\d,]+ packets/);
	await press('panel-protocols', '\u25b82 Protocols');
	await press('panel-conversations', '\u25b84 Conversations', /between +and /);
	await press('panel-bandwidth', '\u25b86 Bandwidth');
	await press('panel-drops', '\u25b87 Drops and health');
	await press('panel-log', '\u25b88 Log', /\d\d:\d\d:\d\d .* capturing/);
	await press('panel-sizes', '\u25b89 Packet sizes', /1024-1518 .*%/);
	await press('next-panel', '\u25b8h Network health');
	await press('previous-panel', '\u25b89 Packet sizes');
	await press('panel-sensors', 'there are no sensors here');
	program.press(SEQUENCES.escape);
	await program.until('no notice', without('there are no sensors here'));
	await press('panel-health', '\u25b8h Network health');
	await press('panel-places', /\u25b8(m )?Places/);
	await press('panel-interfaces', 'one interface, or packets do not say theirs');
	await press('panel-processes', /\u25b8(P )?Processes/);
	await press('panel-flows', '\u25b85 Flows', /app +from +to +/);
	await press('panel-talkers', '\u25b83 Talkers');
	await press('zoom', frames(1), /host +\u2193 in/);
	await press('names', without(/host +\u2193 in/));
	await press('names', /host +\u2193 in/);
	await press('units', /\d [kM]?B\/s/);
	await press('units', /192\.0\.2\.\d+ .* [\d.]+ k?p\/s +[\d.]+ k?p\/s /);
	await press('units', /\d [kM]?b\/s/);
	await press('back', /\n \u2193 .* \u2191 /);
	await press('reset-counters', / counted since \d\d:\d\d:\d\d/);
	await press('reset-counters', without(/since \d\d:\d\d:\d\d/));
	await press('panel-bandwidth', '\u25b86 Bandwidth');
	await press('span-shorter', '1m, peak');
	await press('span-longer', '2m, peak');
}

async function rows(): Promise<void> {
	await press('panel-flows', '\u25b85 Flows');
	await press('zoom', frames(1));
	await press('names', /\d+\.\d+\.\d+\.\d+:\d+ +\d+\.\d+\.\d+\.\d+:\d+/);
	await press('freeze', 'order held');
	await press('sort', without('order held'), /by 40 s\u25be/);
	await press('sort', /by total\u25be/);
	await press('reverse', /by total\u25b4/);
	// the largest stay in the list, whatever else comes and goes
	await press('reverse', /by total\u25be/);
	await press('freeze', 'order held');
	await press('first', () => cursorRow() !== null);
	const first = cursorRow();
	await press('down', anotherRow(first));
	await press('up', () => cursorRow() === first);
	await press('page-down', anotherRow(first));
	await press('page-up', () => cursorRow() === first);
	await press('last', anotherRow(first));
	await press('copy', 'row copied');
	expect(program.output).toMatch(/\u001b\]52;c;[\w+/=]{20,}\u0007/);
	await press('first', () => cursorRow() === first);
	await press('details', 'Details', /transport +(tcp|udp)/, 'y copy');
	program.output = '';
	await press('details-copy', 'details copied');
	expect(program.output).toMatch(/\u001b\]52;c;[\w+/=]{20,}\u0007/);
	await press('details-write', /Details, writing (tcp|udp) .* to netanal-/);
	await press('details-write', without('Details, writing'));
	await press('details-close', without('Details'));
	await press('search', /\n \/ *$/);
	program.press('443');
	await program.until('rows of port 443 alone', screen => (screen.match(/:443 /g) ?? []).length > 5);
	await program.until('no other rows', without(/\u2502 \w+ +\S+:\d+ +\S+:(?!443)\d+ /));
	await press('search-down', anotherRow(cursorRow()));
	const found = cursorRow();
	await press('search-down', anotherRow(found));
	await press('search-up', () => cursorRow() === found);
	await press('search-keep', 'q quit', '/443');
	await press('closed-flows', 'closed flows are shown too');
	await press('closed-flows', 'closed flows are left out');
	await press('search', ' /443');
	program.press(' sta');
	await program.until('the word', screen => /\n \/443 sta *$/.test(screen));
	await press('search-complete', ' /443 state:');
	await press('search-complete', 'View filter', /\u25b8state:opening/);
	await press('search-complete-back', screen => screen.includes('View filter') && !/\u25b8state:opening/.test(screen));
	await press('search-clear', without('/443'));
	await press('names');
	await press('zoom', /\n \u2193 .* \u2191 /);
	// an endpoint has more to tell than fits
	program.press('3');
	await program.shows('\u25b83 Talkers');
	await press('own-addresses', without('own: '));
	// the largest of them is the file server
	program.press(':sort total\rg');
	await program.shows('by total');
	program.press('\r');
	await program.shows(/Details .* 1-22 of \d+/);
	await press('details-down', /Details .* 2-23 of \d+/);
	await press('details-up', /Details .* 1-22 of \d+/);
	await press('details-page-down', /Details .* ([2-9]|1\d|2\d)-\d+ of \d+/);
	await press('details-page-up', /Details .* 1-22 of \d+/);
	program.press(SEQUENCES.escape);
	await program.until('no details', without('Details'));
}

async function overlays(): Promise<void> {
	await press('help', /Keys .* 1-22 of \d+/);
	await press('help-down', /Keys .* 2-23 of \d+/);
	await press('help-up', /Keys .* 1-22 of \d+/);
	await press('help-page-down', /Keys .* 22-43 of \d+/);
	await press('help-page-up', /Keys .* 1-22 of \d+/);
	await press('help-search', /\n \/ *$/);
	program.press('osc 52');
	await program.until('one entry', screen => screen.includes('OSC 52') && !screen.includes('Quit from anywhere'));
	await press('help-search-keep', 'Esc close');
	await press('help-search', ' /osc 52');
	await press('help-search-clear', 'Show all keys');
	await press('help-close', without('Show all keys'));
	await press('command-line', 'Commands');
	await press('command-next', /\u25b8quit/);
	await press('command-next', /\u25b8help/);
	await press('command-previous', /\u25b8quit/);
	await press('command-cancel', without('Commands'));
	program.press(':unit');
	await press('command-complete', /\n :units/);
	program.press('by');
	await press('command-complete', /\n :units bytes/);
	await press('command-run', without('Commands'), /\d [kM]?B\/s/);
	program.press(':nonsense\r');
	await program.shows("no command 'nonsense'");
	program.press(':units bits\r');
	await program.shows(/\d [kM]?b\/s/);
}

async function capture(): Promise<void> {
	await press('edit-filter', 'Capture filter (BPF)');
	await press('filter-choice', /\u25b8/);
	await press('filter-choice-before', 'Capture filter (BPF)');
	await press('filter-cancel', without('Capture filter (BPF)'));
	program.press('f');
	await press('filter-older', /\u2502 udp port 4711 /);
	await press('filter-newer', without(/\u2502 udp port 4711 /));
	program.press(SEQUENCES.up);
	await press('filter-apply', without('Capture filter (BPF)'), 'filter udp port 4711');
	program.press('f');
	await program.shows('Capture filter (BPF)');
	program.press('\u0015\r');
	await program.shows('filter none: everything is counted');
	await press('own-session', /session/i);
	await press('alert', 'nothing is watched for');
	await press('count-once', 'packets seen on several interfaces are counted once from now on');
	await press('export', 'Export what is shown');
	await press('chooser-down', /\u25b8 ?CSV/);
	await press('chooser-up', /\u25b8 ?JSON/);
	await press('chooser-page-down', /\u25b8 ?PNG/);
	await press('chooser-page-up', /\u25b8 ?JSON/);
	await press('chooser-last', /\u25b8 ?PNG/);
	await press('chooser-first', /\u25b8 ?JSON/);
	await press('chooser-search', '1 of 4');
	program.press('as');
	await program.shows('1 of 3');
	await press('chooser-search-down', '2 of 3');
	await press('chooser-search-up', /\u25b8 ?CSV/, '1 of 3');
	await press('chooser-search-clear', without('1 of 3'), /JSON/);
	await press('chooser-close', without('Export what is shown'));
	program.press('e');
	await program.shows('Export what is shown');
	program.press('/json');
	await program.shows('1 of 1');
	await press('chooser-search-take', without('Export what is shown'), /written .*\.json/);
	program.press(SEQUENCES.escape);
	await program.until('no notice', without('written'));
	program.press('e');
	await program.shows('Export what is shown');
	await press('chooser-take', without('Export what is shown'), /written .*\.json/);
	program.press(SEQUENCES.escape);
	await program.until('no notice', without('written'));
	await press('export-json', /written .*\.json/);
	await program.until('three files', () => fs.readdirSync(folder).filter(name => name.endsWith('.json')).length === 3);
	await press('write', 'writing pcap');
	await press('write', without('writing pcap'));
	// one is of a row alone
	expect(fs.readdirSync(folder).filter(name => name.endsWith('.pcap'))).toHaveLength(2);
	await press('cd', /^ :cd /m);
	program.press('netanal-tui\r');
	await program.shows(`files go to ${path.join(folder, 'netanal-tui')}`);
	program.press(bytesOf('ctrl-s'));
	await program.until('a file there', () =>
		fs.readdirSync(path.join(folder, 'netanal-tui')).some(name => name.endsWith('.json')),
	);
	await press('interface', /Capture on|libpcap/);
	program.press(SEQUENCES.escape);
	await program.until('no list', without('Capture on'));
}

async function time(): Promise<void> {
	await press('pause', 'PAUSED');
	await press('pause', without('PAUSED'));
	const ago = (screen: string) => {
		const [, minutes = 0, seconds = 0] = /(\d+):(\d\d) ago/.exec(screen) ?? [];
		return Number(minutes) * 60 + Number(seconds);
	};
	await press('second-back', screen => ago(screen) > 0);
	const before = ago(program.screen);
	await press('minute-back', screen => ago(screen) > before + 1);
	const far = ago(program.screen);
	await press('minute-forward', screen => ago(screen) < far);
	await press('live', without(' ago'));
	program.press(SEQUENCES.left);
	await program.shows(' ago');
	program.press(SEQUENCES.left);
	await press('second-forward', ' ago');
	await press('live', without(' ago'));
}

async function ending(): Promise<void> {
	const clears = () => program.output.split('\u001b[2J').length;
	const before = clears();
	await press('redraw', () => clears() > before);
	const {pid} = program;
	await press('suspend', () => program.terminal.buffer.active.type === 'normal');
	const status = () => fs.readFileSync(`/proc/${pid}/status`, 'utf8');
	await expect.poll(status, {timeout: 20_000}).toMatch(/^State:\s+T/m);
	await program.foreground();
	await program.shows('3 Talkers');
	await press('quit');
	await program.exit();
	expect(program.screen).toMatch(/^before\nafter 0\n/);
}

it('every command of the table does what it says', {timeout: PATIENCE}, async () => {
	program = start();
	await program.shows(/[1-9][\d,]* packets/);
	await panels();
	await rows();
	await overlays();
	await capture();
	await time();
	await ending();
	program.kill();

	// speed is of files
	const sizeOf = (name: string) => fs.statSync(path.join(folder, name)).size;
	const written = fs.readdirSync(folder).filter(name => name.endsWith('.pcap'));
	// all packets, not those of a row
	program = start([written.sort((a, b) => sizeOf(b) - sizeOf(a))[0]]);
	await program.shows('end of file');
	program.press(SEQUENCES.left);
	await program.shows('\u00d71');
	await press('faster', '\u00d72');
	await press('slower', '\u00d71');
	await press('interrupt');
	await program.exit();
	expect(program.screen).toMatch(/^before\nafter 0\n/);

	expect(COMMANDS.map(({id}) => id).filter(id => !pressed.has(id))).toEqual([]);
});
