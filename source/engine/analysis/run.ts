/** One analysis from the opening of its source to its last snapshot. */
import type {MessagePort} from 'node:worker_threads';
import {snapshotError} from '../errors.js';
import {Analysis} from './analysis.js';
import {hear} from './commands.js';
import {DemoSource} from './demo-source.js';
import {FileSource} from './file-source.js';
import {LiveSource} from './live-source.js';
import type {AnalysisCommand, AnalysisData, AnalysisReport} from './messages.js';
import {type AnalysisSource, LOOK_AGAIN} from './source.js';

export class AnalysisRun {
	readonly #analysis: Analysis;
	readonly #source: AnalysisSource;
	readonly #report: (report: AnalysisReport) => void;
	readonly #port: MessagePort;

	/** @param port takes `AnalysisReport`s and gives `AnalysisCommand`s */
	constructor(data: AnalysisData, port: MessagePort) {
		this.#port = port;
		this.#report = report => port.postMessage(report);
		this.#analysis = new Analysis(data, this.#report);
		this.#source = sourceOf(this.#analysis, port);
	}

	/** @throws NetanalError when the source cannot be opened */
	async open(): Promise<void> {
		const {outputs, data} = this.#analysis;
		await Promise.all([this.#analysis.loadIdentity(), outputs.load(data.outputs)]);
		await this.#source.open();
	}

	/** Will not be run. */
	close(): void {
		this.#source.close();
	}

	/** Opens the outputs, then reads the source to its end. `open` came before. */
	async run(): Promise<void> {
		const {outputs, data} = this.#analysis;
		this.#analysis.openIdentity(error => this.#report({type: 'warning', error}));
		try {
			outputs.openAll(data.outputs);
		} catch (error) {
			this.close();
			this.#report({type: 'failed', error: snapshotError(error)});
			return;
		}

		this.#report({type: 'started'});
		await readToEnd(this.#analysis, this.#source, this.#report);
		if (this.#analysis.data.rows) {
			await stayed(this.#analysis, this.#port);
		}
	}
}

export async function readToEnd(
	analysis: Analysis,
	source: AnalysisSource,
	report: (report: AnalysisReport) => void,
): Promise<void> {
	const {failure, isPart} = await source.run();
	if (failure === null) {
		analysis.alerts.look();
		analysis.outputs.closeAll(isPart);
		report({type: 'end', snapshot: analysis.snapshot(), rows: analysis.rows()});
	} else {
		analysis.outputs.abandonAll();
		report({type: 'failed', error: failure});
	}
}

/** It is over, and still looked at: whoever asks gets other rows of it, until nobody does any more. */
function stayed(analysis: Analysis, port: MessagePort): Promise<void> {
	const report = (message: AnalysisReport) => port.postMessage(message);
	const last = analysis.lastSecond();
	analysis.lastSecond = () => last;
	return new Promise(resolve => {
		const take = (command: AnalysisCommand) => hear(command, analysis, {looked, leave}, report);
		let again: NodeJS.Timeout | undefined;
		const looked = () => {
			clearTimeout(again);
			if (!analysis.tellPeriodic(report, performance.now())) {
				again = setTimeout(looked, LOOK_AGAIN);
			}
		};
		const leave = () => {
			clearTimeout(again);
			port.off('message', take);
			resolve();
		};
		port.on('message', take);
	});
}

function sourceOf(analysis: Analysis, port: MessagePort): AnalysisSource {
	const {source, live} = analysis.data;
	if (live !== null) {
		return new LiveSource(analysis, live, port);
	}
	return source.kind === 'demo'
		? new DemoSource(analysis, port, source.seed)
		: new FileSource(analysis, port, source.kind === 'file' ? source : null);
}
