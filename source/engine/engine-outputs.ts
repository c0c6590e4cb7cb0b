/** The outputs of a capture on the main thread: what the analysis says of them, and the commands that begin and end one. */
import type {OutputCommand, OutputReport} from './analysis/messages.js';
import {misuse, NetanalError, snapshotError} from './errors.js';
import type {FlowSender} from './flow-sender.js';
import type {CommonOptions, KeptFile, OnlyPackets, OutputFile, OutputOptions, Rotation} from './options.js';
import {OutputFiles} from './output-files.js';
import {Pending} from './pending.js';
import type {SnapshotError} from './snapshot.js';

export interface EngineOutputsOptions {
	receive: CommonOptions['receive'];
	/** To the analysis. */
	send(command: OutputCommand): void;
	/** An output ended by an error; the capture goes on. */
	failed(error: SnapshotError): void;
	/** A file has another name than it was to have. */
	kept(file: KeptFile): void;
}

export class EngineOutputs {
	/** Records that a slow reader made us leave out. */
	skipped = 0;
	readonly #options: EngineOutputsOptions;
	readonly #files: OutputFiles;
	readonly #writes = new Pending<SnapshotError | null>();
	#nextWrite = 0;
	/** The output that `startWriting` began. */
	#writing: number | null = null;
	/** All that `receive` was given so far is taken. */
	#received: Promise<unknown> = Promise.resolve();
	#sender: FlowSender | null = null;
	#flowsSent: Promise<unknown> = Promise.resolve();

	constructor(options: EngineOutputsOptions) {
		this.#options = options;
		this.#files = new OutputFiles(options.kept, options.failed);
	}

	/** In place. */
	get files(): readonly OutputFile[] {
		return this.#files.written;
	}

	/** The first error of an output that the capture was started with. */
	get error(): SnapshotError | null {
		return this.#files.error;
	}

	get writing(): boolean {
		return this.#writing !== null;
	}

	hear(report: OutputReport): void {
		switch (report.type) {
			case 'output':
				void this.#receive(report.bytes);
				break;
			case 'flows':
				void this.#sendFlows(report.bytes);
				break;
			case 'file-open':
				this.#files.began(report.file, report.whole);
				break;
			case 'file':
				this.#files.add(report.output, report.file);
				break;
			case 'locked':
				this.#files.locked(report.output, report.lock);
				break;
			case 'renamed':
				this.#files.renamed(report.asked, report.path);
				break;
			case 'output-closed':
				this.#files.closed(report.output);
				break;
			case 'output-failed':
				this.#failed(report.output, report.error);
				break;
			case 'skipped':
				this.skipped = report.records;
				break;
			case 'write-result':
				this.#writes.answer(report.id, report.error);
				break;
		}
	}

	/** @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE */
	async startWriting(
		path: string,
		{force, rotation, only}: {force?: boolean; rotation?: Rotation; only?: OnlyPackets},
	): Promise<void> {
		if (this.#writing !== null) {
			throw misuse('startWriting() a second time: call stopWriting() first');
		}
		const id = this.#nextWrite++;
		const format = /\.pcap$/i.test(path) ? 'pcap' : 'pcapng';
		this.#writing = id;
		const error = await this.#ask({
			type: 'write',
			id,
			output: {content: 'capture', format, path, force, rotation, only},
		});
		if (error === null) {
			return;
		}
		this.#writing = null;
		throw NetanalError.from(error);
	}

	/**
	 * @param ended resolves at the end of a capture that ends already, and closes its files itself; null while it goes on
	 * @throws NetanalError FILE_UNWRITABLE
	 */
	async stopWriting(ended: Promise<unknown> | null): Promise<void> {
		if (this.#writing === null) {
			return;
		}
		const output = this.#writing;
		this.#writing = null;
		if (ended === null) {
			await this.#ask({type: 'stop-writing', id: this.#nextWrite++, output});
		} else {
			await ended;
		}
		await this.#files.settled();
		const error = this.#files.errorOf(output);
		if (error !== null) {
			throw NetanalError.from(error);
		}
	}

	/** Resolves when all files are in place and all bytes are taken. */
	async settled(): Promise<void> {
		await Promise.all([this.#files.settled(), this.#received, this.#flowsSent]);
	}

	/** Resolves when all files that the analysis has finished are in place. */
	async filesSettled(): Promise<void> {
		await this.#files.settled();
	}

	/** The analysis is over: what was not begun by now never will be; what was to be closed is. */
	end(error: SnapshotError | null): void {
		this.#sender?.close();
		this.#writes.answerAll(error ?? {code: 'FILE_UNWRITABLE', message: 'the capture has ended', offset: null});
	}

	/** The analysis is gone: keeps of its files what can be kept. */
	async salvage(): Promise<void> {
		await this.#files.salvage();
	}

	#ask(command: Extract<OutputCommand, {id: number}>): Promise<SnapshotError | null> {
		return this.#writes.ask(command.id, () => this.#options.send(command));
	}

	/** Comes before the source is opened. @throws NetanalError CANNOT_CONNECT */
	async open(outputs: readonly OutputOptions[]): Promise<void> {
		const output = outputs.find(each => each.content === 'flows');
		if (output !== undefined) {
			const {openSender} = await import('./flow-sender.js');
			this.#sender = await openSender(output, error => this.#options.failed(snapshotError(error)));
		}
	}

	/** Messages go out one after the other. */
	async #sendFlows(bytes: Uint8Array): Promise<void> {
		this.#flowsSent = this.#flowsSent.then(() => this.#sender?.send(bytes));
		await this.#flowsSent;
		this.#options.send({type: 'flows-taken', bytes: bytes.length});
	}

	/** Hands an output's bytes on, and says so when they were taken. */
	async #receive(bytes: Uint8Array): Promise<void> {
		const received = this.#options.receive?.(bytes) ?? Promise.resolve();
		this.#received = Promise.all([this.#received, received]);
		await received;
		this.#options.send({type: 'taken', bytes: bytes.length});
	}

	#failed(output: number, error: SnapshotError): void {
		this.#files.failed(error, output);
		this.#files.closed(output);
		if (output === this.#writing) {
			this.#writing = null;
		}
		this.#options.failed(error);
	}
}
