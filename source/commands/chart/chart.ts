/** `netanal-tui chart FILE|SNAPSHOT.json -o OUT.svg|png` */
import {type CommandSpec, FILE, STANDARD_INPUT, usageOf} from '../../cli/command.js';
import {onInterrupt, untilWritable} from '../../cli/interruption.js';
import {complain, print, whenOutputCloses} from '../../cli/standard-streams.js';
import {QUIET} from '../../cli/status-line.js';
import {UsageError} from '../../cli/usage-error.js';
import {has, text} from '../../cli/values.js';
import {AtomicFile, publish} from '../../files/atomic-file.js';
import {beginHelping} from '../shared/begin-helping.js';
import {ONCE, WRITER_OPTIONS, writerPrivileges} from '../shared/capture-options.js';
import {captureTime, TIME_OPTIONS} from '../shared/capture-time.js';
import {FORCE, refuseTwice} from '../shared/output-option.js';
import {chartOptions, formatOf, PICTURE_OPTIONS} from './picture-options.js';

export const chart: CommandSpec = {
	name: 'chart',
	summary: 'Draw a capture or a saved snapshot as a picture for a report',
	operand: {name: 'FILE', forms: [FILE, {word: 'SNAPSHOT.json', offers: 'files'}, STANDARD_INPUT]},
	needs: '-o OUT.svg|OUT.png',
	options: [
		...PICTURE_OPTIONS,
		{name: 'filter', short: 'f', value: 'BPF', help: 'only packets of the capture that it keeps; needs libpcap'},
		...TIME_OPTIONS,
		ONCE,
		...WRITER_OPTIONS,
		FORCE,
		QUIET,
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
		const cut = {
			filter: text(parsed, 'filter'),
			from: captureTime(parsed, 'from'),
			to: captureTime(parsed, 'to'),
			once: has(parsed, ONCE.name) || undefined,
		};
		await untilWritable(outputs);
		const {snapshotOf} = await loadSource();
		const writes = outputs.some(file => file !== '-');
		if (writes) {
			whenOutputCloses(() => {});
		}
		const writer = writerPrivileges(parsed, writes);
		await beginHelping(parsed, writer, outputs);
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

// With it comes the validator of snapshots, which is larger than all commands together.
const loadSource = () => import('./snapshot-source.js');
const loadCharts = () => import('../../output/chart/render.js');
