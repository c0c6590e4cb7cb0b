import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import {buildSync} from 'esbuild';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	createQueue,
	END_PAYLOAD_LIMIT,
	FLAG_NANOSECONDS,
	type LiveCounters,
	MessageKind,
	QueueConsumer,
	QueueProducer,
} from '../../../source/engine/queue/batch-queue.js';

const MODULE = fileURLToPath(new URL('../../../source/engine/queue/batch-queue.ts', import.meta.url));
const SMALLEST = 1024 * 1024;
/** Milliseconds that no test takes. */
const FOR_EVER = 25_000;

function pair(size = SMALLEST) {
	const buffer = createQueue(size);
	return {producer: new QueueProducer(buffer), consumer: new QueueConsumer(buffer)};
}

/** A payload that names its packets and can be checked byte by byte: the numbers `first` … as 32-bit words. */
function publish(producer: QueueProducer, first: number, packets: number, recordBytes: number, epoch: number): void {
	const {bytes, offset} = producer;
	const view = new DataView(bytes.buffer, offset, packets * recordBytes);
	bytes.fill(first & 255, offset, offset + packets * recordBytes);
	for (let index = 0; index < packets; index++) {
		view.setUint32(index * recordBytes, first + index);
	}
	producer.publishPackets(packets * recordBytes, packets, epoch, 0);
}

describe('batch queue', () => {
	it('lets go of a consumer that waits for nothing when it is woken', async () => {
		const buffer = createQueue(SMALLEST);
		const [code] = buildSync({entryPoints: [MODULE], bundle: true, format: 'cjs', write: false}).outputFiles;
		const waking = `const module = {exports: {}}; ${code.text}
			setInterval(() => module.exports.wake(require('node:worker_threads').workerData), 5);`;
		const worker = new Worker(waking, {eval: true, workerData: buffer});
		const started = performance.now();
		expect(new QueueConsumer(buffer).take(FOR_EVER)).toBeNull();
		expect(performance.now() - started).toBeLessThan(FOR_EVER);
		await worker.terminate();
	});

	it('hands a batch over with everything that was said about it', () => {
		const {producer, consumer} = pair();
		expect(consumer.take(0)).toBeNull();
		producer.region(1000);
		producer.bytes.set([1, 2, 3, 4, 5], producer.offset);
		producer.publishPackets(5, 2, 7, FLAG_NANOSECONDS);
		const message = consumer.take(0)!;
		expect(message).toMatchObject({kind: MessageKind.packets, packets: 2, epoch: 7, flags: FLAG_NANOSECONDS});
		expect([...message.bytes.subarray(message.start, message.end)]).toEqual([1, 2, 3, 4, 5]);
		consumer.release();
		expect(consumer.take(0)).toBeNull();
		expect(consumer.used).toBe(0);
	});

	it('gives a message again until it is released', () => {
		const {producer, consumer} = pair();
		producer.region(8);
		publish(producer, 1, 1, 8, 0);
		expect(consumer.take(0)!.packets).toBe(1);
		const used = consumer.used;
		expect(consumer.take(0)!.packets).toBe(1);
		expect(consumer.used).toBe(used);
		consumer.release();
		consumer.release();
		expect(consumer.used).toBe(0);
	});

	it('knows the most that was in use, since it was asked last and in all', () => {
		const {producer, consumer} = pair();
		expect(consumer.takePeak()).toBe(0);
		const put = () => {
			producer.region(1000);
			publish(producer, 1, 1, 1000, 0);
		};
		const one = Math.ceil((32 + 1000) / 32) * 32;
		put();
		put();
		put();
		consumer.take(0);
		consumer.release();
		// what is in use now counts, and so does what was before the release
		expect(consumer.takePeak()).toBe(3 * one);
		expect(consumer.takePeak()).toBe(2 * one);
		for (let left = 2; left > 0; left--) {
			consumer.take(0);
			consumer.release();
		}
		expect([consumer.takePeak(), consumer.takePeak(), consumer.highest]).toEqual([2 * one, 0, 3 * one]);
	});

	it('has room for the longest packet whenever it is empty, wherever writing has come to', () => {
		const longest = 16 + 262_144 + 1;
		const {producer, consumer} = pair(1);
		expect(consumer.capacity).toBe(SMALLEST);
		let least = Number.POSITIVE_INFINITY;
		// sizes that have no common divisor with the ring: every place is come to
		for (let step = 0; step < 200; step++) {
			const bytes = 4064 + step * 1056;
			producer.region(Math.max(bytes, longest));
			least = Math.min(least, producer.room);
			producer.publishPackets(Math.min(bytes, longest), 1, 0, 0);
			expect(consumer.take(0)).not.toBeNull();
			consumer.release();
			expect(consumer.take(0)).toBeNull();
		}
		expect(least).toBeGreaterThanOrEqual(longest);
	});

	it('offers the whole contiguous free region at first, and no room when full', () => {
		const {producer, consumer} = pair();
		const whole = producer.region(1);
		expect(whole).toBeGreaterThan(SMALLEST - 8192);
		producer.publishPackets(whole, 1, 0, 0);
		expect(producer.region(1)).toBe(0);
		expect(producer.publishFilter(new Uint8Array(1), 1)).toBe(false);
		consumer.take(0);
		consumer.release();
		expect(producer.region(1)).toBeGreaterThan(0);
	});

	it('keeps the last room for the end message, wherever the ring stands', () => {
		for (let first = 0; first <= SMALLEST; first += 992) {
			const {producer, consumer} = pair();
			if (producer.region(first) >= first) {
				producer.publishPackets(first, 1, 0, 0);
				consumer.take(0);
				consumer.release();
			}
			for (let room = producer.region(1); room > 0; room = producer.region(1)) {
				producer.publishPackets(room, 1, 0, 0);
			}
			producer.publishEnd(new Uint8Array(END_PAYLOAD_LIMIT).fill(9), 3);
			let last = consumer.take(0);
			while (last !== null && last.kind !== MessageKind.end) {
				consumer.release();
				last = consumer.take(0);
			}
			expect(last).toMatchObject({kind: MessageKind.end, epoch: 3});
			expect(last!.bytes.subarray(last!.start, last!.end).every(byte => byte === 9)).toBe(true);
			expect(last!.end - last!.start).toBe(END_PAYLOAD_LIMIT);
		}
	});

	it('gives a small end of the ring up for its larger beginning, and only then', () => {
		const {producer, consumer} = pair();
		const whole = producer.region(1);
		const start = producer.offset;
		producer.publishPackets(whole - 20_000, 1, 0, 0);
		producer.region(5000);
		publish(producer, 4, 1, 5000, 0);
		consumer.take(0);
		consumer.release();
		producer.region(5000);
		expect(producer.offset).toBeGreaterThan(start);
		expect(producer.region(100_000)).toBeGreaterThan(400_000);
		expect(producer.offset).toBe(start);
		publish(producer, 5, 3, 100, 0);
		expect(consumer.take(0)!.packets).toBe(1);
		consumer.release();
		const message = consumer.take(0)!;
		expect(message).toMatchObject({kind: MessageKind.packets, packets: 3});
		expect(message.start).toBe(start);
	});

	it('begins anew when all is read, so that the same memory is used again; that takes no room', () => {
		const {producer, consumer} = pair(8 * SMALLEST);
		const batch = 100_000;
		let highest = 0;
		for (let round = 0; round < 100; round++) {
			producer.region(batch);
			publish(producer, round, 1, batch, 0);
			highest = Math.max(highest, producer.offset + batch);
			const message = consumer.take(0)!;
			expect(new DataView(message.bytes.buffer, message.start).getUint32(0)).toBe(round);
			consumer.release();
		}
		expect(highest).toBeLessThan(4 * batch);
		expect(consumer.highest).toBeLessThan(1.01 * batch);
	});

	it('fills the rest of the ring when nobody reads after it has begun anew', () => {
		const {producer, consumer} = pair();
		const read = () => {
			const packets = consumer.take(0)?.packets ?? null;
			consumer.release();
			return packets;
		};
		const put = (bytes: number, packets: number) => {
			const room = producer.region(bytes);
			if (room >= bytes) {
				producer.publishPackets(bytes, packets, 0, 0);
			}
			return room >= bytes;
		};
		put(300_000, 1);
		expect(read()).toBe(1);
		const sizes = [100_000, 100_000, 99_000, 100_000, 200_000, 300_000];
		for (const [index, bytes] of sizes.entries()) {
			expect(put(bytes, 10 + index), `message ${index}`).toBe(true);
		}
		expect(put(200_000, 99)).toBe(false);
		expect(sizes.map(read)).toEqual([10, 11, 12, 13, 14, 15]);
		expect([read(), consumer.used]).toEqual([null, 0]);
	});

	it('loses, repeats and reorders nothing, whatever the batches and whoever is faster', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.record({
						produce: fc.integer({min: 0, max: 3000}),
						recordBytes: fc.integer({min: 4, max: 1600}),
						consume: fc.integer({min: 0, max: 4}),
						filter: fc.integer({min: 0, max: 9}).map(die => die === 0),
					}),
					{minLength: 50, maxLength: 200},
				),
				steps => simulate(steps),
			),
			{seed: 20_260_101, numRuns: 40},
		);
	});

	it('goes on when its 32-bit positions wrap', () => {
		const {producer, consumer} = pair();
		const batch = 200_000;
		const rounds = Math.ceil(2 ** 32 / batch) + 20;
		for (let round = 0; round < rounds; round++) {
			if (producer.region(batch) < batch) {
				throw new Error(`no room in round ${round}`);
			}
			producer.bytes[producer.offset] = round & 255;
			producer.bytes[producer.offset + batch - 1] = (round >> 8) & 255;
			producer.publishPackets(batch, 1, round, 0);
			const message = consumer.take(0)!;
			const right =
				message.epoch === round &&
				message.bytes[message.start] === (round & 255) &&
				message.bytes[message.end - 1] === ((round >> 8) & 255);
			if (!right) {
				throw new Error(`round ${round} did not arrive`);
			}
			consumer.release();
		}
		expect(consumer.used).toBe(0);
		expect(consumer.take(0)).toBeNull();
	});

	it('carries counters beyond 32 bits, and unknown as null', () => {
		const {producer, consumer} = pair();
		expect(consumer.counters()).toMatchObject({kernelDrops: null, interfaceDrops: null, queueDrops: 0, received: 0});
		const counters: LiveCounters = {
			received: 2 ** 52 + 1,
			kernelDrops: 2 ** 33,
			interfaceDrops: null,
			queueDrops: 3,
			dispatched: 2 ** 40,
			discarded: 5,
		};
		producer.setCounters(counters);
		expect(consumer.counters()).toEqual(counters);
	});
});

interface Step {
	produce: number;
	recordBytes: number;
	consume: number;
	filter: boolean;
}

/** One thread plays both ends; packets that find no room are drops, as in the capture worker. */
function simulate(steps: Step[]): void {
	const {producer, consumer} = pair();
	let sent = 0;
	let dropped = 0;
	let received = 0;
	let next = 0;
	let epoch = 0;
	let seenEpoch = 0;
	const lost = new Set<number>();
	const take = () => {
		const message = consumer.take(0);
		if (message === null) {
			return false;
		}
		expect(message.end).toBeLessThanOrEqual(message.bytes.length);
		if (message.kind === MessageKind.filter) {
			seenEpoch = message.epoch;
		} else {
			expect(message.epoch).toBe(seenEpoch);
			const size = (message.end - message.start) / message.packets;
			const view = new DataView(message.bytes.buffer, message.start, message.end - message.start);
			const fill = view.getUint32(0) & 255;
			for (let index = 0; index < message.packets; index++) {
				while (lost.has(next)) {
					next++;
				}
				const right =
					view.getUint32(index * size) === next && (size === 4 || view.getUint8((index + 1) * size - 1) === fill);
				// Not `expect`: there are millions of them.
				if (!right) {
					throw new Error(`packet ${next} is not where it should be`);
				}
				next++;
				received++;
			}
		}
		consumer.release();
		return true;
	};
	for (const {produce, recordBytes, consume, filter} of steps) {
		if (filter && producer.publishFilter(new TextEncoder().encode('udp'), epoch + 1)) {
			epoch++;
		}
		for (let left = produce; left > 0; ) {
			const fitting = Math.floor(producer.region(16 * recordBytes) / recordBytes);
			const packets = Math.min(left, fitting);
			if (packets === 0) {
				for (let index = 0; index < left; index++) {
					lost.add(sent + index);
				}
				dropped += left;
				sent += left;
				break;
			}
			publish(producer, sent, packets, recordBytes, epoch);
			sent += packets;
			left -= packets;
		}
		for (let turn = 0; turn < consume && take(); turn++) {}
	}
	while (take()) {}
	expect(received + dropped).toBe(sent);
	expect(consumer.used).toBe(0);
}
