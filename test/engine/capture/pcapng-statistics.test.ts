/** Interface statistics: what a capture says was dropped when it was made. */
import {describe, expect, it} from 'vitest';
import {block, enhancedPacket, interfaceBlock, type Order, option, read, unsigned} from '../../helpers/containers.js';

const [IFRECV, IFDROP, FILTERACCEPT, OSDROP, USRDELIV] = [4, 5, 6, 7, 8];
type Counts = readonly (readonly [code: number, count: number | bigint])[];

const end = (order: Order) => option(order, 0, new Uint8Array(0));

function section(order: Order, writer = 'somebody else 1.0'): Buffer {
	const fixed = [
		unsigned(order, 4, 0x1a2b_3c4d),
		unsigned(order, 2, 1),
		unsigned(order, 2, 0),
		unsigned(order, 8, -1n),
	];
	return block(order, 0x0a0d_0d0a, ...fixed, option(order, 4, Buffer.from(writer)), end(order));
}

function statistics(order: Order, id: number, counts: Counts): Buffer {
	const said = counts.map(([code, count]) => option(order, code, unsigned(order, 8, count)));
	return block(order, 5, unsigned(order, 4, id), unsigned(order, 8, 0), ...said, end(order));
}

const lossesOf = (...blocks: Uint8Array[]) => {
	const {kernel, interface: device, queue} = read(Buffer.concat(blocks)).reader.losses;
	return {kernel, interface: device, queue};
};

describe.each<Order>(['little', 'big'])('%s-endian', order => {
	const two = [section(order), interfaceBlock(order), interfaceBlock(order)];

	it('nothing is known of a capture that says nothing', () => {
		expect(lossesOf(...two, enhancedPacket(order, 0, 0n, Buffer.alloc(14)))).toEqual({
			kernel: null,
			interface: null,
			queue: null,
		});
	});

	it('of each interface the last block counts, and the sum of all', () => {
		const losses = lossesOf(
			...two,
			statistics(order, 0, [
				[IFRECV, 100],
				[IFDROP, 3],
				[OSDROP, 2],
			]),
			statistics(order, 1, [[OSDROP, 10]]),
			statistics(order, 0, [
				[IFDROP, 7],
				[OSDROP, 5],
			]),
		);
		expect(losses).toEqual({kernel: 15, interface: 7, queue: null});
	});

	it('a last block that does not say takes nothing back', () => {
		const losses = lossesOf(
			...two,
			statistics(order, 0, [[OSDROP, 2]]),
			statistics(order, 0, []),
			statistics(order, 0, [[OSDROP, 4]]),
		);
		expect(losses.kernel).toBe(4);
	});

	it('interfaces of another section are others', () => {
		const said = statistics(order, 0, [[OSDROP, 4]]);
		expect(lossesOf(...two, said, ...two, said).kernel).toBe(8);
	});

	it('what was accepted and neither dropped nor delivered was lost in the queue of a writer that is ours', () => {
		const said = statistics(order, 0, [
			[FILTERACCEPT, 100],
			[OSDROP, 30],
			[USRDELIV, 50],
		]);
		expect(lossesOf(section(order, 'netanal-tui 9.9'), interfaceBlock(order), said).queue).toBe(20);
		expect(lossesOf(section(order, 'netanal'), interfaceBlock(order), said).queue).toBeNull();
		expect(lossesOf(...two, said).queue).toBeNull();
	});

	it('counts of nobody, of impossible size or cut short tell of nothing', () => {
		const short = block(order, 5, unsigned(order, 4, 0));
		const cut = block(
			order,
			5,
			unsigned(order, 4, 0),
			unsigned(order, 8, 0),
			unsigned(order, 2, OSDROP),
			unsigned(order, 2, 800),
		);
		const losses = lossesOf(
			...two,
			short,
			cut,
			statistics(order, 2, [[OSDROP, 1]]),
			statistics(order, 0, [[OSDROP, -1n]]),
		);
		expect(losses.kernel).toBeNull();
	});
});
