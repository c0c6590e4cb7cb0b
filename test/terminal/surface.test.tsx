import {Box, type DOMElement, Text} from 'ink';

import {useSyncExternalStore} from 'react';
import {afterEach, describe, expect, it} from 'vitest';
import {Canvas, Overlay} from '../../source/terminal/canvas.js';
import {FrameDiff} from '../../source/terminal/diff.js';
import {renderOn} from '../../source/terminal/ink.js';
import {Surface} from '../../source/terminal/surface.js';
import {createTerminal, screenLines, write} from '../helpers/screen.js';

type DOMNode = DOMElement['childNodes'][number];

const SIZE = {columns: 24, rows: 6};

/** A value that components follow and canvases read. */
class Value {
	current: string;
	readonly #listeners = new Set<() => void>();

	constructor(current: string) {
		this.current = current;
	}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	set(value: string): void {
		this.current = value;
		for (const listener of this.#listeners) {
			listener();
		}
	}
}

const useValue = (value: Value) => useSyncExternalStore(value.subscribe, () => value.current);

const ended: (() => void)[] = [];

afterEach(() => {
	for (const end of ended.splice(0)) {
		end();
	}
});

/** What is drawn on a terminal; `frames` counts whole frames, `inkFrames` those for which Ink rendered. */
function shown(tree: React.ReactNode, encode?: (line: string) => string) {
	const terminal = createTerminal(SIZE.columns, SIZE.rows);
	const diff = new FrameDiff(SIZE.columns, SIZE.rows);
	const codes: string[] = [];
	const surface = new Surface(SIZE, frame => codes.push(diff.update(frame)), encode);
	const ink = renderOn(surface, tree);
	ended.push(() => ink.unmount());
	return {
		surface,
		unmount: ink.unmount,
		get frames() {
			return codes.length;
		},
		async lines() {
			await new Promise(resolve => setImmediate(resolve));
			await write(terminal, codes.join(''));
			return screenLines(terminal);
		},
	};
}

/** Lines that fill a canvas with a character. */
const filled =
	(character: string) =>
	({width, height}: {width: number; height: number}) =>
		Array.from({length: height}, () => character.repeat(width));
const dots = filled('.');
const stars = filled('*');

const Label = ({value}: {value: Value}) => <Text>{useValue(value)}</Text>;

function Above({value}: {value: Value}) {
	return useValue(value) === 'open' ? (
		<Overlay x={2} y={1} width={9} height={3}>
			<Box borderStyle="single" width={9} height={3}>
				<Text>ab</Text>
				<Canvas draw={stars} />
			</Box>
		</Overlay>
	) : null;
}

describe('Surface', () => {
	it('draws canvases at the place of their boxes, over what Ink drew', async () => {
		const {lines} = shown(
			<Box width={24} height={6} borderStyle="single">
				<Box width={8}>
					<Text>label</Text>
				</Box>
				<Canvas draw={dots} />
				<Canvas draw={stars} width={3} flexGrow={0} />
			</Box>,
		);
		expect(await lines()).toEqual([
			'┌──────────────────────┐',
			'│label   ...........***│',
			'│        ...........***│',
			'│        ...........***│',
			'│        ...........***│',
			'└──────────────────────┘',
		]);
	});

	it('draws a canvas anew without a render of Ink', async () => {
		let text = 'one';
		const screen = shown(<Canvas draw={() => [text]} width={10} height={1} />);
		expect((await screen.lines())[0]).toBe('one');
		const {lines: before} = screen.surface.layer;
		text = 'two';
		screen.surface.refresh();
		expect((await screen.lines())[0]).toBe('two');
		expect(screen.surface.layer.lines).toBe(before);
	});

	it('shows one moment in one frame, of Ink and of canvases', async () => {
		const value = new Value('a');
		const draw = () => [value.current];
		const screen = shown(
			<Box width={24} height={1}>
				<Label value={value} />
				<Label value={value} />
				<Canvas draw={draw} />
			</Box>,
		);
		expect((await screen.lines())[0]).toBe('aaa');
		const {frames} = screen;
		value.set('b');
		screen.surface.refresh();
		expect((await screen.lines())[0]).toBe('bbb');
		expect(screen.frames).toBe(frames + 1);
	});

	it('moves a canvas with its box, whatever moved it', async () => {
		const value = new Value('before');
		const {lines} = shown(
			<Box width={24} height={1}>
				<Label value={value} />
				<Canvas draw={dots} width={2} flexGrow={0} />
			</Box>,
		);
		expect((await lines())[0]).toBe('before..');
		value.set('far before');
		expect((await lines())[0]).toBe('far before..');
	});

	it('covers canvases with what lies above them, and takes it away again', async () => {
		const value = new Value('open');
		const {lines} = shown(
			<Box width={24} height={5}>
				<Canvas draw={dots} />
				<Above value={value} />
			</Box>,
		);
		expect(await lines()).toEqual([
			'........................',
			'..┌───────┐.............',
			'..│ab*****│.............',
			'..└───────┘.............',
			'........................',
			'',
		]);
		value.set('closed');
		expect((await lines()).slice(0, 5)).toEqual(Array.from({length: 5}, () => '.'.repeat(24)));
	});

	it('hides what Ink drew below an overlay as well', async () => {
		const {lines} = shown(
			<Box width={24} height={3} flexDirection="column">
				<Text>something below it all</Text>
				<Overlay x={2} y={0} width={9} height={1}>
					<Text>above</Text>
				</Overlay>
			</Box>,
		);
		expect((await lines())[0]).toBe('soabove    elow it all');
	});

	it('lets the terminal have only what it can show', async () => {
		const draw = () => ['é'];
		const {lines} = shown(
			<Box width={24} height={1}>
				<Text>ü</Text>
				<Canvas draw={draw} />
			</Box>,
			line => line.replace(/[^ -~]/g, '?'),
		);
		expect((await lines())[0]).toBe('??');
	});

	it('shows nothing more once it is unmounted', async () => {
		const screen = shown(<Text>here</Text>);
		await screen.lines();
		const {frames} = screen;
		screen.unmount();
		screen.surface.refresh();
		await screen.lines();
		expect(screen.frames).toBe(frames);
	});

	it('lays out in the size that the terminal has now', async () => {
		const value = new Value('a');
		const screen = shown(<Label value={value} />);
		await screen.lines();
		screen.surface.resize({columns: 3, rows: 6});
		value.set('abcdef');
		expect((await screen.lines()).slice(0, 2)).toEqual(['abc', 'def']);
	});

	it('gives Ink, which keeps every text that it has measured, one blank text for each width', () => {
		const root: {current: DOMElement | null} = {current: null};
		const texts = (node: DOMNode): string[] =>
			node.nodeName === '#text' ? [node.nodeValue] : node.childNodes.flatMap(texts);
		const blanks = new Set<string>();
		for (const height of [2, 3, 4, 5]) {
			const keep = (box: DOMElement | null) => {
				root.current = box ?? root.current;
			};
			shown(
				<Box ref={keep}>
					<Overlay x={1} y={0} width={10} height={height} />
				</Box>,
			);
			for (const text of texts(root.current!)) {
				blanks.add(text);
			}
		}
		expect([...blanks]).toEqual([' '.repeat(10)]);
	});
});
