import fc from 'fast-check';
import {expect, it} from 'vitest';
import {Merger} from '../../../source/engine/capture/merge.js';
import {Collected} from '../../helpers/containers.js';

/** A packet: second, and a byte that says which it is. */
type Made = [seconds: number, mark: number];

async function merge(files: readonly Made[][], chunk: number, order: (files: number) => number[]): Promise<string[]> {
	const collected = new Collected();
	const merger = new Merger(collected, files.length);
	const read = async (number: number) => {
		const lane = merger.lane(number);
		const packets = files[number];
		for (let at = 0; at < packets.length; at += chunk) {
			for (const [seconds, mark] of packets.slice(at, at + chunk)) {
				// The reader's buffer is another's before the merge comes to the packet.
				const bytes = Uint8Array.of(0, number, mark, 0);
				lane.packet(bytes, 1, 3, 2, seconds, seconds < 0 ? -1 : 0, 1);
				bytes.fill(99);
			}

			await merger.merge(number);
		}

		merger.end(number);
	};

	await Promise.all(order(files.length).map(read));
	return collected.packets.map(({data}) => data);
}

const name = (file: number, mark: number) => Buffer.of(file, mark).toString('hex');
const inOrder = (files: number) => Array.from({length: files}, (_, i) => i);

it('delivers every packet once, by time, equal times in the order of the files', async () => {
	const file = fc
		.array(fc.nat(20), {maxLength: 40})
		.map(times => times.sort((a, b) => a - b).map((seconds, mark): Made => [seconds, mark]));
	await fc.assert(
		fc.asyncProperty(
			fc.array(file, {minLength: 1, maxLength: 6}),
			fc.integer({min: 1, max: 9}),
			async (files, chunk) => {
				const wanted = files
					.flatMap((packets, i) => packets.map(([seconds, mark]) => ({seconds, i, mark})))
					.sort((a, b) => a.seconds - b.seconds || a.i - b.i || a.mark - b.mark)
					.map(({i, mark}) => name(i, mark));
				expect(await merge(files, chunk, inOrder)).toEqual(wanted);
				expect(await merge(files, chunk, count => inOrder(count).reverse())).toEqual(wanted);
			},
		),
	);
});

it('keeps a packet without a time behind the one before it', async () => {
	const got = await merge(
		[
			[
				[5, 0],
				[-1, 1],
				[9, 2],
			],
			[
				[6, 0],
				[8, 1],
			],
		],
		2,
		inOrder,
	);
	expect(got).toEqual([name(0, 0), name(0, 1), name(1, 0), name(1, 1), name(0, 2)]);
});

it('loses nothing of a file whose packets are out of order', async () => {
	const got = await merge(
		[
			[
				[5, 0],
				[1, 1],
				[7, 2],
			],
			[[2, 0]],
		],
		10,
		inOrder,
	);
	expect(got.sort()).toEqual([name(0, 0), name(0, 1), name(0, 2), name(1, 0)]);
});
