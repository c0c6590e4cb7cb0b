/**
 * A kernel, libpcap and a consumer that are played by a seed, around the real capture loop, batch writer and queue: packets
 * come, are read, filters change and the end comes in whatever order the dice say, and every packet is known.
 */
import {BatchWriter} from '../../../source/engine/capture/live-batch.js';
import {CaptureLoop} from '../../../source/engine/capture/live-loop.js';
import type {CaptureCommand, CaptureReport} from '../../../source/engine/capture/live-messages.js';
import {HeapBound} from '../../../source/engine/heap-bound.js';
import type {CaptureHandle} from '../../../source/engine/libpcap/handle.js';
import type {CLibrary, Libpcap, PcapStat} from '../../../source/engine/libpcap/library.js';
import type {LinkWatch} from '../../../source/engine/libpcap/link-watch.js';
import {
	createQueue,
	type LiveCounters,
	MessageKind,
	QueueConsumer,
	QueueProducer,
} from '../../../source/engine/queue/batch-queue.js';
import {seeded} from '../collector/random.js';

const RECORD_HEADER = 16;
/** `FILE *` of the queue's memory and of nowhere. */
const QUEUE_FILE = 1n;
const NOWHERE = 2n;
/** Packets are of one of so many kinds; a filter lets one of them through, or all. */
const KINDS = 3;
const ALL = KINDS;

interface Waiting {
	number: number;
	kind: number;
	length: number;
}

export interface Outcome {
	/** What came out of the queue. */
	consumed: number;
	/** What the kernel let in, what it dropped of that, and what libpcap gave to nobody: as the counters should say. */
	truth: Pick<LiveCounters, 'received' | 'kernelDrops' | 'discarded'>;
	/** The counters cannot be right: libpcap did not answer at times, began to count before we came, or went on after us. */
	isBlind: boolean;
	counters: LiveCounters;
	/** Counters as they were told, oldest first. */
	told: LiveCounters[];
	failure: {code: string; message: string} | null;
	/** Of each filter change that was asked for, how often it was answered. */
	answers: Map<number, number>;
	ends: number;
	count: number;
	/** How often libpcap was asked for any number of packets. */
	unlimited: number;
	/** What the dice came to: the test looks whether they came to everything. */
	met: Set<string>;
}

/** @throws Error when a packet comes out twice, damaged, out of order or under a filter that does not want it */
export async function simulate(seed: number): Promise<Outcome> {
	const random = seeded(seed);
	const chance = (one: number) => random() * one < 1;
	const below = (most: number) => Math.floor(random() * most);
	const met = new Set<string>();
	const meet = (what: string) => met.add(what);

	const snaplen = [64, 2048, 60_000][below(3)];
	const ring = [50, 2000, 100_000][below(3)];
	const burst = [3, 300, 3000][below(3)];
	const eager = [1, 4, 40][below(3)];
	const count = chance(2) ? 1 + below(6000) : Number.POSITIVE_INFINITY;
	const isFailing = chance(4);
	const statsFail = chance(4);
	/** Not every device lets its intake be closed. */
	const closes = !chance(5);
	const base = chance(2) ? 2 ** 32 - below(5000) : 0;
	const steps = 20 + below(400);

	let time = 0;
	let step = 0;
	let sent = 0;
	let filtered = 0;
	let received = 0;
	let kernelDrops = 0;
	let isOpen = true;
	let filter = ALL;
	let position = 0;
	const waiting: Waiting[] = [];
	/** Before it, all of `waiting` was read. */
	let head = 0;
	const filters = [ALL];
	const answers = new Map<number, number>();
	const outcome = {ends: 0, consumed: 0, unlimited: 0, failure: null as Outcome['failure']};
	const told: LiveCounters[] = [];

	const buffer = createQueue(1024 * 1024);
	const queue = new QueueProducer(buffer);
	const consumer = new QueueConsumer(buffer);
	const memory = new DataView(buffer);
	const tell = queue.setCounters.bind(queue);
	queue.setCounters = counters => {
		told.push({...counters});
		tell(counters);
	};

	let last = -1;
	let epoch = 0;
	const consume = (): boolean => {
		const message = consumer.take(0);
		if (message === null) {
			return false;
		}
		const {bytes, start, end} = message;
		const text = () => new TextDecoder().decode(bytes.slice(start, end));
		if (outcome.ends > 0) {
			throw new Error('something follows the end');
		}
		if (message.kind === MessageKind.filter) {
			epoch = message.epoch;
			if (text() !== String(filters[epoch])) {
				throw new Error(`epoch ${epoch} is called ${text()}`);
			}
		} else if (message.kind === MessageKind.end) {
			outcome.ends++;
			outcome.failure = end > start ? JSON.parse(text()) : null;
		} else {
			if (message.epoch !== epoch) {
				throw new Error(`packets of epoch ${message.epoch} in ${epoch}`);
			}
			let records = 0;
			for (let at = start; at < end; records++) {
				const number = memory.getUint32(at, true);
				const kind = memory.getUint32(at + 4, true);
				const length = memory.getUint32(at + 8, true);
				if (number <= last) {
					throw new Error(`packet ${number} after ${last}`);
				}
				if (kind >= KINDS || (filters[epoch] !== ALL && filters[epoch] !== kind)) {
					throw new Error(`a packet of kind ${kind} under filter ${filters[epoch]}`);
				}
				if (length > 0 && bytes[at + RECORD_HEADER + length - 1] !== (number & 255)) {
					throw new Error(`packet ${number} is damaged`);
				}
				last = number;
				at += RECORD_HEADER + length;
			}
			if (records !== message.packets) {
				throw new Error(`${records} of ${message.packets} packets`);
			}
			outcome.consumed += records;
		}
		consumer.release();
		return true;
	};

	/** What goes on beside the capture worker, at any moment. */
	const world = () => {
		if (chance(eager)) {
			for (let messages = below(6); messages > 0 && consume(); messages--) {}
		}
		if (!isOpen || !chance(2)) {
			return;
		}
		for (let packets = below(burst); packets > 0; packets--) {
			const packet = {number: sent++, kind: below(KINDS), length: below(snaplen + 1)};
			if (filter !== ALL && filter !== packet.kind) {
				continue;
			}
			received++;
			if (waiting.length - head < ring) {
				waiting.push(packet);
			} else {
				kernelDrops++;
				meet('kernel drops');
			}
		}
	};

	const handle = {
		snaplen,
		nanoseconds: true,
		device: 'eth0',
		knowsInterfaceDrops: false,
		wait(milliseconds: number) {
			time += waiting.length > head ? 1 : milliseconds;
			world();
			return waiting.length > head || chance(10);
		},
		dispatch(most: number, file: bigint): number {
			if (most <= 0) {
				outcome.unlimited++;
			}
			// Not all that waits is to be had at once.
			let left = chance(3) ? Math.min(most, below(50)) : most;
			let given = 0;
			const fails = isFailing && chance(200);
			if (fails) {
				left = Math.min(most, below(20));
				meet('a call that fails');
			}
			while (waiting.length > head && (most <= 0 || left-- > 0)) {
				const packet = waiting[head++];
				if (filter !== ALL && filter !== packet.kind) {
					filtered++;
					continue;
				}
				given++;
				if (file === QUEUE_FILE) {
					write(packet);
				} else {
					meet('queue drops');
				}
			}
			world();
			// Those that went nowhere with a call that failed are in no count: libpcap fails before the first packet.
			return fails ? (file === QUEUE_FILE || given === 0 ? -1 : given) : given;
		},
		lastError: () => 'it broke',
		stats(stat: PcapStat) {
			// What wrapped before the first answer, nobody could know.
			if (statsFail && (told.length > 0 || base === 0) && chance(3)) {
				meet('no stats');
				return false;
			}
			stat.ps_recv = (base + received) % 2 ** 32;
			stat.ps_drop = kernelDrops % 2 ** 32;
			return true;
		},
		setFilter(program: Uint8Array) {
			if (waiting.length > head) {
				meet('a filter change before packets that wait');
			}
			filter = program[0];
			filters.push(filter);
		},
		closeIntake() {
			isOpen = !closes;
			if (waiting.length > head) {
				meet('packets that wait at the end');
			}
		},
	};
	const write = ({number, kind, length}: Waiting) => {
		memory.setUint32(position, number, true);
		memory.setUint32(position + 4, kind, true);
		memory.setUint32(position + 8, length, true);
		memory.setUint32(position + 12, length, true);
		position += RECORD_HEADER + length;
		if (length > 0) {
			memory.setUint8(position - 1, number);
		}
	};
	const c = {
		fmemopen: () => QUEUE_FILE,
		fopen: () => NOWHERE,
		setvbuf: () => 0,
		fseek: (_file: bigint, to: number) => {
			position = to;
			return 0;
		},
		ftell: () => position,
		fclose: () => 0,
		constants: {unbuffered: 2, fullyBuffered: 0},
	};
	const port = {
		next(): CaptureCommand | undefined {
			if (step++ >= steps) {
				return {type: 'stop'};
			}
			if (!chance(6)) {
				return undefined;
			}
			const id = answers.size;
			const to = below(KINDS + 1);
			answers.set(id, 0);
			return {type: 'filter', id, text: String(to), program: Uint8Array.of(to)};
		},
		report(report: CaptureReport) {
			if (report.type === 'filter-result') {
				answers.set(report.id, answers.get(report.id)! + 1);
			}
		},
	};
	const typed = handle as unknown as CaptureHandle;
	const writer = new BatchWriter({addressOf: () => 0n} as unknown as Libpcap, c as unknown as CLibrary, typed, queue);
	const loop = new CaptureLoop({
		handle: typed,
		queue,
		writer,
		link: {
			check: () => false,
			state: {name: 'eth0', present: true, up: true},
			watching: true,
		} as unknown as LinkWatch,
		port,
		heap: new HeapBound(),
		now: () => {
			world();
			time += chance(50) ? 300 : 0.1;
			return time;
		},
		blockTimeout: 50,
		patience: 50,
		hasAlarm: chance(2),
		count,
	});
	await loop.run();
	if (writer.published >= count) {
		meet('the count');
	}
	if (epoch < filters.length - 1) {
		meet('filters that wait at the end');
	}
	while (consume()) {}
	const truth = {received, kernelDrops, discarded: filtered + waiting.length - head};
	const isBlind = statsFail || base > 0 || !closes;
	return {...outcome, truth, isBlind, counters: consumer.counters(), told, answers, count, met};
}
