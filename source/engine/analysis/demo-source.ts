/** Analysis of the built-in generator's packets: no root, no libpcap but for a filter, the same decoder and collector. */
import type {MessagePort} from 'node:worker_threads';
import type {PacketHandler} from '../capture/container.js';
import {DemoTraffic} from '../capture/demo.js';
import {type PacketFilter, packetFilter} from '../filter/bpf-function.js';
import {FileFilter} from '../filter/file-filter.js';
import {HeapBound} from '../heap-bound.js';
import {DEFAULT_SEED} from '../options.js';
import type {Analysis} from './analysis.js';
import {serve} from './event-loop.js';
import {capturedSecond} from './last-second.js';
import type {AnalysisReport} from './messages.js';
import {type AnalysisSource, type SourceEnd, WHOLE} from './source.js';

/** Milliseconds between bursts. */
const TICK = 50;
const ETHERNET = 1;

export class DemoSource implements AnalysisSource {
	readonly #analysis: Analysis;
	readonly #port: MessagePort;
	readonly #traffic: DemoTraffic;
	readonly #heap = new HeapBound();
	#filter: PacketFilter | null = null;
	#epoch = 0;
	#end: () => void = () => {};

	constructor(analysis: Analysis, port: MessagePort, seed: number | undefined) {
		this.#analysis = analysis;
		this.#port = port;
		this.#traffic = new DemoTraffic({seed: seed ?? DEFAULT_SEED});
		analysis.declaredLinkTypes = [ETHERNET];
		analysis.snaplen = 262_144;
		analysis.analyzer.clock.goBy(() => performance.now(), true);
		analysis.lastSecond = capturedSecond(
			analysis.analyzer,
			() => Date.now() / 1000,
			() => true,
		);
	}

	/** @throws NetanalError FILTER_INVALID, LIBPCAP_MISSING */
	async open(): Promise<void> {
		const text = this.#analysis.data.filter;
		if (text === null) {
			return;
		}
		const filter = await FileFilter.load(text);
		filter.prepare(ETHERNET);
		this.#filter = (bytes, start, end, wireLength) => filter.keeps(bytes, start, end, wireLength, ETHERNET);
	}

	close(): void {}

	run(): Promise<SourceEnd> {
		const timer = setInterval(() => this.#burst(), TICK);
		const finish = serve(this.#analysis, this.#port, {
			stop: () => this.#end(),
			filter: (text, program) => this.#setFilter(text, program),
		});
		const ended = new Promise<SourceEnd>(resolve => {
			this.#end = () => {
				clearInterval(timer);
				finish();
				resolve(WHOLE);
			};
		});
		this.#burst();
		return ended;
	}

	#burst(): void {
		this.#heap.check(performance.now());
		const milliseconds = Date.now();
		const time = {seconds: Math.floor(milliseconds / 1000), nanoseconds: (milliseconds % 1000) * 1_000_000};
		this.#traffic.fill(this, time);
		this.#analysis.analyzer.clock.received();
		this.#analysis.alerts.look();
		if (this.#isFull) {
			this.#end();
		}
	}

	get #isFull(): boolean {
		const {analyzer, data} = this.#analysis;
		return data.count !== null && analyzer.packets >= data.count;
	}

	readonly packet: PacketHandler = (bytes, start, end, wireLength, seconds, nanoseconds, linkType) => {
		if (this.#isFull || (this.#filter !== null && !this.#filter(bytes, start, end, wireLength))) {
			return;
		}
		const {sink} = this.#analysis;
		sink.packet(bytes, start, end, wireLength, seconds, nanoseconds, linkType);
		sink.flush?.();
	};

	#setFilter(text: string | null, program: Uint8Array | null): void {
		this.#filter = program === null ? null : packetFilter(program);
		this.#analysis.filter = text;
		const change = {filter: text, epoch: ++this.#epoch};
		this.#port.postMessage({type: 'filter', change} satisfies AnalysisReport);
	}
}
