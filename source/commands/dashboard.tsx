/** The dashboard: an engine, a terminal, and what joins them. */
import path from 'node:path';
import type {CaptureEngine} from '../engine/capture-engine.js';
import {createEngine} from '../engine/index.js';
import type {EngineOptions} from '../engine/options.js';
import type {Snapshot, SourceKind} from '../engine/snapshot.js';
import {fileStamp} from '../format/durations.js';
import {formatJson} from '../output/json.js';
import {fileNamePart, writeNewFile} from '../output/new-file.js';
import {colorDepth, isUnicode} from '../theme/terminal-support.js';
import {createTheme} from '../theme/theme.js';
import {UsageError} from './command.js';
import {readConfig} from './dashboard-config.js';
import {insideOf} from './inside.js';

/** Rows of each list that a snapshot carries, and milliseconds between snapshots. */
const TOP = 50;
const INTERVAL = 500;
/** Milliseconds that a capture gets for ending after the dashboard is gone. */
const PATIENCE = 2000;
const BROKEN_OFF = 1;

/**
 * Opens the source and shows the dashboard until it is left.
 *
 * @returns exit status: 0; 1 when the capture broke off before it was left; 128 + n after signal n
 * @throws UsageError without a terminal; NetanalError when the source cannot be opened
 */
export async function dashboard(options: {engine: EngineOptions}): Promise<number> {
	// React decides by it which of its two builds is loaded: the other one is slow and keeps every frame
	process.env.NODE_ENV = 'production';
	const config = readConfig(process.env);
	const theme = createTheme({depth: colorDepth(process.env), unicode: isUnicode(process.env)});
	if (theme.depth === 'none') {
		// Ink's colours know nothing of NO_COLOR
		process.env.FORCE_COLOR = '0';
	}
	const folder = process.cwd();
	const [{mount}, {openDevice, openKeyboard}, {systemClock}, engine] = await Promise.all([
		import('../components/app/mount.js'),
		import('../components/terminal/device.js'),
		import('../components/clock.js'),
		started(options.engine),
	]);
	try {
		const keyboard = openKeyboard();
		if (keyboard === null) {
			throw noTerminal(options.engine);
		}
		const status = await mount({
			engine,
			engineState: engine.state,
			device: openDevice(process.stdout, keyboard),
			theme,
			clock: systemClock,
			capture: {
				source: sourceOf(options.engine),
				filter: options.engine.filter || null,
				inside: insideOf(options.engine.source),
				unit: config.unit,
				hasNames: config.hasNames,
			},
			commands: config.commands,
			exportSnapshot: snapshot => exportSnapshot(folder, snapshot),
		});
		return status === 0 && engine.state === 'failed' ? BROKEN_OFF : status;
	} finally {
		await Promise.race([engine.stop().catch(() => {}), patience()]);
	}
}

async function started(options: EngineOptions): Promise<CaptureEngine> {
	if (!process.stdout.isTTY) {
		throw noTerminal(options);
	}
	const engine = createEngine({interval: INTERVAL, recent: true, top: TOP, ...options});
	await engine.start();
	return engine;
}

/** What the header shows before the first snapshot. */
function sourceOf({source}: EngineOptions): {kind: SourceKind; name: string} {
	switch (source.kind) {
		case 'interface':
			return {kind: 'interface', name: source.name};
		case 'file':
			return {kind: 'file', name: source.path};
		case 'stdin':
			return {kind: 'stdin', name: '-'};
		case 'demo':
			return {kind: 'interface', name: 'demo'};
	}
}

function noTerminal({source}: EngineOptions): UsageError {
	const name = source.kind === 'interface' ? source.name : 'IFACE';
	return new UsageError(
		`the dashboard needs a terminal, and there is none here; for pipes and files: netanal-tui capture ${name} --format json`,
	);
}

async function patience(): Promise<void> {
	await new Promise<void>(resolve => {
		setTimeout(resolve, PATIENCE).unref();
	});
}

/** JSON beside where the program was started: `netanal-eth0-20260213-140501.json`. */
async function exportSnapshot(folder: string, snapshot: Snapshot): Promise<string> {
	const source = fileNamePart(path.basename(snapshot.source.name));
	return writeNewFile(folder, `netanal-${source}-${fileStamp(new Date())}`, 'json', formatJson(snapshot));
}
