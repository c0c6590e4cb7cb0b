import {App} from '../../source/dashboard/app.js';
import type {Surroundings} from '../../source/dashboard/effects.js';
import {type Beginnings, initialState} from '../../source/dashboard/model/state.js';
import {Sources} from '../../source/dashboard/sources.js';
import {Store} from '../../source/dashboard/store.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {createKeymap} from '../../source/input/keymap.js';
import {FrameStream} from '../../source/terminal/frame-stream.js';
import {renderOn} from '../../source/terminal/ink.js';
import {Surface} from '../../source/terminal/surface.js';
import type {ColorDepth} from '../../source/theme/terminal-support.js';
import {createTheme} from '../../source/theme/theme.js';
import {FakeClock} from './fake-clock.js';
import {FakeEngine, settled} from './fake-engine.js';
import {fakeSurroundings} from './fake-surroundings.js';
import {pressOn} from './press.js';
import {createTerminal, screenLines, write} from './screen.js';
import {EPOCH} from './snapshots.js';

/** The dashboard on a fake engine, a fake clock and a terminal without a window. */
export async function mounted(
	columns: number,
	rows: number,
	options: {
		unicode?: boolean;
		depth?: ColorDepth;
		capture?: Beginnings;
		surroundings?: Partial<Surroundings>;
		/** Bytes that the way to the terminal takes in a second; as many as come when absent. */
		bytesPerSecond?: number;
	} = {},
) {
	const terminal = createTerminal(columns, rows);
	const clock = new FakeClock(EPOCH);
	const engine = new FakeEngine(() => clock.now());
	const surroundings = fakeSurroundings(options.surroundings);
	let pending = Promise.resolve();
	const frames = new FrameStream(
		{
			write(text, taken) {
				pending = pending.then(() => write(terminal, text));
				if (options.bytesPerSecond === undefined) {
					taken();
				} else {
					clock.after((1000 * Buffer.byteLength(text)) / options.bytesPerSecond, taken);
				}
			},
		},
		{columns, rows},
	);
	const store = new Store({
		engine,
		clock,
		keymap: createKeymap(),
		initial: initialState(
			{columns, rows},
			0,
			options.capture ?? {source: {kind: 'interface', name: 'eth0'}, filter: null},
		),
		surroundings,
	});
	store.start();
	frames.open();
	const theme = createTheme({depth: options.depth ?? 'truecolor', unicode: options.unicode ?? true});
	const surface = new Surface({columns, rows}, frame => frames.draw(frame), theme.encode);
	const sources = new Sources(store, () => surface.refresh());
	const ink = renderOn(surface, <App sources={sources} theme={theme} />);
	return {
		terminal,
		clock,
		engine,
		asked: surroundings.asked,
		store,
		frames,
		surface,
		run() {
			engine.emit('state', 'running');
		},
		press: pressOn(store),
		async snapshot(snapshot: Snapshot) {
			engine.current = snapshot;
			engine.tell(snapshot);
		},
		resize(newColumns: number, newRows: number) {
			terminal.resize(newColumns, newRows);
			frames.resize({columns: newColumns, rows: newRows});
			surface.resize({columns: newColumns, rows: newRows});
			store.dispatch({type: 'resize', size: {columns: newColumns, rows: newRows}});
		},
		/** The screen when all that was asked for is drawn. */
		async screen(): Promise<string[]> {
			await settled();
			clock.advance(150);
			await settled();
			clock.advance(100);
			await settled();
			await pending;
			return screenLines(terminal);
		},
		unmount() {
			store.dispose();
			ink.unmount();
		},
	};
}

/** Captures, with three snapshots half a second apart. @param of makes the snapshot of a step */
export async function runThrice(
	dashboard: Awaited<ReturnType<typeof mounted>>,
	of: (step: number) => Snapshot,
): Promise<void> {
	dashboard.run();
	for (let step = 0; step < 3; step++) {
		dashboard.clock.advance(500);
		await dashboard.snapshot(of(step));
	}
}
