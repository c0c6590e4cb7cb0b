/** The part of panels and overlays that is Ink's, each alone. */
import {Box} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import type {ReactNode} from 'react';
import {afterEach, describe, expect, it} from 'vitest';
import {exportChooser} from '../../../source/dashboard/model/chooser.js';
import {answered, openEditor} from '../../../source/dashboard/model/filter-editor.js';
import {headerModel} from '../../../source/dashboard/model/selectors/header.js';
import {initialState} from '../../../source/dashboard/model/state.js';
import {ChooserView} from '../../../source/dashboard/panels/chooser.js';
import {CommandLineView} from '../../../source/dashboard/panels/command-line.js';
import {DetailsView} from '../../../source/dashboard/panels/details.js';
import {Frame, Section} from '../../../source/dashboard/panels/drawing/frame.js';
import {Live} from '../../../source/dashboard/panels/drawing/live.js';
import {ThemeContext} from '../../../source/dashboard/panels/drawing/theme-context.js';
import {FilterEditorView} from '../../../source/dashboard/panels/filter-editor.js';
import {Footer} from '../../../source/dashboard/panels/footer.js';
import {Header} from '../../../source/dashboard/panels/header.js';
import {HelpView} from '../../../source/dashboard/panels/help.js';
import {COMMANDS} from '../../../source/input/commands.js';
import {textField} from '../../../source/input/text-field.js';
import {createTheme, type Theme} from '../../../source/theme/theme.js';
import {fixed} from '../../helpers/ink-part.js';

const plain = createTheme({depth: 'none', unicode: true});
const colored = createTheme({depth: '16', unicode: true});
const size = {columns: 60, rows: 16};

afterEach(cleanup);

/** What Ink makes of a tree, without the codes of styles unless the theme has colours. */
function shown(tree: ReactNode, theme: Theme = plain): string[] {
	const frame = render(
		<ThemeContext.Provider value={theme}>
			<Box width={60} height={16}>
				{tree}
			</Box>
		</ThemeContext.Provider>,
	).lastFrame()!;
	const lines = (theme === plain ? frame.replace(/\u001b\[[\d;]*m/g, '') : frame).split('\n');
	return lines.slice(0, lines.findLastIndex(line => line !== '') + 1);
}

const placement = (panel: 'header' | 'footer', height: number) => ({
	panel,
	x: 0,
	y: 0,
	width: 60,
	height,
	framed: false,
});

describe('a frame', () => {
	it('has its title and its note in the upper edge', () => {
		expect(shown(<Frame x={0} y={0} width={30} height={3} title="2 Protocols" note="share" />)).toEqual([
			'╭─ 2 Protocols ────── share ─╮',
			'│                            │',
			'╰────────────────────────────╯',
		]);
	});

	it('marks the one in focus, in words and in colour', () => {
		const [edge] = shown(<Frame x={0} y={0} width={20} height={3} title="8 Log" isFocused />, colored);
		expect(edge).toContain('▸8 Log');
		expect(edge).toContain('\u001b[1m\u001b[96m╭─');
	});

	it('leaves out the parts of a note, and the end of a title, that find no room', () => {
		expect(shown(<Frame x={0} y={0} width={26} height={3} title="8 Log" note="12 events, /tls" />)[0]).toBe(
			'╭─ 8 Log ──── 12 events ─╮',
		);
		expect(shown(<Frame x={0} y={0} width={12} height={3} title="8 Log of everything" />)[0]).toBe('╭─ 8 Log… ─╮');
	});

	it('is a line alone where there is no room for one', () => {
		expect(shown(<Section x={0} y={0} width={24} height={2} title="8 Log" note="1 event" />)).toEqual([
			' 8 Log ──────── 1 event',
		]);
	});
});

describe('what is drawn', () => {
	it('is no business of Ink: its box is empty', () => {
		expect(shown(<Live source={fixed('a name')} draw={name => [name]} />)).toEqual([]);
	});
});

describe('the header', () => {
	const state = initialState(size, 0, {source: {kind: 'interface', name: 'eth0'}, filter: 'tcp', ownSsh: 'port 22'});
	const header = (parts: Partial<ReturnType<typeof headerModel>>, height = 3) =>
		shown(
			<Header
				source={fixed({...headerModel(state), ...parts})}
				placement={placement('header', height)}
				isFocused={false}
			/>,
		);

	it('has source, state and chips from Ink, and figures from elsewhere', () => {
		expect(header({totals: {packets: 1234, bytes: 99}, isRoot: true})).toEqual([
			' eth0 ○ starting [-SSH]  ROOT ',
			' filter (tcp) and not (port 22)',
		]);
	});

	it('leaves room for what changes between two chips', () => {
		const since = {packets: 5, bytes: 1000};
		expect(header({since, isRoot: true})[0]).toMatch(/^ eth0 {2}‖ PAUSED {11}\[-SSH\] {2}ROOT $/);
	});

	it('shows each text behind its label, and no more lines than it has', () => {
		const texts = {inForce: 'tcp', past: 'udp', failure: 'eth0: it went away'};
		expect(header({texts}, 4).slice(1)).toEqual([' filter tcp', ' then   udp', ' eth0: it went away']);
		expect(header({texts}, 3).slice(1)).toEqual([' filter tcp', ' then   udp']);
	});

	it('says where the rest of a long filter is', () => {
		const texts = {inForce: 'host 192.0.2.1 or '.repeat(9).trim(), past: null, failure: null};
		expect(header({texts}, 2)[1]).toMatch(/^ filter host .*… \(f shows all\)$/);
	});
});

describe('the footer', () => {
	const keys = [
		{key: 'q', label: 'quit'},
		{key: '?', label: 'help'},
		{key: 'f', label: 'filter'},
	];
	const footer = (parts: object, width = 60) =>
		shown(
			<Footer
				source={fixed({typed: null, notice: null, keys, ...parts})}
				placement={{...placement('footer', 1), width}}
				isFocused={false}
			/>,
		);

	it('has as many keys as there is room for', () => {
		expect(footer({})).toEqual([' q quit   ? help   f filter']);
		expect(footer({}, 20)).toEqual([' q quit   ? help']);
	});

	it('has what is being typed instead, with the end of it in sight', () => {
		expect(footer({typed: {prompt: ' :', field: textField('sort bytes')}})).toEqual([' :sort bytes ']);
		expect(footer({typed: {prompt: ' /', field: textField('abcdefghijklmnop')}}, 10)).toEqual([' /klmnop ']);
	});

	it('leaves a notice to the canvas: names may be in it', () => {
		expect(footer({notice: {text: 'copied evil.example', level: 'good', until: 1}})).toEqual([]);
	});
});

describe('overlays', () => {
	it('the help: keys and what they do', () => {
		const lines = shown(<HelpView source={fixed({commands: COMMANDS, text: 'quit', first: 0, size})} />).join('\n');
		expect(lines).toMatch(/Keys ─+ \/quit ─/);
		expect(lines).toMatch(/│ q {7}Quit;/);
		expect(shown(<HelpView source={fixed(null)} />)).toEqual([]);
	});

	it('the command line: what it could become, the marked one by a sign as well', () => {
		const suggestions = [
			{line: 'sort bytes', description: 'the list in focus by a column'},
			{line: 'sort name', description: 'the same'},
		];
		const lines = shown(<CommandLineView source={fixed({title: 'Commands', suggestions, chosen: 1, size})} />);
		expect(lines.slice(-4)).toEqual([
			`╭─ Commands ${'─'.repeat(47)}╮`,
			`│ sort bytes  the list in focus by a column${' '.repeat(16)}│`,
			`│▸sort name   the same${' '.repeat(37)}│`,
			`╰${'─'.repeat(58)}╯`,
		]);
	});

	it('a chooser: its items, one of them marked', () => {
		const lines = shown(<ChooserView source={fixed({...exportChooser(), size})} />).join('\n');
		expect(lines).toContain('─ Export what is shown ─');
		expect(lines).toMatch(/│ ▸ JSON +the whole snapshot/);
		expect(lines).toMatch(/│ {3}PNG +the same as a picture/);
	});

	it('the filter editor: the text, the mistake in it, and nothing of the choices, which have addresses in them', () => {
		const choices = [{label: 'this host', text: 'host 192.0.2.7', joins: true}];
		const editor = answered(openEditor('tcp prot 80', 1, {choices}), 1, {message: 'syntax error', position: 4});
		const model = {editor, inForce: null, isFile: false, top: 2, size};
		const lines = shown(<FilterEditorView source={fixed(model)} />);
		expect(lines.slice(2, 6)).toEqual([
			expect.stringMatching(/^╭─ Capture filter \(BPF\) ─+ applies to the running capture ─╮$/),
			`│ tcp prot 80${' '.repeat(46)}│`,
			`│     ▲${' '.repeat(52)}│`,
			`│ ✖ syntax error${' '.repeat(43)}│`,
		]);
		expect(lines.join('\n')).not.toContain('192.0.2.7');
	});

	it('details: titles and labels; values are drawn, and labels that are figures', () => {
		const sections = [
			{title: 'Endpoint', rows: [{label: 'address', text: '192.0.2.7'}]},
			{title: 'Last 12 seconds', rows: [{label: 'rate', text: 'peak', values: [1, 2]}]},
			{title: 'Peers', rows: [{label: '12 kB', text: '192.0.2.8', share: 0.5}]},
		];
		const lines = shown(<DetailsView source={fixed({sections, first: 0, size, writing: null})} />)
			.slice(4, -1)
			.map(line => line.slice(1, -1).trimEnd());
		expect(lines).toEqual([' Endpoint', '       address', '', '', '          rate', '', ' Peers', '']);
	});
});
