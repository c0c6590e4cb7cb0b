/** `netanal-tui chart FILE|SNAPSHOT.json -o OUT.svg|png` */
import {constants} from 'node:buffer';
import {statSync} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import path from 'node:path';
import {type CommandSpec, FILE, type Parsed, STANDARD_INPUT, usageOf} from '../cli/command.js';
import {onInterrupt, untilWritable} from '../cli/interruption.js';
import {complain, print, whenOutputCloses} from '../cli/standard-streams.js';
import {UsageError} from '../cli/usage-error.js';
import {has, text} from '../cli/values.js';
import {unreadable} from '../engine/capture/file.js';
import {becomeReader} from '../engine/grant.js';
import {createEngine} from '../engine/index.js';
import type {EngineOptions} from '../engine/options.js';
import {AtomicFile, publish} from '../files/atomic-file.js';
import {explained} from '../host/privileges.js';
import {CHART_KINDS, CHART_SIZES, CHART_THEMES, type ChartOptions, LARGEST_SIDE} from '../output/chart/options.js';
import {knownTimeZone} from '../output/chart/time-zone.js';
import {readSnapshot} from '../output/read-snapshot.js';
import {WRITER_OPTIONS, writerPrivileges} from './shared/capture-options.js';
import {captureTime, TIME_OPTIONS} from './shared/capture-time.js';
import {refuseTwice} from './shared/output-options.js';
import {readAll} from './shared/read-captures.js';

export const chart: CommandSpec = {
	name: 'chart',
	summary: 'Draw a capture or a saved snapshot as a picture for a report',
	operand: {name: 'FILE', forms: [FILE, {word: 'SNAPSHOT.json', offers: 'files'}, STANDARD_INPUT]},
	needs: '-o OUT.svg|OUT.png',
	options: [
		{
			name: 'output',
			short: 'o',
			value: 'FILE',
			offers: 'files',
			multiple: true,
			help: 'picture to write, .svg or .png; - prints SVG',
		},
		{name: 'kind', short: 'k', value: 'KIND', choices: CHART_KINDS, help: 'what to draw (default report: everything)'},
		{name: 'title', value: 'TEXT', help: 'heading (default: what the chart shows)'},
		{name: 'size', value: 'WIDTHxHEIGHT', help: 'pixels (default 1240x1754 for the report, else about 1000x600)'},
		{name: 'theme', value: 'THEME', choices: CHART_THEMES, help: 'colours (default light)'},
		{name: 'timezone', value: 'ZONE', help: 'of the times, e.g. Europe/Berlin (default UTC)'},
		{name: 'filter', short: 'f', value: 'BPF', help: 'only packets of the capture that it keeps; needs libpcap'},
		...TIME_OPTIONS,
		...WRITER_OPTIONS,
		{name: 'force', help: 'replace an existing file'},
	],
	examples: [
		['netanal-tui chart capture.pcapng -o report.svg', 'everything on one page'],
		['netanal-tui chart capture.pcap -k talkers -o talkers.png --theme dark', 'one chart'],
		['netanal-tui chart yesterday.json -k bandwidth --size 1600x500 -o day.svg', 'of a snapshot saved as JSON'],
	],
	async run(parsed) {
		const [name] = parsed.operands;
		const outputs = parsed.values.get('output') ?? [];
		if (outputs.length === 0) {
			throw new UsageError(`--output is missing: netanal-tui ${usageOf(chart)}`);
		}
		const formats = outputs.map(formatOf);
		refuseTwice(outputs);
		const options = chartOptions(parsed);
		const cut = {filter: text(parsed, 'filter'), from: captureTime(parsed, 'from'), to: captureTime(parsed, 'to')};
		await untilWritable(outputs);
		const writes = outputs.some(file => file !== '-');
		if (writes) {
			whenOutputCloses(() => {});
		}
		const writer = writerPrivileges(parsed, writes);
		// ECharts is large, and nobody waits for it who made a mistake; but who root is given up to may not reach it.
		if (writer.privileges === 'drop' && process.geteuid?.() === 0) {
			await loadCharts().then(({prepareCharts}) => prepareCharts());
		}
		let files: (AtomicFile | null)[] = [];
		const opened = () => {
			// Before a long capture is read in vain; the program's end takes along what was not finished.
			files = outputs.map(file => (file === '-' ? null : new AtomicFile(file, {force: has(parsed, 'force')})));
		};
		const {snapshot, interrupted} = await snapshotOf(parsed, name, cut, {...writer, opened});
		const {renderChart} = await loadCharts();
		for (const [i, file] of files.entries()) {
			const picture = await renderChart(snapshot, {...options, format: formats[i]});
			// What is drawn is put in place, which takes no time.
			onInterrupt(() => {});
			file?.write(Buffer.from(picture as Uint8Array));
			const finished = file?.finish();
			if (finished) {
				await publish({...finished, partial: interrupted !== null});
			}
			if (file === null) {
				await print(picture);
			}
		}

		const failure = snapshot.error?.message ?? interrupted;
		if (failure === null) {
			return 0;
		}
		complain(failure);
		return 1;
	},
};

function formatOf(file: string): 'svg' | 'png' {
	if (file === '-') {
		return 'svg';
	}
	const ending = path.extname(file).toLowerCase();
	if (ending === '.svg' || ending === '.png') {
		return ending === '.svg' ? 'svg' : 'png';
	}
	throw new UsageError(`--output takes a name that ends in .svg or .png, not '${file}'`);
}

function chartOptions(parsed: Parsed): ChartOptions {
	const kind = (text(parsed, 'kind') ?? 'report') as NonNullable<ChartOptions['kind']>;
	const zone = text(parsed, 'timezone');
	const timezone = zone === undefined ? 'UTC' : knownTimeZone(zone);
	if (timezone === null) {
		throw new UsageError(`--timezone takes a name like Europe/Berlin or UTC, not '${zone}'`);
	}
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
	if (given === undefined) {
		return {};
	}
	const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(given)?.map(Number) ?? [];
	const {leastWidth, leastHeight} = CHART_SIZES[kind];
	const fits = (side: number | undefined, least: number) => side !== undefined && side >= least && side <= LARGEST_SIDE;
	if (!fits(width, leastWidth) || !fits(height, leastHeight)) {
		const bounds = `from ${leastWidth}x${leastHeight} to ${LARGEST_SIDE}x${LARGEST_SIDE} for kind ${kind}`;
		throw new UsageError(`--size takes pixels as WIDTHxHEIGHT ${bounds}, not '${given}'`);
	}

	return {width, height};
}

const loadCharts = () => import('../output/chart/render.js');

type Reading = Pick<EngineOptions, 'privileges' | 'user' | 'opened'>;

/** What a saved snapshot says, or what a capture holds. */
async function snapshotOf(
	parsed: Parsed,
	name: string,
	cut: Pick<EngineOptions, 'filter' | 'from' | 'to'>,
	reading: Reading,
): ReturnType<typeof readAll> {
	const saved = name === '-' ? null : await savedText(name, reading);
	if (saved !== null) {
		const [flag] = Object.entries(cut).find(([, value]) => value !== undefined) ?? [];
		if (flag !== undefined) {
			throw new UsageError(`--${flag} cuts captures, and ${name} is a snapshot: nothing is left to cut`);
		}
		return {snapshot: readSnapshot(saved, name), interrupted: null};
	}

	await using engine = createEngine({
		...cut,
		...reading,
		source: name === '-' ? {kind: 'stdin'} : {kind: 'file', path: name},
		interval: 0,
		inThread: true,
		progressInterval: 200,
	});
	try {
		// Awaited here: disposing of the engine stops it.
		const result = await readAll(parsed, engine);
		if (engine.privileges?.warning) {
			complain(engine.privileges.warning);
		}
		return result;
	} catch (error) {
		throw explained(error, engine.privileges);
	}
}

/**
 * The text of a file that is JSON by its first character, as no capture is; null for any other, also one that cannot be read.
 * Root is given up before more than that is read.
 */
async function savedText(name: string, reading: Reading): Promise<string | null> {
	const file = await openSaved(name);
	if (file === null) {
		return null;
	}
	try {
		const privileges = await becomeReader(reading);
		try {
			reading.opened?.();
		} catch (error) {
			throw explained(error, privileges);
		}

		if (privileges?.warning) {
			complain(privileges.warning);
		}
		const text = await file.readFile('utf8').catch(error => {
			throw unreadable(error, name);
		});
		return text.replace(/^\ufeff/, '');
	} finally {
		await file.close();
	}
}

/** Null where there is no JSON, or nothing: the engine meets the same, and has the words for it. */
async function openSaved(name: string): Promise<FileHandle | null> {
	let file: FileHandle | null = null;
	try {
		// Asked before it is opened: a named pipe would be waited for here, and its writer lost.
		const stats = statSync(name);
		if (!stats.isFile() || stats.size > constants.MAX_STRING_LENGTH) {
			return null;
		}
		file = await open(name);
		const {buffer, bytesRead} = await file.read(Buffer.alloc(64), 0, 64, 0);
		if (/^\ufeff?\s*\{/.test(buffer.toString('utf8', 0, bytesRead))) {
			return file;
		}
	} catch {
		// told above
	}

	await file?.close();
	return null;
}
