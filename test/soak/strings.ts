/**
 * Hostile names into a terminal without a window: nothing but our own sequences comes out, and what stands after a name
 * stands where it should.
 */
import type {Terminal} from '@xterm/headless';
import {Random} from '../../source/engine/capture/demo/random.js';
import {toWidth} from '../../source/format/cells.js';
import {sanitize} from '../../source/format/sanitize.js';
import {formatTable} from '../../source/output/table.js';
import {FrameDiff} from '../../source/terminal/diff.js';
import {hostileString} from '../helpers/hostile.js';
import {createTerminal, frameOf, screenLines, write} from '../helpers/screen.js';
import {busySnapshot, endpoint} from '../helpers/snapshots.js';

const ROWS = 40;
const NAME_WIDTH = 30;
/** What stands behind a name: another one in each frame, or it would be written in the first only. */
const markOf = (tried: number) => `|${String((tried / ROWS) % 1000).padStart(3, '0')}`;
const MARK_WIDTH = 4;
/** Colours, moves to a cell and from cell to cell, clearing, synchronised updates. */
const OURS = /\u001b[DM]|\u001b\[(?:[\d;]*m|\d+(?:;\d+)?H|\d*[ABCD]|2J|K|\?2026[hl])|\u0008/g;
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{M}]/u;

/** @returns what was wrong, one line each; it stops at the first frame that is */
export async function hostileStrings(count: number, log: (line: string) => void, seed = 1): Promise<string[]> {
	const random = new Random(seed);
	const terminal = createTerminal(NAME_WIDTH + 10, ROWS);
	const diff = new FrameDiff(terminal.cols, ROWS);
	const state = {bell: 0, title: 0, answers: 0};
	terminal.onBell(() => state.bell++);
	terminal.onTitleChange(() => state.title++);
	terminal.onData(() => state.answers++);
	const wrong: string[] = [];
	let tried = 0;
	for (; tried < count && wrong.length === 0; tried += ROWS) {
		const names = Array.from({length: ROWS}, () => hostileString(random));
		const mark = markOf(tried);
		const output = diff.update(frameOf(names.map(name => toWidth(sanitize(name), NAME_WIDTH) + mark).join('\n')));
		await write(terminal, output);
		wrong.push(...names.flatMap(controlsLeft), ...foreignCodes(output), ...misplaced(terminal, names, mark));
		if (tried % (ROWS * 100) === 0) {
			wrong.push(...plainText(names));
		}
		if (tried > 0 && tried % (ROWS * 5000) === 0) {
			log(`${tried} strings`);
		}
	}

	for (const [what, times] of Object.entries(state)) {
		if (times > 0) {
			wrong.push(`the terminal did what a name wanted: ${what}`);
		}
	}

	terminal.dispose();
	log(`${tried} hostile strings, seed ${seed}`);
	return wrong;
}

/** A backspace of a name's could not be told from ours. */
function controlsLeft(name: string): string[] {
	return /\p{Cc}/u.test(sanitize(name)) ? [`a control character is left: ${JSON.stringify(sanitize(name))}`] : [];
}

function foreignCodes(output: string): string[] {
	const rest = output.replace(OURS, '');
	return UNSAFE.test(rest) ? [`a foreign code came out: ${JSON.stringify(rest)}`] : [];
}

function misplaced(terminal: Terminal, names: readonly string[], mark: string): string[] {
	const {active} = terminal.buffer;
	const wrong: string[] = [];
	for (const [row, name] of names.entries()) {
		const found = active.getLine(active.baseY + row)!.translateToString(false, NAME_WIDTH, NAME_WIDTH + MARK_WIDTH);
		if (found !== mark) {
			wrong.push(`after ${JSON.stringify(name)} there is ${JSON.stringify(found)}: ${screenLines(terminal)[row]}`);
		}
	}

	return wrong;
}

/** What commands print, for a pipe or a terminal: printable characters and line ends. */
function plainText(names: readonly string[]): string[] {
	const text = formatTable({
		...busySnapshot(1),
		source: {...busySnapshot(1).source, name: names[0], filter: names[1]},
		error: {code: 'SOURCE_DAMAGED', message: names[2], offset: null},
		endpoints: {
			distinct: names.length,
			ipv4: names.length,
			ipv6: 0,
			evicted: 0,
			top: names.map((name, index) => endpoint(`192.0.2.${index}`, 100, 100, sanitize(name))),
		},
	});
	return text.split('\n').flatMap(line => (UNSAFE.test(line) ? [`a table has ${JSON.stringify(line)}`] : []));
}
