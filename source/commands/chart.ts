/** `netanal-tui chart FILE|SNAPSHOT.json -o OUT.svg|png` */
import {statSync} from 'node:fs';
import {open} from 'node:fs/promises';
import path from 'node:path';
import {createEngine} from '../engine/index.js';
import type {EngineOptions} from '../engine/options.js';
import type {Snapshot} from '../engine/snapshot.js';
import {NewFile, publish} from '../files/new-file.js';
import {CHART_KINDS, CHART_SIZES, CHART_THEMES, type ChartOptions, LARGEST_SIDE} from '../output/chart/options.js';
import {knownTimeZone} from '../output/chart/time-zone.js';
import {readSnapshot} from '../output/read-snapshot.js';
import {type CommandSpec, type Parsed, UsageError} from './command.js';
import {complain, print} from './output.js';
import {captureTime, TIME_OPTIONS} from './times.js';
import {has, operand, text} from './values.js';

const USAGE = 'chart [options] FILE|SNAPSHOT.json|- -o OUT.svg|OUT.png';

export const chart: CommandSpec = {
	name: 'chart',
	summary: 'Draw a capture or a saved snapshot as a picture for a report',
	usage: USAGE,
	options: [
		{name: 'output', short: 'o', value: 'FILE', multiple: true, help: 'picture to write, .svg or .png; - prints SVG'},
		{name: 'kind', short: 'k', value: 'KIND', choices: CHART_KINDS, help: 'what to draw (default report: everything)'},
		{name: 'title', value: 'TEXT', help: 'heading (default: what the chart shows)'},
		{name: 'size', value: 'WIDTHxHEIGHT', help: 'pixels (default 1240x1754 for the report, else about 1000x600)'},
		{name: 'theme', value: 'THEME', choices: CHART_THEMES, help: 'colours (default light)'},
		{name: 'timezone', value: 'ZONE', help: 'of the times, e.g. Europe/Berlin (default UTC)'},
		{name: 'filter', short: 'f', value: 'BPF', help: 'only packets of the capture that it keeps; needs libpcap'},
		...TIME_OPTIONS,
		{name: 'force', help: 'replace an existing file'},
	],
	examples: [
		['netanal-tui chart capture.pcapng -o report.svg', 'everything on one page'],
		['netanal-tui chart capture.pcap -k talkers -o talkers.png --theme dark', 'one chart'],
		['netanal-tui chart yesterday.json -k bandwidth --size 1600x500 -o day.svg', 'of a snapshot saved as JSON'],
	],
	async run(parsed) {
		const name = operand(parsed, 'FILE', USAGE);
		const outputs = parsed.values.get('output') ?? [];
		if (outputs.length === 0) throw new UsageError(`--output is missing: netanal-tui ${USAGE}`);
		const formats = outputs.map(formatOf);
		const options = chartOptions(parsed);
		const cut = {filter: text(parsed, 'filter'), from: captureTime(parsed, 'from'), to: captureTime(parsed, 'to')};
		// Opened before a long capture is read in vain; the program's end takes along what was not finished.
		const files = outputs.map(file => (file === '-' ? null : new NewFile(file, {force: has(parsed, 'force')})));
		const snapshot = await snapshotOf(name, cut);
		// ECharts is large: nobody waits for it who made a mistake above.
		const {renderChart} = await import('../output/chart/render.js');
		for (const [i, file] of files.entries()) {
			const picture = await renderChart(snapshot, {...options, format: formats[i]!});
			file?.write(Buffer.from(picture as Uint8Array));
			const finished = file?.finish();
			if (finished) await publish(finished);
			if (file === null) await print(picture);
		}

		if (snapshot.error === null) return 0;
		complain(snapshot.error.message);
		return 1;
	},
};

function formatOf(file: string): 'svg' | 'png' {
	if (file === '-') return 'svg';
	const ending = path.extname(file).toLowerCase();
	if (ending === '.svg' || ending === '.png') return ending === '.svg' ? 'svg' : 'png';
	throw new UsageError(`--output takes a name that ends in .svg or .png, not '${file}'`);
}

function chartOptions(parsed: Parsed): ChartOptions {
	const kind = (text(parsed, 'kind') ?? 'report') as NonNullable<ChartOptions['kind']>;
	const zone = text(parsed, 'timezone');
	const timezone = zone === undefined ? 'UTC' : knownTimeZone(zone);
	if (timezone === null) throw new UsageError(`--timezone takes a name like Europe/Berlin or UTC, not '${zone}'`);
	return {
		kind,
		title: text(parsed, 'title'),
		theme: text(parsed, 'theme') as ChartOptions['theme'],
		timezone,
		...size(parsed, kind),
	};
}

function size(parsed: Parsed, kind: NonNullable<ChartOptions['kind']>): Pick<ChartOptions, 'width' | 'height'> {
	const given = text(parsed, 'size');
	if (given === undefined) return {};
	const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(given)?.map(Number) ?? [];
	const {leastWidth, leastHeight} = CHART_SIZES[kind];
	const fits = (side: number | undefined, least: number) => side !== undefined && side >= least && side <= LARGEST_SIDE;
	if (!fits(width, leastWidth) || !fits(height, leastHeight)) {
		const bounds = `from ${leastWidth}x${leastHeight} to ${LARGEST_SIDE}x${LARGEST_SIDE} for kind ${kind}`;
		throw new UsageError(`--size takes pixels as WIDTHxHEIGHT ${bounds}, not '${given}'`);
	}

	return {width, height};
}

/** What a saved snapshot says, or what a capture holds. */
async function snapshotOf(name: string, cut: Pick<EngineOptions, 'filter' | 'from' | 'to'>): Promise<Snapshot> {
	const saved = name === '-' ? null : await savedText(name);
	if (saved !== null) {
		const [flag] = Object.entries(cut).find(([, value]) => value !== undefined) ?? [];
		if (flag !== undefined)
			throw new UsageError(`--${flag} cuts captures, and ${name} is a snapshot: nothing is left to cut`);
		return readSnapshot(saved, name);
	}

	await using engine = createEngine({
		...cut,
		source: name === '-' ? {kind: 'stdin'} : {kind: 'file', path: name},
		interval: 0,
		inThread: true,
	});
	const interrupt = () => void engine.stop();
	process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
	await engine.start();
	// Awaited here: disposing of the engine stops it.
	return await engine.ended;
}

/** The text of a file that is JSON by its first character, as no capture is; null for any other, also one that cannot be read. */
async function savedText(name: string): Promise<string | null> {
	try {
		// Asked before it is opened: a named pipe would be waited for here, and its writer lost.
		if (!statSync(name).isFile()) return null;
		await using file = await open(name);
		const {buffer, bytesRead} = await file.read(Buffer.alloc(64), 0, 64, 0);
		return /^\ufeff?\s*\{/.test(buffer.toString('utf8', 0, bytesRead))
			? (await file.readFile('utf8')).replace(/^\ufeff/, '')
			: null;
	} catch {
		// The engine meets the same, and has the words for it.
		return null;
	}
}
